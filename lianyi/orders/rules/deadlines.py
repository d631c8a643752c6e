"""How long things may take, each with its source."""

from datetime import datetime, timedelta

from lianyi.orders.types import Order

# 商家自营类小程序运营规范: ordinary goods ship within 48 hours of payment.
SHIP_WITHIN = timedelta(hours=48)
URGE_EVERY = timedelta(hours=24)
# A reminder comes this long before the deadline, or half-way when there is less time; one that close is left out.
REMIND_BEFORE, REMIND_LEAST = timedelta(minutes=5), timedelta(seconds=30)
# WeChat stores a paid order 10 to 60 seconds late; earlier uploads answer 10060001.
UPLOAD_AFTER_PAYMENT = timedelta(seconds=60)
UPLOAD_TRIES_MAX = 12


def upload_again_in(tries: int) -> timedelta:
    """Back-off of an upload: 30 s doubled up to an hour, some five hours in all."""
    return timedelta(seconds=min(3600, 30 * 2 ** min(tries, 7)))


def settles_on(order: Order, receive_days: int, complete_days: int) -> datetime | None:
    """When an order's money is expected to be the merchant's, if everything takes as long as it may; None once it is."""
    window = timedelta(days=complete_days)
    if order.state in {"completed", "closed", "awaiting_payment"}:
        return None
    if order.complete_at is not None:
        return order.complete_at
    if order.auto_receive_at is not None:
        return order.auto_receive_at + window
    shipped_by = order.ship_by_at or ((order.paid_at or order.placed_at) + SHIP_WITHIN)
    return shipped_by + timedelta(days=receive_days) + window
