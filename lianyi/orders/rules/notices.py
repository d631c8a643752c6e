"""What orders tell their shopper, as kinds of notices, and the words that fill them. Pure."""

from collections.abc import Sequence

from lianyi.kit.ids import encode
from lianyi.messages.types import NoticeField, NoticeKind
from lianyi.orders.types import Line, OrderId

_TITLE = NoticeField("title", "商品", "Item", "thing")
_NUMBER = NoticeField("number", "订单编号", "Order", "character_string")
MOMENT = "order"

# News that keeps until the morning waits for it; a reminder is for somebody who ordered a few minutes ago.
ORDER_SHIPPED = NoticeKind(
    "order_shipped", "订单发货通知", "Your order is on its way", exempt=True, quiet="wait", moment=MOMENT,
    fields=(
        _TITLE, _NUMBER, NoticeField("carrier", "快递公司", "Carrier", "thing"),
        NoticeField("tracking_no", "快递单号", "Tracking number", "character_string"),
        NoticeField("at", "发货时间", "Shipped at", "time"),
    ),
    text_zh="「{title}」已由{carrier}发出,单号 {tracking_no}。",
    text_en="“{title}” has left with {carrier}, tracking number {tracking_no}.",
)  # fmt: skip
REFUND_ARRIVED = NoticeKind(
    "refund_arrived", "退款到账通知", "Your refund has arrived", exempt=True, quiet="wait", moment=MOMENT,
    fields=(
        _TITLE, NoticeField("amount", "退款金额", "Refund", "amount"), _NUMBER,
        NoticeField("at", "到账时间", "Arrived at", "time"),
    ),
    text_zh="「{title}」的退款 {amount} 已原路退回。",
    text_en="{amount} for “{title}” went back the way it was paid.",
)  # fmt: skip
PAYMENT_REMINDER = NoticeKind(
    "payment_reminder", "订单待付款提醒", "Your order is waiting for payment", exempt=True, quiet="send", moment=MOMENT,
    fields=(
        _TITLE, NoticeField("amount", "待付金额", "To pay", "amount"),
        NoticeField("until", "付款截止", "Pay until", "time"), _NUMBER,
    ),
    text_zh="「{title}」还没有付款,{until} 后订单会关闭。",
    text_en="“{title}” is not paid yet. The order closes after {until}.",
)  # fmt: skip


def goods_text(lines: Sequence[Line]) -> str:
    """What an order or a parcel holds, in a few words: the first title, and how many more pieces."""
    if not lines:
        return ""
    more = len(lines) - 1
    return f"{lines[0].title}等 {more + 1} 种商品" if more else lines[0].title


def order_page(order_id: OrderId) -> str:
    """The shop's page of an order."""
    return f"pages/order/index?id={encode('ord', order_id)}"
