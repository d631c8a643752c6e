"""What an order's payment becomes: given back, shared, taken as a fee, kept; when, and why not yet. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from lianyi.insight.types import Block, Milestone, Part, Place, Proceeds
from lianyi.ledger.types import Purpose, Stage, Step
from lianyi.orders.types import Order
from lianyi.payments.types import Claim, ClaimState, Guarantee, Held, Payment

MOVED = frozenset({Stage.POSTED, Stage.CAPTURED})
_PLACES = {
    Held.FROZEN: Place.FROZEN, Held.RELEASING: Place.RELEASING, Held.FAILED: Place.STUCK, Held.UNFROZEN: Place.OPEN,
    Held.RELEASED: Place.ARRIVED, Held.REFUNDED: Place.REFUNDED,
}  # fmt: skip


def proceeds(
    order: Order, payment: Payment | None, guarantee: Guarantee | None, trail: Sequence[Step], parts: list[Part],
    latest_at: datetime | None, fee_due_at: datetime | None,
) -> Proceeds:  # fmt: skip
    """Add up what the books say of an order and what is promised of it.

    `latest_at`: when the order completes if everything takes as long as it may. `fee_due_at`: when WeChat's bill of the
    day of payment comes; None when it has come, so that the fee is what the books have, if only nothing.
    """
    paid_fen, refunded_fen = _moved(trail, "payment"), _moved(trail, "refund")
    refunding_fen = max(order.granted_fen - refunded_fen, 0)
    fee_fen = _moved(trail, "fee") - _moved(trail, "fee_back")
    place = Place.FREE if order.free else _place(payment, guarantee, refunded_fen)
    arrives_at = _arrives_at(place, payment, latest_at)
    return Proceeds(
        place=place, paid_fen=paid_fen, refunded_fen=refunded_fen, refunding_fen=refunding_fen,
        fee_fen=None if fee_due_at and not fee_fen else fee_fen, fee_due_at=fee_due_at if not fee_fen else None,
        parts=parts,
        keeps_fen=paid_fen - refunded_fen - refunding_fen - fee_fen - sum(part.amount_fen for part in parts),
        arrives_at=arrives_at, milestones=_milestones(order, place, latest_at, arrives_at) if paid_fen else [],
        blocks=_blocks(order, guarantee, refunding_fen), error=guarantee.error if guarantee else None,
    )  # fmt: skip


def parts_of(claims: Sequence[Claim], worth_fen: Mapping[UUID, int]) -> list[Part]:
    """Who has a part; one that failed or was taken back whole is told with nothing, because people ask about it."""
    return [
        Part(claim.receiver, claim.reason, _part_fen(claim, worth_fen), claim.state, claim.error)
        for claim in claims
    ]


def _part_fen(claim: Claim, worth_fen: Mapping[UUID, int]) -> int:
    if claim.state is ClaimState.REGISTERED:
        return worth_fen.get(claim.id, 0)
    if claim.state is ClaimState.SHARING:
        return claim.due_fen or 0
    return (claim.due_fen or 0) - claim.returned_fen if claim.state is ClaimState.SHARED else 0


def _moved(trail: Sequence[Step], kind: str) -> int:
    """What moved under a kind; money that came in excess and goes straight back is another story."""
    return sum(
        step.amount_fen
        for step in trail
        if step.kind == kind and step.stage in MOVED and step.source is not Purpose.STRAY
    )


def _place(payment: Payment | None, guarantee: Guarantee | None, refunded_fen: int) -> Place:
    if payment is None or payment.paid_at is None:
        return Place.UNPAID
    if guarantee is not None:
        return _PLACES[guarantee.held]
    if refunded_fen >= payment.paid_fen:
        return Place.REFUNDED
    return Place.ARRIVED if payment.released_at else Place.OPEN


def _arrives_at(place: Place, payment: Payment | None, latest_at: datetime | None) -> datetime | None:
    """When it was, or the latest day it will be; None when that is not for a calendar to say."""
    if payment is None or place in {Place.UNPAID, Place.REFUNDED, Place.STUCK}:
        return None
    if place is Place.ARRIVED:
        return payment.released_at
    if place is Place.FROZEN and payment.frozen_until is not None and latest_at is not None:
        return min(latest_at, payment.frozen_until)  # WeChat lets go by itself after 30 days
    return latest_at


def _milestones(
    order: Order, place: Place, latest_at: datetime | None, arrives_at: datetime | None
) -> list[Milestone]:
    if place is Place.REFUNDED:
        return []
    formed = [Milestone("formed", None, done=False)] if order.state == "forming" else []
    return [
        Milestone("paid", order.paid_at, done=True),
        *formed,
        Milestone("shipped", order.shipped_at or order.ship_by_at, done=order.shipped_at is not None),
        Milestone("received", order.received_at or order.auto_receive_at, done=order.received_at is not None),
        Milestone("completed", order.completed_at or latest_at, done=order.completed_at is not None),
        Milestone("arrived", arrives_at, done=place is Place.ARRIVED),
    ]


def _blocks(order: Order, guarantee: Guarantee | None, refunding_fen: int) -> list[Block]:
    found = []
    if order.open_cases:
        found.append(Block.CASE)
    if order.refund_request_id is not None:
        found.append(Block.REFUND_ASKED)
    if refunding_fen:
        found.append(Block.REFUNDING)
    if guarantee is not None and guarantee.held is Held.RELEASING and guarantee.error:
        found.append(Block.WECHAT_WAITS)
    if guarantee is not None and guarantee.held is Held.FAILED:
        found.append(Block.WECHAT_REFUSED)
    return found
