"""What an account may do, decided without looking anything up."""

from datetime import date, timedelta

from lianyi.ledger.errors import MonthNotRight
from lianyi.ledger.types import CURRENCIES, AccountRef, Purpose

YEAR_MIN, YEAR_MAX = 2000, 2999

# The world outside goes below zero: it has paid in what the other accounts hold. So does what is earned, by facts that
# WeChat tells and nobody can refuse (its fee, a withdrawal to the bank); whether a refund is covered WeChat decides.
FLOORS: dict[Purpose, int | None] = {
    Purpose.BUYERS: None,
    Purpose.ORDER_MONEY: 0,
    Purpose.GUARANTEED: 0,
    Purpose.EARNED: None,
    Purpose.STRAY: 0,
    Purpose.SHARED: None,
    Purpose.FEES: None,
    Purpose.BANK: None,
    Purpose.FOREIGN: None,
    Purpose.COMMISSION_PROMISED: None,
    Purpose.COMMISSION_PENDING: 0,
    Purpose.COMMISSION_FROZEN: 0,
    Purpose.COMMISSION_AVAILABLE: None,  # a refund after the pay-out is owed back: later earnings repay it
    Purpose.PAYOUT_HELD: 0,
    Purpose.TAX_WITHHELD: 0,
    Purpose.TAX_REMITTED: None,
    Purpose.PAID_OUT: None,
    Purpose.PRIZE_PROMISED: None,
    Purpose.PRIZE_DUE: 0,
    Purpose.PRIZE_PAID: None,
    Purpose.POINTS: 0,
    Purpose.POINTS_ISSUED: None,
}

NAMES: dict[Purpose, tuple[str, str]] = {
    Purpose.BUYERS: ("买家已付(外部)", "Paid in by buyers (outside)"),
    Purpose.ORDER_MONEY: ("未完成订单的货款", "Money of orders not yet completed"),
    Purpose.GUARANTEED: ("担保中的货款", "Money under the guarantee"),
    Purpose.EARNED: ("已完成订单的收入", "Earned from completed orders"),
    Purpose.STRAY: ("多付待退", "Paid in excess, being returned"),
    Purpose.SHARED: ("已分账(外部)", "Shared out to receivers (outside)"),
    Purpose.FEES: ("微信支付手续费(外部)", "WeChat Pay's fees (outside)"),
    Purpose.BANK: ("已提现到银行(外部)", "Drawn to the bank (outside)"),
    Purpose.FOREIGN: ("同一商户号的其他来源(外部)", "Other systems on the same merchant number (outside)"),
    Purpose.COMMISSION_PROMISED: ("已承诺的佣金", "Commission promised"),
    Purpose.COMMISSION_PENDING: ("待确认佣金", "Commission pending"),
    Purpose.COMMISSION_FROZEN: ("冻结中的佣金", "Commission frozen"),
    Purpose.COMMISSION_AVAILABLE: ("可提现佣金", "Commission available"),
    Purpose.PAYOUT_HELD: ("提现处理中", "Being paid out"),
    Purpose.TAX_WITHHELD: ("代扣个税", "Tax withheld"),
    Purpose.TAX_REMITTED: ("已缴个税(外部)", "Tax handed on (outside)"),
    Purpose.PAID_OUT: ("已付给店主(外部)", "Paid out to shopkeepers (outside)"),
    Purpose.PRIZE_PROMISED: ("已承诺的现金奖金", "Prizes in money promised"),
    Purpose.PRIZE_DUE: ("应付现金奖金(税前)", "Prizes in money due, before tax"),
    Purpose.PRIZE_PAID: ("已付现金奖金(外部)", "Prizes paid to people (outside)"),
    Purpose.POINTS: ("会员积分", "A member's points"),
    Purpose.POINTS_ISSUED: ("已发出的积分", "Points given out"),
}

