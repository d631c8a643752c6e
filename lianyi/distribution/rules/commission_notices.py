"""What shopkeepers are told of their commission, as kinds of notices. Pure."""

from lianyi.messages.types import NoticeField, NoticeKind

MOMENT = "shopkeeper"
PAGE = "distribution/earnings/index"
_AMOUNT = NoticeField("amount", "佣金金额", "Commission", "amount")

# News that keeps until the morning. What waits for a window is told once it is there, not at every step.
COMMISSION_PROMISED = NoticeKind(
    "commission_promised", "新的佣金", "A new commission", exempt=False, quiet="wait", moment=MOMENT,
    fields=(_AMOUNT, NoticeField("number", "订单编号", "Order", "character_string")),
    text_zh="你带来的订单已付款,佣金 {amount} 在买家收货、退货期过后可以提现。",
    text_en="An order you brought was paid: {amount} of commission, available once returns have ended.",
)  # fmt: skip
COMMISSION_AVAILABLE = NoticeKind(
    "commission_available", "佣金可提现", "Commission is available", exempt=False, quiet="wait", moment=MOMENT,
    fields=(_AMOUNT, NoticeField("lines", "订单数量", "Orders", "number")),
    text_zh="退货期已过,{amount} 佣金可以提现了。",
    text_en="Returns have ended: {amount} of commission may be asked for.",
)  # fmt: skip
COMMISSION_BACK = NoticeKind(
    "commission_back", "佣金冲回", "Commission taken back", exempt=False, quiet="wait", moment=MOMENT,
    fields=(_AMOUNT, NoticeField("number", "订单编号", "Order", "character_string")),
    text_zh="订单退款,{amount} 佣金已按比例冲回。",
    text_en="An order was refunded: {amount} of its commission was taken back in proportion.",
)  # fmt: skip
KINDS = (COMMISSION_PROMISED, COMMISSION_AVAILABLE, COMMISSION_BACK)
