"""Decisions of prizes in money: how long they wait, their tax, their words. Pure."""

from datetime import date, datetime, timedelta

from lianyi.distribution.rules import payouts as transfer_rules
from lianyi.distribution.types.prizes import PrizeState
from lianyi.distribution.types.tax import Strategy, Working
from lianyi.messages.types import NoticeField, NoticeKind
from lianyi.rulebook import taxes
from lianyi.wechat.transfers import BillState

# What nobody asked for within this time goes back to the campaign; the play's rules tell it beforehand.
WAITS_FOR = timedelta(days=30)
STATE_WORDS: dict[PrizeState, tuple[str, str]] = {
    PrizeState.WAITING: ("待领取", "waiting for you"),
    PrizeState.SENDING: ("发放中", "being sent"),
    PrizeState.CONFIRMING: ("待确认收款", "waiting to be confirmed"),
    PrizeState.PAYING: ("到账中", "on its way"),
    PrizeState.PAID: ("已到账", "paid"),
    PrizeState.LAPSED: ("已过期", "lapsed"),
}
STATES: dict[BillState, PrizeState] = {
    BillState.ACCEPTED: PrizeState.SENDING,
    BillState.PROCESSING: PrizeState.SENDING,
    BillState.WAIT_USER_CONFIRM: PrizeState.CONFIRMING,
    BillState.TRANSFERING: PrizeState.PAYING,
    BillState.SUCCESS: PrizeState.PAID,
    BillState.CANCELING: PrizeState.SENDING,
    BillState.FAIL: PrizeState.WAITING,
    BillState.CANCELLED: PrizeState.WAITING,
}
PAGE, MOMENT = "distribution/prizes/index", "prize"
_TITLE = NoticeField("title", "活动", "Campaign", "thing")
_AMOUNT = NoticeField("amount", "金额", "Amount", "amount")
DUE = NoticeKind(
    "prize_due", "现金奖金待领取", "A prize waits for you", exempt=False, quiet="wait", moment=MOMENT,
    fields=(_TITLE, _AMOUNT, NoticeField("until", "领取截止", "Until", "time")),
    text_zh="「{title}」的奖金 {amount}(税前)待领取,{until} 前在微信里确认收款,过期失效。",
    text_en="A prize of {amount} before tax from “{title}” waits for you; confirm it by {until}, or it lapses.",
)  # fmt: skip
PAID = NoticeKind(
    "prize_paid", "现金奖金到账", "Your prize has arrived", exempt=False, quiet="wait", moment=MOMENT,
    fields=(_TITLE, _AMOUNT), text_zh="「{title}」的奖金已到账 {amount}(已代扣个人所得税)。",
    text_en="{amount} of “{title}” are in your WeChat wallet, tax already withheld.",
)  # fmt: skip
RETURNED = NoticeKind(
    "prize_returned", "现金奖金未到账", "Your prize did not arrive", exempt=False, quiet="wait", moment=MOMENT,
    fields=(_TITLE, _AMOUNT, NoticeField("why", "原因", "Why", "thing")),
    text_zh="「{title}」的奖金 {amount} 没有到账:{why}。过期前可以再领一次。",
    text_en="The prize of {amount} from “{title}” did not arrive: {why}. You may ask again until it lapses.",
)  # fmt: skip
KINDS = (DUE, PAID, RETURNED)


# What a pay-out's words would tell a winner wrongly; the rest is the same for both.
_REASONS: dict[str, tuple[str, str]] = {
    "OVERDUE_CLOSE": (
        "24 小时内没有确认收款,已自动退回,过期前可以再领",
        "not confirmed within 24 hours; ask again until it lapses",
    ),
    "DAY_RECEIVED_COUNT_EXCEED": (
        "今天微信收款次数已满,请明天再领",
        "WeChat takes no more transfers for you today",
    ),
    "DAY_RECEIVED_QUOTA_EXCEED": ("今天微信收款额度已满,请明天再领", "your day's limit at WeChat is used up"),
}


def reason_words(reason: str) -> tuple[str, str]:
    """Why a transfer came to nothing, in Chinese and English, as its winner reads it."""
    return _REASONS.get(reason) or transfer_rules.reason_words(reason)


def working(gross_fen: int, month: date) -> Working:
    """The tax of one prize, taxed whole and by itself whatever else was won (个人所得税法 3, 6; 公告2019年第74号)."""
    tax_fen = taxes.prize(gross_fen)
    return Working(
        strategy=Strategy.ONCE, month=month, before_fen=0, gross_fen=gross_fen, months=1, base_fen=gross_fen,
        rate_bp=taxes.PRIZE_RATE_BP, quick_fen=0, due_fen=tax_fen, withheld_fen=0, tax_fen=tax_fen,
    )  # fmt: skip


def expiry(due_at: datetime) -> datetime:
    """Until when a prize waits for its person."""
    return due_at + WAITS_FOR
