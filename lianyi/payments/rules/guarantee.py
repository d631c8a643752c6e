"""Arithmetic and deadlines of the guarantee. Money in fen; every division says how it rounds. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from lianyi.payments.types import Claim, ClaimState, Payment, Refund, RefundState

# WeChat Pay, profit sharing: an ordinary merchant's freeze ends by itself 30 days after payment; shares of an order are
# at most 30 % of it, over all requests; a split comes a minute after the payment at the earliest; 50 receivers a request.
FROZEN_FOR = timedelta(days=30)
SHARE_LIMIT_BP = 3000
SHARE_AFTER = timedelta(seconds=61)
CLAIMS_MAX = 50
RECEIVERS_MAX = 20_000
WARN_BEFORE = timedelta(days=3)
# Asked about WeChat's work soon, then rarely; a no is repeated with the same number, because most noes pass (the order is
# not settled yet, receipt not confirmed yet); after the last one a person looks.
TRY_AFTER = tuple(timedelta(seconds=s) for s in (3, 10, 30, 60, 300, 900, 3600, 3600 * 3, 3600 * 6))
REFUSALS_MAX = 14
STILL_AT_WORK = (
    "订单处理中"  # too young, not settled, or receipt not confirmed at WeChat yet: it always passes
)
NOT_A_RECEIVER = "接收方关系不存在"
HOPELESS = frozenset({"NO_AUTH", "PARAM_ERROR", "SIGN_ERROR", "MCH_NOT_EXISTS", "APPID_MCHID_NOT_MATCH"})
# A buyer does not wait for a receiver longer than this; the share may still come back afterwards.
RETURN_PATIENCE = timedelta(hours=1)
RETURN_REFUSALS_MAX = 6
STOPPED = frozenset({RefundState.CLOSED})


def next_try(tries: int, now: datetime) -> datetime:
    """When to ask WeChat again about a split, an unfreezing or a return."""
    return now + TRY_AFTER[min(tries, len(TRY_AFTER) - 1)]


def gives_up(code: str, message: str, tries: int) -> bool:
    """Whether a no of WeChat's to a release is for a person to look at."""
    if STILL_AT_WORK in message:
        return False
    return code in HOPELESS or tries >= REFUSALS_MAX


def standing_fen(paid_fen: int, standing_bp: int) -> int:
    """A receiver's standing part of a payment, rounded down to the fen."""
    return paid_fen * standing_bp // 10_000


def reduced(claims: Mapping[UUID, int], paid_fen: int, left_fen: int) -> dict[UUID, int]:
    """What claims are worth when only `left_fen` of `paid_fen` is left: all of them in the same proportion.

    Their sum is rounded down, so that it never exceeds 30 % of what is left when it was within 30 % of what was paid; the
    fen of the rounding go to the largest remainders, equal ones by id. No claim grows.
    """
    if paid_fen <= 0 or left_fen <= 0:
        return dict.fromkeys(claims, 0)
    whole = min(left_fen, paid_fen)
    total_fen = sum(claims.values()) * whole // paid_fen
    parts = {claim: amount_fen * whole // paid_fen for claim, amount_fen in claims.items()}
    rest_fen = total_fen - sum(parts.values())
    by_remainder = sorted(claims, key=lambda claim: (-(claims[claim] * whole % paid_fen), claim.bytes))
    for claim in by_remainder[:rest_fen]:
        parts[claim] += 1
    return parts


def returned(share_fen: int, base_fen: int, refunded_fen: int) -> int:
    """How much of a share goes back in all once `refunded_fen` of the `base_fen` that it came from was refunded.

    Rounded down, so the receiver never gives back more than its part; a full refund takes all of it.
    """
    if base_fen <= 0:
        return 0
    return share_fen * min(refunded_fen, base_fen) // base_fen


def refunded_since(payment: Payment, base_fen: int, refunds: Sequence[Refund]) -> int:
    """What was refunded since the shares were fixed: all of it without what had been left out of their base."""
    all_fen = sum(r.amount_fen for r in refunds if r.state not in STOPPED)
    return max(all_fen - (payment.paid_fen - base_fen), 0)


def in_guarantee(payment: Payment, refunds: Sequence[Refund]) -> int:
    """What of a guaranteed payment is still on that account: neither given back from it, promised back, nor shared."""
    gone_fen = sum(r.amount_fen for r in refunds if r.held_on == "guaranteed" and r.state not in STOPPED)
    return payment.paid_fen - gone_fen - payment.shared_fen


def to_earn(payment: Payment, refunds: Sequence[Refund]) -> int:
    """What of a guaranteed payment that WeChat let go of by itself is there to be earned.

    Refunds held on `earned` have been taken from there already, so they are not left out a second time.
    """
    gone_fen = sum(r.amount_fen for r in refunds if r.held_on != "earned" and r.state not in STOPPED)
    return payment.paid_fen - gone_fen - payment.shared_fen


def portions(claims: Sequence[Claim]) -> dict[UUID, int]:
    """What each receiver is given in one request: WeChat takes no receiver twice, so its claims go together."""
    sums: dict[UUID, int] = {}
    for claim in claims:
        if claim.state is ClaimState.SHARING and claim.due_fen:
            sums[claim.receiver_id] = sums.get(claim.receiver_id, 0) + claim.due_fen
    return sums


def share_number(payment: UUID) -> str:
    """The split's out_order_no: one a payment, the same whenever it is repeated."""
    return f"S{payment.hex}"


def unfreeze_number(payment: UUID) -> str:
    """The unfreezing's out_order_no; WeChat does nothing under a split's own number."""
    return f"U{payment.hex}"


def return_number(identity: UUID) -> str:
    return f"B{identity.hex}"


def masked(name: str) -> str:
    """A name as a list may show it: its first character."""
    return f"{name[:1]}{'*' * min(max(len(name) - 1, 1), 3)}" if name else ""
