"""What shopkeepers are told about their pay-outs. Pure."""

from lianyi.messages.types import NoticeField, NoticeKind

MOMENT = "shopkeeper"
PAGE = "distribution/payout/index"
_AMOUNT = NoticeField("amount", "金额", "Amount", "amount")
_AT = NoticeField("at", "时间", "At", "time")

CONFIRMABLE = NoticeKind(
    "payout_confirmable", "佣金待确认收款提醒", "Commission waits for you", exempt=True, quiet="wait", moment=MOMENT,
    fields=(_AMOUNT, NoticeField("until", "确认截止", "Confirm by", "time")),
    text_zh="{amount} 佣金已发放,请在 {until} 前确认收款,过期会自动退回。",
    text_en="{amount} of commission was sent. Confirm it by {until}, or it goes back by itself.",
)  # fmt: skip
PAID = NoticeKind(
    "payout_paid", "佣金到账通知", "Commission has arrived", exempt=True, quiet="wait", moment=MOMENT,
    fields=(_AMOUNT, _AT), text_zh="{amount} 佣金已到账微信零钱。", text_en="{amount} of commission is in your WeChat wallet.",
)  # fmt: skip
RETURNED = NoticeKind(
    "payout_returned", "佣金提现退回通知", "A pay-out went back", exempt=True, quiet="wait", moment=MOMENT,
    fields=(_AMOUNT, NoticeField("why", "原因", "Why", "thing"), _AT),
    text_zh="{amount} 提现已退回可提现佣金:{why}", text_en="{amount} is available again: {why}",
)  # fmt: skip
KINDS = (CONFIRMABLE, PAID, RETURNED)
