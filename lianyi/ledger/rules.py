"""What an account may do, decided without looking anything up."""

from lianyi.ledger.types import Purpose

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
}

_PLACES: dict[Purpose, str] = {
    Purpose.BUYERS: "buyers",
    Purpose.GUARANTEED: "wechat_frozen",
    Purpose.SHARED: "receivers",
    Purpose.FEES: "wechat_fees",
    Purpose.BANK: "merchant_bank",
}


def lies_at(purpose: Purpose) -> str:
    """Where the fen of an account physically is; what is not listed lies in the merchant's account at WeChat Pay."""
    return _PLACES.get(purpose, "wechat_merchant_account")
