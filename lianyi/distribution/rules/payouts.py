"""Limits, fees, which commissions a pay-out pays, and WeChat's words for what became of it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from lianyi.distribution.errors.payouts import (
    NotEnoughAvailable,
    PayoutTooLarge,
    PayoutTooSmall,
    SettingWrong,
    TooManyPayouts,
)
from lianyi.distribution.types.payouts import (
    Item,
    Leg,
    Part,
    Path,
    Payable,
    PayoutSettings,
    PayoutState,
)
from lianyi.distribution.types.tax import Working
from lianyi.kit.money import format_yuan
from lianyi.rulebook import distribution as law
from lianyi.wechat.transfers import BillState

# WeChat Pay, merchant transfer: at least 0.1 yuan; the user has 24 hours; known for 30 days; by default at most 20,000
# yuan a day to one user, and 100,000 a day from one merchant (up to 1,000,000 when WeChat agreed).
NET_MIN_FEN = 10
CONFIRM_FOR = timedelta(hours=24)
USER_DAY_MAX_FEN = 2_000_000
MERCHANT_DAY_MAX_FEN = 100_000_000
# VAT of individuals is free up to 100,000 yuan a month (platform-rules.md, T4): above it a shop cannot pay by itself.
MONTH_MAX_FEN = 10_000_000
ITEMS_MAX = 2000
BATCH_MAX = 100
FEE_MAX_BP = 600
# Asked soon, then rarely: a person has a day to confirm, and the callback is usually first.
TRY_AFTER = tuple(timedelta(seconds=s) for s in (5, 15, 60, 300, 900, 1800, 3600))
REFUSALS_MAX = 14
# Noes that are the merchant's to mend: the money stays promised and the number is asked again.
MERCHANT_NOES = frozenset(
    {
        "NO_AUTH", "NOT_ENOUGH", "SIGN_ERROR", "MCH_NOT_EXISTS", "APPID_MCHID_NOT_MATCH", "RULE_LIMIT", "REQUEST_BLOCKED",
        "ACCOUNT_ERROR", "USER_ERROR",
    }
)  # fmt: skip

STATE_WORDS: dict[PayoutState, tuple[str, str]] = {
    PayoutState.REVIEW: ("待审核", "in review"),
    PayoutState.READY: ("待发放", "ready to be sent"),
    PayoutState.SENDING: ("发放中", "being sent"),
    PayoutState.CONFIRMING: ("待确认收款", "waiting to be confirmed"),
    PayoutState.PAYING: ("到账中", "on its way"),
    PayoutState.CANCELLING: ("撤销中", "being withdrawn"),
    PayoutState.SHARING: ("待分账", "waiting for the order's release"),
    PayoutState.PAID: ("已到账", "paid"),
    PayoutState.FAILED: ("失败,已退回", "failed, given back"),
    PayoutState.CANCELLED: ("已撤销", "withdrawn"),
    PayoutState.REFUSED: ("未通过", "declined"),
}
_STATES: dict[BillState, PayoutState] = {
    BillState.ACCEPTED: PayoutState.SENDING,
    BillState.PROCESSING: PayoutState.SENDING,
    BillState.WAIT_USER_CONFIRM: PayoutState.CONFIRMING,
    BillState.TRANSFERING: PayoutState.PAYING,
    BillState.SUCCESS: PayoutState.PAID,
    BillState.FAIL: PayoutState.FAILED,
    BillState.CANCELING: PayoutState.CANCELLING,
    BillState.CANCELLED: PayoutState.CANCELLED,
}
# fail_reason of the documentation, in words that say what to do; whatever else it says is told as it is.
_REASONS: dict[str, tuple[str, str]] = {
    "OVERDUE_CLOSE": (
        "24 小时内没有确认收款,已自动退回,可以再次提现",
        "not confirmed within 24 hours; ask again any time",
    ),
    "MERCHANT_NOT_CONFIRM": ("商家没有在微信确认,已退回", "the merchant did not confirm it at WeChat"),
    "MCH_CANCEL": ("已撤销", "withdrawn"),
    "NAME_NOT_CORRECT": (
        "微信实名与填写的姓名不一致,请更正实名信息",
        "the name is not the one WeChat knows; correct it",
    ),
    "ID_CARD_NOT_CORRECT": (
        "微信实名与填写的证件不一致,请更正实名信息",
        "the ID is not the one WeChat knows; correct it",
    ),
    "REAL_NAME_CHECK_FAIL": (
        "微信账户没有实名,请先在微信完成实名认证",
        "the WeChat account has no verified name yet",
    ),
    "ACCOUNT_FROZEN": ("微信账户被冻结,请联系微信支付", "the WeChat account is frozen; ask WeChat Pay"),
    "ACCOUNT_NOT_EXIST": ("微信账户不存在", "there is no such WeChat account"),
    "PAYEE_ACCOUNT_ABNORMAL": (
        "微信收款账户异常,请联系微信支付",
        "something is wrong with the WeChat account",
    ),
    "OPENID_INVALID": ("微信登录信息已失效,请在微信中重新登录本店", "sign in to this shop in WeChat again"),
    "DAY_RECEIVED_COUNT_EXCEED": (
        "今天微信收款次数已满,请明天再提",
        "WeChat takes no more transfers for you today",
    ),
    "DAY_RECEIVED_QUOTA_EXCEED": ("今天微信收款额度已满,请明天再提", "your day's limit at WeChat is used up"),
    "REALNAME_ACCOUNT_RECEIVED_QUOTA_EXCEED": (
        "微信收款额度已满,请减少金额或改天再提",
        "your limit at WeChat is used up",
    ),
    "TRANSFER_RISK": ("微信判定有风险,已退回", "WeChat holds it to be risky"),
    "BUDGET_NOT_ENOUGH": ("商家余额不足,已退回,请联系商家", "the merchant's balance was short; ask the shop"),
    "PAYER_ACCOUNT_ABNORMAL": (
        "商家账户异常,已退回,请联系商家",
        "the merchant's account is in trouble; ask the shop",
    ),
}


# Our own reasons for giving a pay-out back before it left.
_OURS: dict[str, tuple[str, str]] = {
    "NAME_WITHDRAWN": ("实名信息已撤回", "the real name was withdrawn"),
    "OWED_BACK": (
        "期间有订单退款,余额为负,请按新的余额重新提现",
        "refunds came meanwhile; ask again by what is left",
    ),
    "TOO_LITTLE": ("扣除税费后不足 0.10 元", "less than 0.10 yuan would arrive after tax and fee"),
    "RELEASE_FAILED": ("订单没有分账成功,已退回", "the order was released without this share"),
}
CANCELLABLE = frozenset({PayoutState.REVIEW, PayoutState.READY, PayoutState.SENDING, PayoutState.CONFIRMING})


def why_words(state: PayoutState, reason: str) -> tuple[str, str]:
    """Why a pay-out came to nothing: our reason, WeChat's, or what staff wrote."""
    if reason in _OURS:
        return _OURS[reason]
    return (reason, reason) if state is PayoutState.REFUSED else reason_words(reason)


