"""What after-sales tells its shopper, as kinds of notices. Pure; that money arrived is told by orders."""

from uuid import UUID

from lianyi.kit.ids import encode
from lianyi.messages.types import NoticeField, NoticeKind

_TITLE = NoticeField("title", "商品", "Item", "thing")
_NUMBER = NoticeField("number", "订单编号", "Order", "character_string")
_UNTIL = NoticeField("until", "截止时间", "Until", "time")
MOMENT = "aftersales"

AGREED = NoticeKind(
    "aftersales_agreed", "退货申请通过通知", "Your return was agreed to", exempt=True, quiet="wait", moment=MOMENT,
    fields=(_TITLE, NoticeField("address", "退货地址", "Return address", "thing"), _UNTIL, _NUMBER),
    text_zh="「{title}」的退货申请已通过,请在 {until} 前寄到{address},并填写单号。",
    text_en="Your return of “{title}” was agreed to: send it to {address} and give its tracking number before {until}.",
)  # fmt: skip
REFUSED = NoticeKind(
    "aftersales_refused", "售后申请未通过通知", "Your application was declined", exempt=True, quiet="wait", moment=MOMENT,
    fields=(_TITLE, NoticeField("why", "原因", "Reason", "thing"), _UNTIL, _NUMBER),
    text_zh="「{title}」的售后申请未通过:{why}。{until} 前可以修改申请。",
    text_en="Your application for “{title}” was declined: {why}. You can revise it until {until}.",
)  # fmt: skip
PROPOSED = NoticeKind(
    "aftersales_proposed", "售后协商通知", "The seller proposes an amount", exempt=True, quiet="wait", moment=MOMENT,
    fields=(_TITLE, NoticeField("amount", "提议金额", "Proposal", "amount"), _UNTIL, _NUMBER),
    text_zh="商家对「{title}」提议退款 {amount},请在 {until} 前确认。",
    text_en="The seller proposes {amount} for “{title}”; please answer before {until}.",
)  # fmt: skip
NEAR = NoticeKind(
    "aftersales_near", "售后即将超时提醒", "Your after-sales case is about to run out", exempt=True, quiet="wait",
    moment=MOMENT, fields=(_TITLE, NoticeField("act", "待办", "To do", "thing"), _UNTIL, _NUMBER),
    text_zh="「{title}」的售后还需要你{act},{until} 截止。",
    text_en="Your case about “{title}” still needs you to {act} before {until}.",
)  # fmt: skip
RESHIPPED = NoticeKind(
    "aftersales_reshipped", "换货发出通知", "Your exchange is on its way", exempt=True, quiet="wait", moment=MOMENT,
    fields=(
        _TITLE, NoticeField("carrier", "快递公司", "Carrier", "thing"),
        NoticeField("tracking_no", "快递单号", "Tracking number", "character_string"), _NUMBER,
        NoticeField("at", "发货时间", "Shipped at", "time"),
    ),
    text_zh="「{title}」的换货已由{carrier}发出,单号 {tracking_no}。",
    text_en="The exchange of “{title}” has left with {carrier}, tracking number {tracking_no}.",
)  # fmt: skip
KINDS = (AGREED, REFUSED, PROPOSED, NEAR, RESHIPPED)
# what the shopper is to do in a state, for the reminder
TO_DO = {
    "agreed": "寄回商品并填写单号", "proposed": "确认退款金额", "refused": "修改申请或撤销", "reshipped": "确认收到换货",
}  # fmt: skip


def case_page(case_id: UUID) -> str:
    """The shop's page of a case."""
    return f"aftersales/detail/index?id={encode('afs', case_id)}"