_PLACES: dict[Purpose, str] = {
    Purpose.BUYERS: "buyers",
    Purpose.GUARANTEED: "wechat_frozen",
    Purpose.SHARED: "receivers",
    Purpose.FEES: "wechat_fees",
    Purpose.BANK: "merchant_bank",
    Purpose.FOREIGN: "elsewhere",
    Purpose.TAX_REMITTED: "tax_office",
    Purpose.PAID_OUT: "shopkeepers",
    Purpose.PRIZE_PAID: "winners",
    # Promises lie nowhere: the fen are still in the order's money or in what the merchant has earned.
    Purpose.COMMISSION_PROMISED: "promise",
    Purpose.COMMISSION_PENDING: "promise",
    Purpose.COMMISSION_FROZEN: "promise",
    Purpose.COMMISSION_AVAILABLE: "promise",
    Purpose.PAYOUT_HELD: "promise",
    Purpose.PRIZE_PROMISED: "promise",
    Purpose.PRIZE_DUE: "promise",
    Purpose.POINTS: "points",
    Purpose.POINTS_ISSUED: "points",
}

# Kinds of transfers in words; whoever shows another kind shows its word.
KINDS: dict[str, tuple[str, str]] = {
    "payment": ("买家付款", "Payments"),
    "stray_payment": ("多付、重复付款", "Paid in excess"),
    "refund": ("退款", "Refunds"),
    "release": ("订单完成,转为收入", "Released to the merchant"),
    "unfrozen": ("微信到期解冻", "Unfrozen by WeChat"),
    "share": ("分账", "Shared out"),
    "unshare": ("分账回退", "Shares returned"),
    "fee": ("微信支付手续费", "WeChat Pay's fee"),
    "fee_back": ("退回的手续费", "Fee given back"),
    "withdrawal": ("提现到银行", "Drawn to the bank"),
    "topup": ("充值", "Topped up"),
    "foreign": ("其他来源", "Of other systems"),
    "payout_hold": ("申请提现", "Asked to be paid out"),
    "payout": ("佣金提现", "Paid out"),
    "payout_kept": ("佣金已付", "Promise kept by a pay-out"),
    "commission_repaid": ("以往欠款抵扣", "Owed from before, repaid"),
    "payout_back": ("提现退回", "Pay-out given back"),
    "prize_due": ("活动奖金应付", "A prize in money is due"),
    "prize": ("现金奖金", "Prize paid"),
    "prize_kept": ("奖金已付", "Promise kept by a prize"),
    "prize_lapsed": ("奖金过期未领", "A prize nobody took"),
    "tax_withheld": ("代扣个税", "Tax withheld"),
    "tax_remitted": ("缴纳个税", "Tax handed on"),
    "tax_freed": ("个税已由银行缴纳,转回收入", "Tax paid by the bank: set aside no longer"),
    "commission": ("佣金计提", "Commission promised"),
    "commission_freeze": ("佣金转入冻结", "Commission frozen until the window has passed"),
    "commission_release": ("佣金可提现", "Commission released"),
    "commission_back": ("退款冲回佣金", "Commission taken back by a refund"),
    "points_earned": ("购物获得积分", "Earned by buying"),
    "points_taken_back": ("退款扣回积分", "Taken back after a refund"),
    "points_spent": ("下单抵扣积分", "Spent on an order"),
    "points_given_back": ("订单退回积分", "Given back with an order"),
    "points_expired": ("积分过期", "Expired"),
    "points_birthday": ("生日赠送积分", "Birthday gift"),
    "points_given": ("活动赠送积分", "Given by a campaign"),
    "points_adjusted": ("商家调整积分", "Adjusted by the shop"),
    "points_merged": ("账号合并积分", "Two accounts became one"),
    "points_forfeited": ("注销清零积分", "Given up by leaving"),
}


def assert_one_currency(source: AccountRef, target: AccountRef) -> None:
    """Raises ValueError for a transfer between currencies, or an account in a currency its purpose is not kept in."""
    for account in (source, target):
        if account.currency != CURRENCIES.get(account.purpose, "CNY"):
            raise ValueError(f"{account.purpose} is not kept in {account.currency}")
    if source.currency != target.currency:
        raise ValueError("a transfer never crosses currencies")


def lies_at(purpose: Purpose) -> str:
    """Where the fen of an account physically is; what is not listed lies in the merchant's account at WeChat Pay."""
    return _PLACES.get(purpose, "wechat_merchant_account")


def month_days(month: str) -> tuple[date, date]:
    """First and last day of a month written `2026-03`. Raises MonthNotRight."""
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        raise MonthNotRight(field="month") from None
    if not YEAR_MIN <= first.year <= YEAR_MAX:  # the ends of the calendar have no day after or before them
        raise MonthNotRight(field="month")
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
