"""Why a line probably does not match, said in words, and what may be done about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from lianyi.ledger.types import Booked
from lianyi.reconciliation.types import Act, Difference, KeptLine, LineType, Reason, What

NEXT_DAY_HOURS = timedelta(hours=2)

WORDS: Mapping[Reason, tuple[str, str]] = {
    Reason.CALLBACK_LOST: (
        "这笔付款是本店发起的,但没有收到微信的支付通知;向微信查询后即可入账",
        "The shop asked for this payment, but WeChat's notice never came; ask WeChat and it is booked",
    ),
    Reason.REFUND_NOT_HEARD: (
        "这笔退款是本店发起的,微信已退,但结果还没有收到;向微信查询后即可入账",
        "The shop asked for this refund and WeChat has paid it, but the result was not heard; ask WeChat and it is booked",
    ),
    Reason.REFUND_AT_WECHAT: (
        "这笔退款不是在本系统发起的,很可能有人在微信支付商户平台上直接退了款",
        "This refund was not asked for here: somebody probably made it on WeChat Pay's own merchant platform",
    ),
    Reason.OTHER_SYSTEM: (
        "商户单号不是本店的,很可能是同一商户号在其他系统(收款码、旧商城)里的交易",
        "The merchant's number is not this shop's: probably a trade of another system on the same merchant number",
    ),
    Reason.OTHER_BUSINESS: (
        "这是微信支付的其他业务(如营销、调账),不是订单的付款或退款",
        "This is other business at WeChat Pay (marketing, an adjustment), not a payment or refund of an order",
    ),
    Reason.NEXT_DAY: (
        "发生在临近零点,很可能在第二天的账单里;第二天的账单对过后会自动消失",
        "It happened close to midnight and probably stands in the next day's bill; it closes by itself when that is matched",
    ),
    Reason.NOT_AT_WECHAT: (
        "本店已入账,但微信的账单里没有;向微信查询可以确认这笔钱是否存在",
        "It is in the books but not in WeChat's bill; asking WeChat tells whether the money exists",
    ),
    Reason.AMOUNT_DIFFERS: (
        "同一个微信单号,账单和账本的金额不同;向微信查询可以确认哪一个是对的",
        "The same number at WeChat, another amount in the books; asking WeChat tells which is right",
    ),
    Reason.COUPON: (
        "差额很可能是微信代金券:买家付的钱里有一部分由券支付",
        "The rest is probably a WeChat coupon: part of what the buyer paid came from it",
    ),
    Reason.DOUBLED: (
        "同一笔在账单里出现了两次;钱只动了一次时,重新下载账单或向微信查询即可确认",
        "It stands twice in the bill; when the money moved once, fetch the bill anew or ask WeChat",
    ),
    Reason.FEE_NOT_ITS_RATE: (
        "手续费和账单自己写的费率对不上,没有自动入账",
        "The fee is not what the bill's own rate says, so it was not booked by itself",
    ),
    Reason.FEE_DIFFERS: (
        "资金账单扣的手续费和交易账单写的不一样,或交易账单里没有",
        "The fee taken by the fund-flow bill is not the one that the trade bill says, or that one says none",
    ),
    Reason.ROW_MISSING: (
        "资金账单在这一行之前余额接不上,很可能少了一行",
        "The balance of the fund-flow bill breaks before this row: probably a row is missing",
    ),
    Reason.MONEY_BEFORE: (
        "微信账户里的钱比账本多或少,很可能是开始使用本系统之前就有的",
        "WeChat holds more or less than the books say, probably from before this system was used",
    ),
    Reason.UNEXPLAINED: (
        "微信的期末余额和账本对不上,而且没有任何一行能解释;请先处理这一天的其他差异,再重新下载账单",
        "WeChat's closing balance is not what the books say and no line explains it; settle the others, then fetch anew",
    ),
    Reason.BILL_MISSING: (
        "微信说这一天没有交易,但账本里有;账单很可能还没有生成,系统会继续下载",
        "WeChat says that nothing happened, but the books know of money; the bill is probably late and is asked for again",
    ),
}  # fmt: skip

WHAT_WORDS: Mapping[What, tuple[str, str]] = {
    What.UNKNOWN_HERE: ("账单有,账本没有", "In the bill, not in the books"),
    What.UNKNOWN_THERE: ("账本有,账单没有", "In the books, not in the bill"),
    What.AMOUNT: ("金额不同", "The amount differs"),
    What.DOUBLED: ("账单里重复", "Twice in the bill"),
    What.FEE: ("手续费不同", "The fee differs"),
    What.CHAIN: ("账单余额接不上", "The bill's balance breaks"),
    What.BALANCE: ("期末余额不同", "The closing balance differs"),
    What.NO_BILL: ("缺少账单", "The bill is missing"),
}


@dataclass(frozen=True, slots=True)
class Known:
    """What our own tables say of the numbers on a line."""

    own_attempt: bool = False
    own_refund: bool = False
    own_payment: bool = False


def reason_of(what: What, line: KeptLine, known: Known) -> Reason:
    """The likely reason for a line that does not match."""
    match what:
        case What.DOUBLED:
            return Reason.DOUBLED
        case What.AMOUNT:
            return Reason.AMOUNT_DIFFERS
        case What.FEE:
            return Reason.FEE_NOT_ITS_RATE if line.type is LineType.PAYMENT else Reason.FEE_DIFFERS
        case _:
            return _unknown(line, known)


def _unknown(line: KeptLine, known: Known) -> Reason:
    if line.type is LineType.PAYMENT:
        return Reason.CALLBACK_LOST if known.own_attempt else Reason.OTHER_SYSTEM
    if line.type is LineType.REFUND:
        if known.own_refund:
            return Reason.REFUND_NOT_HEARD
        return Reason.REFUND_AT_WECHAT if known.own_payment else Reason.OTHER_SYSTEM
    return Reason.OTHER_BUSINESS if line.type is LineType.OTHER else Reason.OTHER_SYSTEM


def reason_there(transfer: Booked, day_end: datetime, *, next_bill_is_here: bool) -> Reason:
    """The likely reason for a transfer that no line brings."""
    near_midnight = day_end - transfer.at <= NEXT_DAY_HOURS
    return Reason.NEXT_DAY if near_midnight and not next_bill_is_here else Reason.NOT_AT_WECHAT


def acts_for(difference: Difference, line_type: LineType | None) -> list[Act]:
    """The ways to settle a difference, the likeliest first; none when it is settled."""
    if difference.closed_at is not None:
        return []
    if difference.what is What.UNKNOWN_HERE:
        return _acts_unknown(difference)
    if difference.what in {What.UNKNOWN_THERE, What.AMOUNT, What.DOUBLED}:
        asks = line_type in {LineType.PAYMENT, LineType.REFUND}
        return [*([Act.TAKE_IN] if asks else []), Act.RETRY, Act.WAIT]
    first = {What.BALANCE: [Act.FOREIGN], What.FEE: [Act.TAKE_IN]}.get(difference.what, [])
    return [*first, Act.RETRY, Act.WAIT]


def _acts_unknown(difference: Difference) -> list[Act]:
    if difference.reason in {Reason.CALLBACK_LOST, Reason.REFUND_NOT_HEARD, Reason.REFUND_AT_WECHAT}:
        return [Act.TAKE_IN, Act.RETRY, Act.WAIT]
    return [Act.FOREIGN, Act.RETRY, Act.WAIT]


def say(pair: tuple[str, str], language: str) -> str:
    """The sentence in `zh` or `en`."""
    return pair[1] if language == "en" else pair[0]