def state_of(told: BillState) -> PayoutState:
    """Where a pay-out stands when WeChat says so of its transfer."""
    return _STATES[told]


def reason_words(reason: str) -> tuple[str, str]:
    """Why it failed, in Chinese and English."""
    return _REASONS.get(reason, (f"微信没有付款({reason})", f"WeChat did not pay ({reason})"))


def next_try(tries: int, now: datetime) -> datetime:
    """When to ask WeChat again."""
    return now + TRY_AFTER[min(tries, len(TRY_AFTER) - 1)]


def is_final(code: str, tries: int) -> bool:
    """Whether a no of WeChat's ends a pay-out: the person's noes at once, the merchant's never by themselves."""
    return code not in MERCHANT_NOES and (code in {"PARAM_ERROR", "INVALID_REQUEST"} or tries >= REFUSALS_MAX)


def fee_of(settings: PayoutSettings, gross_fen: int) -> int:
    """The shopkeeper's fee, its share rounded down to the fen; never more than was asked for."""
    return min(settings.fee_fen + gross_fen * settings.fee_bp // 10_000, gross_fen)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody has asked for already: today, and this month; what came back is left out."""

    day_fen: int
    day_count: int
    month_fen: int


def check_request(settings: PayoutSettings, gross_fen: int, available_fen: int, asked: Asked) -> None:
    """Raises NotEnoughAvailable, PayoutTooSmall, PayoutTooLarge naming the limit, TooManyPayouts."""
    if gross_fen < settings.min_fen:
        raise PayoutTooSmall(field="amount_fen", min=format_yuan(settings.min_fen))
    if gross_fen > available_fen:
        raise NotEnoughAvailable(
            field="amount_fen", available=format_yuan(available_fen), amount=format_yuan(gross_fen)
        )
    limits = (
        ("单笔", "the limit of a pay-out", settings.max_fen, 0),
        ("单日", "the limit of a day", settings.day_fen, asked.day_fen),
        ("单月", "the limit of a month", settings.month_fen, asked.month_fen),
    )
    for limit_zh, limit_en, max_fen, used_fen in limits:
        if used_fen + gross_fen > max_fen:
            raise PayoutTooLarge(
                field="amount_fen", limit_zh=limit_zh, limit_en=limit_en, max=format_yuan(max_fen),
                left=format_yuan(max(max_fen - used_fen, 0)),
            )  # fmt: skip
    if asked.day_count >= settings.day_count:
        raise TooManyPayouts(count=settings.day_count)


def check_net(settings: PayoutSettings, net_fen: int) -> None:
    """WeChat transfers no less than 0.10 yuan. Raises PayoutTooSmall."""
    if net_fen < NET_MIN_FEN:
        raise PayoutTooSmall(field="amount_fen", min=format_yuan(settings.min_fen))


def allocate(gross_fen: int, payables: Sequence[Payable]) -> list[Item]:
    """Which commissions pay `gross_fen`: what was taken back since goes first, then the oldest, the last one in part.

    `payables` oldest first; they come to at least `gross_fen` together. Raises ValueError when they do not.
    """
    items = [Item(one.commission_id, one.amount_fen) for one in payables if one.amount_fen < 0]
    left_fen = gross_fen - sum(item.amount_fen for item in items)
    for one in payables:
        if left_fen > 0 and one.amount_fen > 0:
            items.append(Item(one.commission_id, min(one.amount_fen, left_fen)))
            left_fen -= items[-1].amount_fen
    if left_fen:
        raise ValueError(f"the commissions fall {left_fen} fen short of what is available")
    return items


def parts(items: Sequence[Item], payables: Sequence[Payable]) -> list[Part]:
    """What items come to by the place where each was earned, by place."""
    earned_at = {one.commission_id: one.shopkeeper_id for one in payables}
    sums: dict[UUID, int] = {}
    for item in items:
        place = earned_at[item.commission_id]
        sums[place] = sums.get(place, 0) + item.amount_fen
    return [Part(place, sums[place]) for place in sorted(sums)]


def legs(of: Sequence[Part]) -> list[Leg]:
    """How a pay-out's fen come together: what is owed in one place is repaid out of the others, the rest is held.

    The parts together come to more than nothing; every leg moves at least one fen.
    """
    wanted: list[tuple[UUID | None, int]] = [
        (one.shopkeeper_id, -one.amount_fen) for one in of if one.amount_fen < 0
    ]
    wanted.append((None, sum(one.amount_fen for one in of)))
    found: list[Leg] = []
    for one in of:
        left_fen = one.amount_fen
        while left_fen > 0:
            target, needs_fen = wanted[0]
            fen = min(left_fen, needs_fen)
            found.append(Leg(one.shopkeeper_id, target, fen))
            left_fen -= fen
            wanted[0] = (target, needs_fen - fen)
            if needs_fen == fen:
                wanted.pop(0)
    return found


def check_path(given: PayoutSettings, *, guaranteed: bool) -> None:
    """Shares are of frozen money, so a shop that pays by them sells under the guarantee. Raises SettingWrong."""
    if given.path is Path.SHARING and not guaranteed:
        raise SettingWrong(
            field="path", name_zh="付款方式", name_en="How it is paid", why_zh="订单分账要先在店铺设置里打开「担保交易」",
            why_en="shares of orders need the guarantee, in the shop's settings",
        )  # fmt: skip


def shrunk(items: Sequence[Item], gross_fen: int) -> list[Item]:
    """The same items making up only `gross_fen` (≥ 0, at most what they were): the last ones give way first."""
    left_fen = sum(item.amount_fen for item in items) - gross_fen
    kept: list[Item] = []
    for item in reversed(items):
        less_fen = min(max(item.amount_fen, 0), left_fen)
        left_fen -= less_fen
        if item.amount_fen != less_fen:
            kept.append(Item(item.commission_id, item.amount_fen - less_fen))
    return kept[::-1]


def check_settings(given: PayoutSettings) -> PayoutSettings:
    """Give the settings back when every number can be kept. Raises SettingWrong naming the field."""
    ranges = {
        "min_fen": (NET_MIN_FEN, 100_000, "最低提现金额", "Least of a pay-out"),
        "max_fen": (given.min_fen, USER_DAY_MAX_FEN, "单笔上限", "Most of a pay-out"),
        "day_fen": (given.max_fen, USER_DAY_MAX_FEN, "单日上限", "Most of a day"),
        "day_count": (1, 10, "每日次数", "Pay-outs a day"),
        "month_fen": (given.day_fen, MONTH_MAX_FEN, "单月上限", "Most of a month"),
        "auto_below_fen": (0, given.max_fen, "免审金额", "Without review below"),
        "fee_fen": (0, given.min_fen - NET_MIN_FEN, "每笔手续费", "Fee of a pay-out"),
        "fee_bp": (0, FEE_MAX_BP, "手续费比例", "Fee in percent"),
        "batch_day_fen": (
            given.max_fen,
            MERCHANT_DAY_MAX_FEN,
            "商户号单日转账额度",
            "The account's transfers a day",
        ),
    }
    for name, (low, high, zh, en) in ranges.items():
        if not low <= getattr(given, name) <= high:
            raise SettingWrong(
                field=name,
                name_zh=zh,
                name_en=en,
                why_zh=f"应在 {low} 到 {high} 之间",
                why_en=f"from {low} to {high}",
            )
    if not 1 <= len(given.job_title) <= 32:
        raise SettingWrong(
            field="job_title",
            name_zh="岗位类型",
            name_en="Job title",
            why_zh="1 到 32 个字",
            why_en="1 to 32 characters",
        )
    return given


def law_facts(
    gross_fen: int, fee_fen: int, working: Working, born_on: date | None, paid_on: date, *, unripe: int = 0,
    means: law.Means = law.Means.TRANSFER,
) -> law.PayoutFacts:  # fmt: skip
    """A pay-out as the rulebook sees it before it leaves; WeChat checks the name against the account as it pays."""
    return law.PayoutFacts(
        gross_fen=gross_fen, tax_fen=working.tax_fen, fee_fen=fee_fen, net_fen=gross_fen - fee_fen - working.tax_fen,
        tax_formula=working.strategy.value, real_name_verified=True, real_name_consent=True, born_on=born_on,
        paid_on=paid_on, means=means, unripe=unripe,
    )  # fmt: skip
