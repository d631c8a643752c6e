"""What the shopper does: apply, revise, withdraw, answer a proposal, send back, confirm the exchange."""

from dataclasses import replace
from uuid import UUID

from lianyi.identity.types import Shopper
from lianyi.kit.db import Session
from lianyi.kit.ids import new_id
from lianyi.orders import actions as orders
from lianyi.orders import queries as order_reads
from lianyi.orders.types import Order
from lianyi.trust.actions.aftersales.agreeing import agree_to
from lianyi.trust.actions.aftersales.giving import give
from lianyi.trust.actions.aftersales.moving import attach, ended, held, moved, shopper_actor
from lianyi.trust.errors.aftersales import (
    CaseNotPossible,
    LineHasOpenCase,
    ReturnFreightNotOwed,
    RoundsOver,
)
from lianyi.trust.queries import aftersales as queries
from lianyi.trust.rules import amounts, windows
from lianyi.trust.rules.acts import ORIGINS
from lianyi.trust.rules.clocks import ROUNDS_MAX, deadline
from lianyi.trust.rules.reasons import WHY_WORDS, seller_pays
from lianyi.trust.store import aftersales as store
from lianyi.trust.store.aftersales import Guard
from lianyi.trust.types.aftersales import Application, CaseId, HandIn, Kind, Reason, Said, State, Wanted


async def apply(session: Session, shopper: Shopper, order_id: UUID, wish: Application) -> CaseId:
    """Open a case on lines of one's own order that has left the house; it holds the order until it ends.

    Locks the order. Raises OrderUnknown, OrderInOtherState, TooManyCases, CaseNotPossible (naming what is against it),
    LineHasOpenCase, CaseLineUnknown, CaseAmountTooHigh, CaseEmpty, EvidenceUnknown.
    """
    order = await orders.open_case(session, shopper.person, order_id)
    wanted = await _possible(session, order, wish.kind, wish.reason, wish.lines)
    case_id = CaseId(new_id())
    amount_fen = sum(want.amount_fen or 0 for want in wanted)
    await session.later(
        store.ADD, id=case_id, order_id=order_id, order_number=order.number, person_id=shopper.person,
        kind=wish.kind, reason=wish.reason, words=wish.words, amount_fen=amount_fen,
        deadline_at=deadline("applied", wish.kind, session.now),
    )  # fmt: skip
    await _put_lines(session, case_id, wanted)
    said = Said(wish.words, wish.picture_ids)
    await attach(session, case_id, shopper.person, said)
    kind = "applied_exchange" if wish.kind == "exchange" else "applied"
    await store.remember(
        session, case_id, kind, shopper_actor(shopper), said, amount_fen=amount_fen, reason=wish.reason,
        lines=[{"line_id": str(want.line_id), "quantity": want.quantity, "amount_fen": want.amount_fen} for want in wanted],
    )  # fmt: skip
    return case_id


async def revise(
    session: Session,
    shopper: Shopper,
    case_id: UUID,
    *,
    reason: Reason,
    lines: tuple[Wanted, ...],
    said: Said,
) -> None:
    """Ask again after a refusal, with another reason, amount, words or pictures; three times at most.

    What was already sent back is decided on where it is. Raises CaseUnknown, CaseInOtherState, RoundsOver and what `apply`
    does.
    """
    case = await held(session, case_id, shopper.person)
    if case.state == "refused" and case.round > ROUNDS_MAX:
        raise RoundsOver(rounds_max=ROUNDS_MAX)
    state: State = (
        "returning" if case.return_tracking_no is not None or case.received_at is not None else "applied"
    )
    case = await moved(session, case, state, Guard(ORIGINS["revise"], shopper.person))
    order = await order_reads.order_of(session, shopper.person, case.order_id)
    await session.run(store.DROP_LINES, case_id=case.id)
    wanted = await _possible(session, order, case.kind, reason, lines, was=case.reason)
    amount_fen = sum(want.amount_fen or 0 for want in wanted)
    await session.later(store.REVISE, case_id=case.id, reason=reason, words=said.note, amount_fen=amount_fen)
    await _put_lines(session, case.id, wanted)
    await attach(session, case.id, shopper.person, said)
    await store.remember(
        session, case.id, "revised", shopper_actor(shopper), said, amount_fen=amount_fen, reason=reason,
        lines=[{"line_id": str(want.line_id), "quantity": want.quantity, "amount_fen": want.amount_fen} for want in wanted],
    )  # fmt: skip


