"""What shopkeepers are told about their place, their customers and their appeals. Pure; never a word of income."""

from lianyi.messages.types import NoticeField, NoticeKind

MOMENT = "shopkeeper"
HOME = "distribution/desk/index"
_SHOP = NoticeField("shop", "小店", "Micro-shop", "thing")
_WHY = NoticeField("why", "说明", "Note", "thing")
_AT = NoticeField("at", "时间", "At", "time")
NO_WORDS = "无"

APPROVED = NoticeKind(
    "shopkeeper_approved", "店主申请通过通知", "You are a shopkeeper now", exempt=True, quiet="wait", moment=MOMENT,
    fields=(_SHOP, _AT), text_zh="「{shop}」已开通,可以挑选商品、分享给朋友了。全程免费。",
    text_en="“{shop}” is open: pick products and share them with friends. It costs nothing.",
)  # fmt: skip
REFUSED = NoticeKind(
    "shopkeeper_refused", "店主申请未通过通知", "Your application was declined", exempt=True, quiet="wait",
    moment=MOMENT, fields=(_WHY, _AT), text_zh="店主申请未通过:{why}。可以修改后再申请。",
    text_en="Your application was declined: {why}. You may apply again.",
)  # fmt: skip
SUSPENDED = NoticeKind(
    "shopkeeper_suspended", "小店暂停通知", "Your micro-shop is suspended", exempt=True, quiet="wait", moment=MOMENT,
    fields=(_SHOP, _WHY, _AT), text_zh="「{shop}」已暂停:{why}。顾客和已有的佣金不受影响。",
    text_en="“{shop}” is suspended: {why}. Your customers and what you earned stay yours.",
)  # fmt: skip
RESUMED = NoticeKind(
    "shopkeeper_resumed", "小店恢复通知", "Your micro-shop is open again", exempt=True, quiet="wait", moment=MOMENT,
    fields=(_SHOP, _AT), text_zh="「{shop}」已恢复营业。", text_en="“{shop}” is open again.",
)  # fmt: skip
NEW_CUSTOMERS = NoticeKind(
    "shopkeeper_new_customers", "新顾客通知", "New customers", exempt=False, quiet="wait", moment=MOMENT,
    fields=(_SHOP, _AT), text_zh="今天有新顾客经你的分享来到「{shop}」,可以去看看。",
    text_en="Somebody new came to “{shop}” by your share today.",
)  # fmt: skip
APPEAL_ANSWERED = NoticeKind(
    "shopkeeper_appeal_answered", "申诉结果通知", "Your appeal was answered", exempt=True, quiet="wait", moment=MOMENT,
    fields=(_WHY, _AT), text_zh="你的归属申诉有结果了:{why}", text_en="Your appeal was answered: {why}",
)  # fmt: skip
KINDS = (APPROVED, REFUSED, SUSPENDED, RESUMED, NEW_CUSTOMERS, APPEAL_ANSWERED)
BY_MOVE = {"approve": APPROVED, "refuse": REFUSED, "suspend": SUSPENDED, "resume": RESUMED}
