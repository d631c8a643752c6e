"""Verbs of coupons: collected, given, used by an order, given back."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from lianyi.identity.types import Channel, Shopper
from lianyi.kit.db import ReadSession, Session
from lianyi.kit.ids import new_id
from lianyi.promotions import actions as promotions
from lianyi.promotions.plays.coupon import queries, rules, store
from lianyi.promotions.plays.coupon.errors import (
    CodeWrong,
    CouponNotCollectable,
    CouponsGone,
    CouponTaken,
    CouponUnknown,
    CouponUsed,
)
from lianyi.promotions.plays.coupon.types import InHand, Piece, PieceId, Take
from lianyi.promotions.types import Asking, Campaign, Claimed, Claiming

TRIES_MAX = 3
REMIND_BEFORE = timedelta(hours=24)
REMIND_GIVEN_BEFORE = timedelta(hours=48)


async def load(session: ReadSession, campaign: Campaign, asking: Asking) -> InHand:
    """What a piece, or what comes off by itself, means for lines. Two statements at most.

    Raises CouponUnknown (also for somebody else's piece), CouponUsed, CouponExpired, CouponNotYet, CouponNotForThese,
    BelowThreshold, GiftNotInOrder.
    """
    piece = None
    if asking.intent.run_id is not None:
        piece = await queries.own_piece(session, campaign.id, asking.intent.run_id, asking.shopper.person)
        rules.assert_ready(piece, session.now)
    elif queries.terms_of(campaign).take != "automatic":
        raise CouponUnknown(field="run_id")
    hand = await queries.in_hand(session, campaign, piece, asking.lines)
    rules.off_fen(hand, asking.lines)
    return hand


async def claim(session: Session, _campaign: Campaign, hand: InHand, claiming: Claiming) -> Claimed:
    """Use the piece for an order about to be written: one guarded statement; none for what comes off by itself.

    Raises CouponUsed: nothing has moved then.
    """
    if hand.piece is None:
        return Claimed(None, waits=False)
    if not await session.run(
        store.USE, id=hand.piece.id, person_id=claiming.person_id, order_id=claiming.order_id,
        discount_fen=claiming.discount_fen,
    ):  # fmt: skip
        raise CouponUsed
    return Claimed(None, waits=False, run_id=hand.piece.id, covered=True)


async def release(session: Session, order_id: UUID) -> None:
    """The order closed unpaid: its piece comes back. Safe to replay."""
    await session.all(store.COME_BACK, order_id=order_id, refunded=False)


async def retake(session: Session, order_id: UUID) -> None:
    """An order was paid after it had closed: its piece is used again. Raises CouponUsed when it cannot be."""
    if not await session.run(store.USE_AGAIN, order_id=order_id):
        raise CouponUsed


async def collect(session: Session, shopper: Shopper, channel: Channel, campaign_id: UUID) -> Piece:
    """Take a piece in the coupon centre.

    Raises what the frame's door refuses, CouponNotCollectable, CouponTaken, CouponsGone, BudgetSpent.
    """
    campaign = await promotions.admit(session, shopper, channel, campaign_id)
    return await _collected(session, campaign, shopper.person, "collect")


async def redeem(session: Session, shopper: Shopper, channel: Channel, code: str) -> Piece:
    """Take a piece for a code. Raises CodeWrong, and as `collect`."""
    found = await queries.by_code(session, code)
    if found is None:
        raise CodeWrong(field="code")
    campaign = await promotions.admit(session, shopper, channel, found.id)
    return await _collected(session, campaign, shopper.person, "code")


async def _collected(session: Session, campaign: Campaign, person_id: UUID, way: Take) -> Piece:
    """A new piece: the row, the budget, the count, in this order; the last is what everybody waits for."""
    terms = queries.terms_of(campaign)
    if campaign.play != queries.PLAY or terms.take != way:
        raise CouponNotCollectable
    piece_id, face_fen = PieceId(new_id()), rules.face_fen(terms)
    for _ in range(TRIES_MAX):  # two taps at once meet on an ordinal; the loser looks again
        if await session.run(
            store.COLLECT,
            per_person_max=terms.per_person_max,
            **_columns(session, campaign, piece_id, person_id),
        ):
            break
        if not await _may_have_more(session, campaign, person_id, terms.per_person_max):
            raise CouponTaken(per_person_max=terms.per_person_max)
    else:
        raise CouponTaken(per_person_max=terms.per_person_max)
    grant_id = await promotions.grant(session, campaign, person_id, face_fen, f"piece:{piece_id}")
    await session.later(store.PAID_FROM, id=piece_id, grant_id=grant_id)
    if not await session.run(store.COUNT, campaign_id=campaign.id, total=terms.total):
        raise CouponsGone
    return await queries.piece(session, piece_id)


async def _may_have_more(session: Session, campaign: Campaign, person_id: UUID, most: int) -> bool:
    [(_, stand)] = await queries.stands(session, [campaign], person_id)
    return stand.had < most


def _columns(
    session: Session, campaign: Campaign, piece_id: UUID, person_id: UUID, face_fen: int | None = None
) -> dict[str, Any]:
    terms = queries.terms_of(campaign)
    starts_at, expires_at = rules.validity(terms, campaign.ends_at, session.now)
    return {
        "id": piece_id, "campaign_id": campaign.id, "person_id": person_id,
        "face_fen": rules.face_fen(terms) if face_fen is None else face_fen, "back_on_refund": terms.back_on_refund,
        "grace_days": terms.grace_days, "starts_at": starts_at, "expires_at": expires_at,
    }  # fmt: skip


async def give(session: Session, campaign: Campaign, person_id: UUID, fen: int, key: str) -> UUID:
    """Another campaign pays so many fen in a piece of this one's, once a key; answers the piece.

    The amount is at most the face that the terms promise. Raises CouponNotCollectable, CouponsGone, BudgetSpent.
    """
    terms = queries.terms_of(campaign)
    if terms.take != "granted" or not 0 < fen <= rules.face_fen(terms):
        raise CouponNotCollectable
    piece_id = new_id()
    kept = await session.one(store.GIVE, key=key, **_columns(session, campaign, piece_id, person_id, fen))
    if kept != piece_id:
        return kept
    grant_id = await promotions.grant(session, campaign, person_id, fen, f"piece:{piece_id}")
    await session.later(store.PAID_FROM, id=piece_id, grant_id=grant_id)
    if not await session.run(store.COUNT, campaign_id=campaign.id, total=terms.total):
        raise CouponsGone
    return kept


async def come_back(session: Session, order_id: UUID) -> list[store.Moved]:
    """An order was refunded whole: its piece comes back if its terms say so, else its worth is the budget's again.

    Answers the pieces that came back. Safe to replay.
    """
    back = await session.all(store.COME_BACK, order_id=order_id, refunded=True)
    if not back:
        await _end(session, await session.all(store.SPEND, order_id=order_id), keep=False)
    return back


async def spend(session: Session, order_id: UUID) -> None:
    """An order is completed: its piece never comes back; what it did not take off is the budget's again. Replayable."""
    await _end(session, await session.all(store.SPEND, order_id=order_id), keep=True)


async def expire(session: Session, limit: int) -> int:
    """End pieces whose time is up, at most `limit`; their worth is the budget's again. Answers how many."""
    over = await session.all(store.EXPIRE, limit=limit)
    await _end(session, over, keep=False)
    return len(over)


async def _end(session: Session, pieces: list[store.Moved], *, keep: bool) -> None:
    for one in sorted(pieces, key=lambda piece: piece.grant_id.int):
        await promotions.keep_of_grant(session, one.grant_id, one.discount_fen if keep else 0)
    for campaign_id in sorted({one.campaign_id for one in pieces}):
        await promotions.let_go(session, campaign_id)


async def due_to_remind(session: Session, limit: int) -> list[store.Moved]:
    """Pieces that end within a day and were given at least two days ago, each once, at most `limit`."""
    return await session.all(
        store.REMIND,
        until=session.now + REMIND_BEFORE,
        given_before=session.now - REMIND_GIVEN_BEFORE,
        limit=limit,
    )