async def _possible(
    session: Session, order: Order, kind: Kind, reason: Reason, wanted: tuple[Wanted, ...], was: Reason | None = None
) -> list[Wanted]:  # fmt: skip
    """Check lines, windows and amounts. A revision may keep the reason it was asked in time for (`was`)."""
    lines = await order_reads.lines(session, order.id)
    named = amounts.checked(lines, wanted, kind)
    taken = await queries.open_lines(session, order.id)
    asked = {want.line_id for want in named}
    for line in (one for one in lines if one.id in asked):
        if line.id in taken:
            raise LineHasOpenCase(field="lines")
        # how many cases an order may have was decided by `orders.open_case`
        offer = windows.line_offer(replace(order, cases=0), line, line_open=False, now=session.now)
        possible = next((one for one in offer.kinds if one.kind == kind), None)
        if (possible is None or reason not in possible.reasons) and reason != was:
            why = windows.why_not(offer, kind, reason)
            zh, en = WHY_WORDS[why]
            raise CaseNotPossible(field="reason", why=why, why_zh=zh, why_en=en)
    return named


async def _put_lines(session: Session, case_id: CaseId, wanted: list[Wanted]) -> None:
    put = await session.run(
        store.ADD_LINES, case_id=case_id, line_ids=[want.line_id for want in wanted],
        quantities=[want.quantity for want in wanted], amounts_fen=[want.amount_fen for want in wanted],
    )  # fmt: skip
    if put != len(wanted):
        raise LineHasOpenCase(field="lines")


async def withdraw(session: Session, shopper: Shopper, case_id: UUID) -> None:
    """Take an application back, while the goods are with the shopper. Raises CaseUnknown, CaseInOtherState."""
    case = await held(session, case_id, shopper.person)
    await ended(session, case, "withdrawn", Guard(ORIGINS["withdraw"], shopper.person, untouched=True))
    await store.remember(session, case.id, "withdrawn", shopper_actor(shopper))


async def accept(session: Session, shopper: Shopper, case_id: UUID) -> None:
    """Take the amount that the merchant proposes. Raises CaseUnknown, CaseInOtherState."""
    case = await held(session, case_id, shopper.person)
    if case.state != "proposed" or case.proposed_fen is None:
        await queries.refuse(session, case.id, shopper.person)
    lowered = amounts.lowered(await queries.lines(session, case.id), case.proposed_fen)
    await session.later(
        store.SET_LINE_AMOUNTS, case_id=case.id, line_ids=[line.line_id for line in lowered],
        amounts_fen=[line.amount_fen for line in lowered],
    )  # fmt: skip
    await store.remember(session, case.id, "accepted", shopper_actor(shopper), amount_fen=case.proposed_fen)
    guard = Guard(ORIGINS["accept"], shopper.person)
    if case.proposed_from == "received":
        await give(session, shopper_actor(shopper), case, guard)
    else:
        await agree_to(session, shopper_actor(shopper), case, guard, step=None)
    await session.later(store.SET_AMOUNT, case_id=case.id, amount_fen=case.proposed_fen)


async def decline(session: Session, shopper: Shopper, case_id: UUID, note: str) -> None:
    """Refuse the proposal: the merchant decides again about what was asked. Raises CaseUnknown, CaseInOtherState."""
    case = await held(session, case_id, shopper.person)
    state: State = "received" if case.proposed_from == "received" else "applied"
    await moved(session, case, state, Guard(ORIGINS["decline"], shopper.person))
    await store.remember(session, case.id, "declined", shopper_actor(shopper), Said(note))


async def hand_in(session: Session, shopper: Shopper, case_id: UUID, parcel: HandIn, said: Said) -> None:
    """Say which parcel brings the goods back, or correct it; `freight_fen` is what the seller is asked to bear.

    Raises CaseUnknown, CaseInOtherState (also while no return address is known), CarrierUnknown, TrackingNumberInvalid,
    ReturnFreightNotOwed, EvidenceUnknown.
    """
    carrier, number = (
        order_reads.carrier(parcel.carrier_code),
        order_reads.tracking_number(parcel.tracking_no),
    )
    case = await held(session, case_id, shopper.person)
    if parcel.freight_fen and not seller_pays(case.reason):
        raise ReturnFreightNotOwed(field="freight_fen")
    if case.return_to_sealed is None:
        await queries.refuse(session, case.id, shopper.person)
    was_at = case.deadline_at if case.state == "returning" else None
    await moved(session, case, "returning", Guard(ORIGINS["hand_in"], shopper.person))
    if was_at is not None:  # a corrected number gives the merchant no more time
        await session.later(store.KEEP_CLOCK, case_id=case.id, deadline_at=was_at)
    await session.later(
        store.HAND_IN,
        case_id=case.id,
        carrier_code=carrier,
        tracking_no=number,
        freight_fen=parcel.freight_fen,
    )
    await attach(session, case.id, shopper.person, said)
    await store.remember(
        session, case.id, "handed_in", shopper_actor(shopper), said, carrier_code=carrier, tracking_no=number,
        freight_fen=parcel.freight_fen,
    )  # fmt: skip


async def confirm(session: Session, shopper: Shopper, case_id: UUID) -> None:
    """The exchanged goods are here. Raises CaseUnknown, CaseInOtherState."""
    case = await held(session, case_id, shopper.person)
    await ended(session, case, "exchanged", Guard(ORIGINS["confirm"], shopper.person))
    await store.remember(session, case.id, "exchanged", shopper_actor(shopper))
