"""Decisions about money in and out, without looking anything up."""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from lianyi.payments.types import Attempt, Payment, PaymentState
from lianyi.wechat.pay import Trade, TradeState

# Polling of an attempt that nobody has told us about, from its creation (WeChat's own suggestion).
POLL_AFTER = tuple(timedelta(seconds=s) for s in (5, 30, 60, 180, 300, 600, 1800))
POLL_MAX = 40  # half-hourly after the last step: most of a day, longer than any order may wait to be paid
# A refund that WeChat has not ended: wallet minutes, cards up to three working days.
REFUND_TRY_AFTER = tuple(timedelta(seconds=s) for s in (5, 15, 60, 300, 900, 3600, 3600 * 3, 3600 * 6))
STRAY_AGAIN = timedelta(days=1)  # after WeChat closed the refund of money that nobody is owed
PREPAY_LIFE = {
    "mini": timedelta(hours=2), "official": timedelta(hours=2), "native": timedelta(hours=2),
    "h5": timedelta(minutes=5), "browser": timedelta(minutes=5),
}  # fmt: skip
PREPAY_MARGIN = timedelta(seconds=30)


class Arrival(StrEnum):
    """What a successful trade means for us."""

    PAYS = "pays"  # the money the order waits for, also when the order closed meanwhile
    STRAY = "stray"  # money nobody asked for any more: goes back by itself
    MISMATCH = "mismatch"  # not the amount or merchant we asked for: alarm, nothing moves
    KNOWN = "known"
    UNPAID = "unpaid"


def number_of(payment: UUID, sequence: int) -> str:
    """out_trade_no: 32 characters at most, unique in the merchant, and ours to recognise."""
    return f"{payment.hex[:29]}{sequence:03d}"


def arrival(trade: Trade, attempt: Attempt, payment: Payment, mchid: str) -> Arrival:
    """Judge a trade that WeChat told us about, by callback or query.

    SUCCESS and REFUND (paid, then a refund exists) are paid. The amount is compared with the attempt, which is ours.
    """
    if trade.state not in {TradeState.SUCCESS, TradeState.REFUND}:
        return Arrival.UNPAID
    if trade.mchid != mchid or trade.appid != attempt.appid or trade.total_fen != attempt.amount_fen:
        return Arrival.MISMATCH
    if attempt.state in {"succeeded", "stray"}:
        return Arrival.KNOWN
    if payment.state is PaymentState.SUCCEEDED or attempt.amount_fen != payment.amount_fen:
        return Arrival.STRAY
    return Arrival.PAYS


def next_poll(polls: int, now: datetime) -> datetime | None:
    """When to ask WeChat again about an open attempt; None when it is time to give up."""
    if polls >= POLL_MAX:
        return None
    return now + POLL_AFTER[min(polls, len(POLL_AFTER) - 1)]


def next_refund_try(tries: int, now: datetime) -> datetime:
    """When to send or ask again about a refund; it is never given up, only asked less often."""
    return now + REFUND_TRY_AFTER[min(tries, len(REFUND_TRY_AFTER) - 1)]
