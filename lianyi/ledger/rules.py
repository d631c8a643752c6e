"""What an account may do, decided without looking anything up."""

from lianyi.ledger.types import Purpose

# Only the world outside goes below zero: it has paid in what the other accounts hold.
FLOORS: dict[Purpose, int | None] = {
    Purpose.BUYERS: None,
    Purpose.ORDER_MONEY: 0,
    Purpose.EARNED: 0,
    Purpose.STRAY: 0,
}

NAMES: dict[Purpose, tuple[str, str]] = {
    Purpose.BUYERS: ("买家已付(外部)", "Paid in by buyers (outside)"),
    Purpose.ORDER_MONEY: ("未完成订单的货款", "Money of orders not yet completed"),
    Purpose.EARNED: ("已完成订单的收入", "Earned from completed orders"),
    Purpose.STRAY: ("多付待退", "Paid in excess, being returned"),
}


def lies_at(purpose: Purpose) -> str:
    """Where the fen of an account physically is: with the buyers, or in the merchant's account at WeChat Pay."""
    return "buyers" if purpose is Purpose.BUYERS else "wechat_merchant_account"
