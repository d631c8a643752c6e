"""Appeals: a shopkeeper asks about a customer or an order; the staff answer, and where it is right they write a line.

An earlier line is never changed. What was decided counts from now on; one order that was asked about may be corrected,
as far as it is not paid out (OwnerCorrected). Where that pays somebody more than goes out without a look, two people agree.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from lianyi.distribution.actions import bindings, correcting
from lianyi.distribution.actions.bindings import Touching, Written
from lianyi.distribution.errors.bindings import (
    BindingRefused,
    CustomerUnknown,
    DisputedAlready,
    DisputeDecided,
    DisputesTooMany,
    NothingToDispute,
    NothingToRelease,
)
from lianyi.distribution.events.bindings import OwnerCorrected
from lianyi.distribution.events.shopkeepers import DisputeAnswered
from lianyi.distribution.queries import bindings as log
from lianyi.distribution.queries import disputes as queries
from lianyi.distribution.queries import payouts, shopkeepers
from lianyi.distribution.rules import words as sentences
from lianyi.distribution.store import disputes as store
from lianyi.distribution.types import disputes as types
from lianyi.distribution.types.bindings import Result, Touch, Why
from lianyi.distribution.types.disputes import Dispute, DisputeState
from lianyi.distribution.types.shopkeepers import PREFIX, SELLING, Shopkeeper
from lianyi.identity import actions as identity
from lianyi.identity import queries as people
from lianyi.identity.types import ApprovalId, Change, PersonId, Shopper, Staff, Wish
from lianyi.kit.db import Session
from lianyi.kit.ids import encode, new_id
from lianyi.orders import queries as orders

OPEN_MAX = 20
identity.name_acts(
    {
        "customers.assigned": ("指定顾客归属", "Customer assigned to a shopkeeper"),
        "customers.released": ("解除顾客归属", "Customer released"),
        "disputes.upheld": ("支持归属申诉", "Appeal upheld"),
        "disputes.refused": ("不支持归属申诉", "Appeal declined"),
    }
)


@dataclass(frozen=True, slots=True)
class Appeal:
    """What a shopkeeper asks about: an order by its number as the customer told it, or one of their own customers."""

    words: str
    order_number: str | None = None
    person_id: UUID | None = None


async def appeal(session: Session, keeper: Shopkeeper, given: Appeal) -> Dispute:
    """Ask the staff to look at it again.

    Raises:
        NothingToDispute: neither an order of this number nor a customer who ever came by this shopkeeper.
        DisputedAlready, DisputesTooMany: it is being looked at, or very many are.
    """
    if await queries.open_count(session, keeper.id) >= OPEN_MAX:
        raise DisputesTooMany(disputes_max=OPEN_MAX)
    person_id, order_id, number = given.person_id, None, None
    if given.order_number is not None:
        order = await orders.standing_by_number(session, given.order_number)
        if order is None:
            raise NothingToDispute(field="order_number")
        person_id, order_id, number = order.person_id, order.id, order.number
    elif person_id is None or not await log.was_touched_by(session, person_id, keeper.id):
        raise NothingToDispute(field="person_id")
    made = await session.maybe(
        store.ADD, id=new_id(), shopkeeper_id=keeper.id, person_id=person_id, order_id=order_id, order_number=number,
        words=given.words,
    )  # fmt: skip
    if made is None:
        raise DisputedAlready
    return made


async def withdraw(session: Session, keeper: Shopkeeper, dispute_id: UUID) -> Dispute:
    """Take an appeal back. Raises DisputeUnknown, DisputeDecided."""
    ended = await session.maybe(
        store.END, id=dispute_id, shopkeeper_id=keeper.id, state=DisputeState.WITHDRAWN, reply="", decided_by=None,
        staff_id=None, binding_id=None,
    )  # fmt: skip
    if ended is None:
        await queries.dispute(session, dispute_id, keeper.id)
        raise DisputeDecided
    return ended


async def decide(
    session: Session, staff: Staff, dispute_id: UUID, *, uphold: bool, reply: str, code: str | None
) -> ApprovalId | None:
    """Answer an appeal, or let it wait for a second person and give the number of what waits.

    It waits when upholding it could pay the shopkeeper more than a pay-out may be that nobody looks at.
    Raises as `answer`, and as `identity.ask_or_do`.
    """
    found = await queries.dispute(session, dispute_id)
    if found.state is not DisputeState.OPEN:
        raise DisputeDecided
    if uphold and found.order_id is not None:
        await _check_sold(session, found)
        gives_fen = await correcting.at_most_fen(session, found.order_id, found.shopkeeper_id)
        if gives_fen > (await payouts.settings(session)).auto_below_fen:
            asker = await shopkeepers.keeper(session, found.shopkeeper_id)
            after = {
                "shopkeeper": asker.shop_name, "order_number": found.order_number,
                "amount_fen": gives_fen, "words": reply,
            }  # fmt: skip
            given = {"id": str(dispute_id), "words": reply}
            wish = Wish(encode(types.PREFIX, dispute_id), given, after=after)
            return await identity.ask_or_do(session, staff, _upheld, wish, code)
    await answer(session, staff, dispute_id, uphold=uphold, reply=reply)
    return None


@identity.approvable(
    "disputes.upheld_paying", permission="disputes.write", zh="支持归属申诉,并付佣金",
    en="Uphold an appeal that pays commission",
)  # fmt: skip
async def _upheld(session: Session, by: Staff, given: Mapping[str, Any]) -> None:
    await answer(session, by, UUID(given["id"]), uphold=True, reply=given["words"])


async def answer(session: Session, staff: Staff, dispute_id: UUID, *, uphold: bool, reply: str) -> Dispute:
    """Answer an appeal. Upheld, the customer is assigned from now on, and the order that was asked about is corrected.

    Raises:
        DisputeUnknown, DisputeDecided
        BindingRefused: the shopkeeper may not have this customer at all (themself, a circle, not selling), or did not sell
            when the order was placed.
    """
    found = await session.maybe(store.LOCK, id=dispute_id)
    if found is None or found.state is not DisputeState.OPEN:
        await queries.dispute(session, dispute_id)
        raise DisputeDecided
    line: Written | None = None
    if uphold:
        await _check_sold(session, found)
        line = await _assign(session, staff, PersonId(found.person_id), found.shopkeeper_id, reply)
    state = DisputeState.UPHELD if uphold else DisputeState.REFUSED
    ended = await session.one(
        store.END, id=dispute_id, shopkeeper_id=None, state=state, reply=reply, decided_by=staff.name,
        staff_id=staff.staff, binding_id=line.id if line else None,
    )  # fmt: skip
    if line is not None and found.order_id is not None:
        await session.emit(
            OwnerCorrected(
                found.order_id, found.person_id, found.shopkeeper_id, line.id, found.id, reply
            )
        )  # fmt: skip
    asker = await shopkeepers.keeper(session, found.shopkeeper_id)
    await session.emit(DisputeAnswered(dispute_id, asker.id, asker.person_id, uphold, reply, session.now))
    act = "disputes.upheld" if uphold else "disputes.refused"
    await identity.note_change(
        session, staff, Change(act, encode(types.PREFIX, dispute_id), None, {"words": reply})
    )
    return ended


async def _check_sold(session: Session, found: Dispute) -> None:
    """Nobody brought an order of a time when they did not sell: not even staff say otherwise."""
    if found.order_id is None:
        return
    order = await orders.order(session, found.order_id)
    was = await shopkeepers.was_at(session, found.shopkeeper_id, order.placed_at)
    if was is None or was.state not in SELLING:
        raise _refused(Why.NOT_SELLING)


def _refused(why: Why) -> BindingRefused:
    zh, en = sentences.WHYS[why]
    return BindingRefused(why_zh=zh, why_en=en)


async def assign(session: Session, staff: Staff, person: PersonId, keeper_id: UUID, words: str) -> Written:
    """Give a customer to a shopkeeper from now on, with a reason.

    Raises CustomerUnknown, ShopkeeperUnknown, BindingRefused.
    """
    if person not in await people.people_brief(session, [person]):
        raise CustomerUnknown
    line = await _assign(session, staff, person, keeper_id, words)
    after = {"shopkeeper": encode(PREFIX, keeper_id), "words": words}
    await identity.note_change(
        session, staff, Change("customers.assigned", encode("psn", person), None, after)
    )
    return line


async def _assign(session: Session, staff: Staff, person: PersonId, keeper_id: UUID, words: str) -> Written:
    keeper = await shopkeepers.keeper(session, keeper_id)
    touching = Touching(Touch.STAFF, keeper, session.now, session.now, staff=staff, words=words)
    line = await bindings.touch(session, person, touching)
    if line.decision.result is Result.REFUSED:
        raise _refused(line.decision.why)
    return line


async def release(session: Session, staff: Staff, person: PersonId, words: str) -> Written:
    """Make a customer nobody's from now on, with a reason. Raises CustomerUnknown, NothingToRelease."""
    if (await log.customer(session, person)).shopkeeper_id is None:
        raise NothingToRelease
    touching = Touching(Touch.STAFF, None, session.now, session.now, staff=staff, words=words)
    line = await bindings.touch(session, person, touching)
    change = Change("customers.released", encode("psn", person), None, {"words": words})
    await identity.note_change(session, staff, change)
    return line


async def accept_invitation(
    session: Session, shopper: Shopper, keeper_id: UUID, visitor_id: UUID | None
) -> Written:
    """A customer says themself whose they want to be; the rule and its protection hold all the same, and the line is kept.

    `visitor_id` is the device it is said on. Raises ShopkeeperUnknown.
    """
    keeper = await shopkeepers.keeper(session, keeper_id)
    touching = Touching(Touch.INVITATION, keeper, session.now, session.now, visitor_id=visitor_id)
    return await bindings.touch(session, shopper.person, touching)
