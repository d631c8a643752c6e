"""The verbs of the log: what touched a customer is written down and decided, under the customer's row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from lianyi.distribution.events.bindings import CustomerBound
from lianyi.distribution.queries import bindings as queries
from lianyi.distribution.queries import shopkeepers as keepers
from lianyi.distribution.rules import attribution as rules
from lianyi.distribution.store import bindings as store
from lianyi.distribution.types.bindings import (
    AttributionRule,
    BindingId,
    Customer,
    Decision,
    Facts,
    Holding,
    Ownership,
    Result,
    Touch,
)
from lianyi.distribution.types.shopkeepers import SELLING, Keeper, KeeperState
from lianyi.identity.types import PersonId, Staff
from lianyi.kit.db import Session, Soon
from lianyi.kit.ids import new_id
from lianyi.orders import queries as orders
from lianyi.social import queries as social
from lianyi.social.types import CameBy

# How far back somebody's openings are looked at: a click is older than that in no shop's validity that one remembers.
LOOKED_BACK = timedelta(days=400)
TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Touching:
    """Something between a shopkeeper and a customer that is to be written down. `keeper` None: the staff release."""

    touch: Touch
    keeper: Keeper | None
    at: datetime
    known_at: datetime
    share_id: UUID | None = None
    visitor_id: UUID | None = None
    channel: str | None = None
    staff: Staff | None = None
    words: str = ""
    gone: PersonId | None = None  # of a merger: the record that is no more


@dataclass(frozen=True, slots=True)
class Written:
    """A line as it was written."""

    id: BindingId
    touch: Touch
    decision: Decision


async def take_openings(session: Session, person: PersonId) -> list[Written]:
    """Write down what of a person's openings of shopkeepers' shares is not in the log yet; safe to replay.

    One statement for somebody who came by nobody's share, two when it was nobody who sells.
    """
    return await _take(session, person, await (await _came_soon(session, person)))


async def _came_soon(session: Session, person: PersonId) -> Soon[list[CameBy]]:
    return await social.came_by_soon(session, person, session.now - LOOKED_BACK)


async def _take(session: Session, person: PersonId, came: Sequence[CameBy]) -> list[Written]:
    if not came:
        return []
    by_person = await keepers.keepers_of_people(session, sorted({one.sharer_person_id for one in came}))
    of_keepers = [
        one
        for one in came
        if (keeper := by_person.get(one.sharer_person_id))
        and keeper.started_at
        and keeper.started_at <= one.at
    ]
    if not of_keepers:
        return []
    first_at = min(one.at for one in of_keepers)
    customer = await _lock(session, person, first_at)
    written = await queries.touched(session, of_keepers)
    touchings = [
        Touching(
            rules.touch_of(one.scene), by_person[one.sharer_person_id], one.at, one.known_at, one.share_id,
            one.visitor_id, one.channel,
        )
        for one in of_keepers
        if (one.share_id, one.visitor_id, one.at) not in written
    ]  # fmt: skip
    return await _write(session, customer, sorted(touchings, key=lambda one: (one.known_at, one.at)))


async def touch(session: Session, person: PersonId, touching: Touching) -> Written:
    """Write down one thing that is no opening of a share: an invitation that was accepted, an act of the staff."""
    customer = await _lock(session, person, touching.at)
    (written,) = await _write(session, customer, [touching])
    return written


async def settle(session: Session, person: PersonId, at: datetime) -> Ownership | None:
    """Whose customer somebody is as of an instant (of an order): what came before is taken, what comes later counts later.

    Three statements in one wait for somebody who came by nobody's share: the owner is asked for before it is known whether
    there is anything to take, and once more when there was.
    """
    came_soon = await _came_soon(session, person)
    owned = await queries.ownership_soon(session, [(person, at)])
    if came := await came_soon:
        await _take(session, person, came)
        owned = await queries.ownership_soon(session, [(person, at)])
    await session.later(store.SETTLE, person_id=person, at=at)
    return (await owned).get((person, at))


async def merge(session: Session, gone: PersonId, into: PersonId) -> None:
    """Two records are one person from now on: whose customer the one was, the other may become; neither past changes.

    The first line says that it happened, so that replay knows that orders may have been the other record's; it frees a
    customer who turned out to be their own shopkeeper.
    """
    theirs = await session.maybe(queries.CUSTOMER, person_id=gone)
    own = await session.maybe(queries.CUSTOMER, person_id=into)
    if theirs is None and own is None:
        return
    holding = _holding(theirs) if theirs else None
    keeper = None
    if holding is not None and holding.is_valid(session.now):
        keeper = await keepers.keeper(session, holding.shopkeeper_id)
    nothing = Touching(Touch.MERGED, None, session.now, session.now, gone=gone)
    await touch(session, into, nothing)
    if keeper is not None and holding is not None:
        await touch(session, into, Touching(Touch.MERGED, keeper, holding.since, session.now))
    await session.later(store.FORGET, person_id=gone)
    await take_openings(session, into)


async def _lock(session: Session, person: PersonId, first_at: datetime) -> Customer:
    """The customer's row, and before it the shop's chain when the customer sells: only they can close a circle."""
    if await keepers.keeper_of_person(session, person) is not None:
        await session.later(store.LOCK_CHAIN)
    return await session.one(store.LOCK_CUSTOMER, person_id=person, first_at=first_at)


async def _write(session: Session, customer: Customer, touchings: Sequence[Touching]) -> list[Written]:
    if not touchings:
        return []
    versions = await queries.rules(session)
    before = _holding(customer)
    counted_at = customer.counted_at
    binding_id = customer.binding_id
    lines = []
    for touching in touchings:
        counted_at = max(touching.known_at, counted_at + TICK)
        rule = rules.rule_at(versions, counted_at)
        facts = await _facts(session, PersonId(customer.person_id), before, touching, rule, counted_at)
        decision = rules.decide(before, facts, rule)
        line = BindingId(new_id())
        await _add(session, line, customer.person_id, touching, facts, rule, decision)
        before = decision.holding
        binding_id = (line if before is not None else None) if rules.moves(decision) else binding_id
        lines.append(Written(line, touching.touch, decision))
        if decision.result in {Result.BOUND, Result.TAKEN} and before is not None:
            await session.emit(CustomerBound(customer.person_id, before.shopkeeper_id, line, counted_at))
    await session.later(
        store.HOLD, person_id=customer.person_id, shopkeeper_id=before.shopkeeper_id if before else None,
        binding_id=binding_id, since=before.since if before else None,
        protected_until=before.protected_until if before else None,
        valid_until=before.valid_until if before else None, counted_at=counted_at,
    )  # fmt: skip
    return lines


async def _facts(
    session: Session, person: PersonId, before: Holding | None, touching: Touching, rule: AttributionRule,
    counts_at: datetime,
) -> Facts:  # fmt: skip
    """What is true of a touch now: asked for once, and kept with the line."""
    keeper = touching.keeper
    holder = await keepers.keeper(session, before.shopkeeper_id) if before is not None else None
    holder_left = holder is not None and holder.state is KeeperState.LEFT
    if keeper is None:
        is_self = holder is not None and holder.person_id in {person, touching.gone}
        return Facts(touching.touch, None, touching.at, counts_at, is_self=is_self, holder_left=holder_left)
    is_self = keeper.person_id == person
    above = await queries.chain_above(session, keeper.person_id)
    others = {keeper.person_id, *above} - {person}
    same_device = await social.share_a_device(session, person, others, touching.visitor_id)
    was = await keepers.states_at(session, [(keeper.id, touching.at)])
    ordered_before = False
    if rule.new_customers_only:
        ordered_before = bool(await orders.totals_of(session, [person]))
    return Facts(
        touching.touch, keeper.id, touching.at, counts_at, is_self=is_self, same_device=same_device,
        in_chain=person in above,
        sells=was.get((keeper.id, touching.at)) in SELLING and keeper.state in SELLING,
        ordered_before=ordered_before, holder_left=holder_left,
    )  # fmt: skip


async def _add(
    session: Session, line: BindingId, person: UUID, touching: Touching, facts: Facts, rule: AttributionRule,
    decision: Decision,
) -> None:  # fmt: skip
    held = decision.holding
    staff = touching.staff
    await session.later(
        store.ADD, id=line, person_id=person, shopkeeper_id=facts.shopkeeper_id, touch=facts.touch, at=facts.at,
        counts_at=facts.counts_at, share_id=touching.share_id, visitor_id=touching.visitor_id,
        channel=touching.channel, rule_version=rule.version, is_self=facts.is_self, same_device=facts.same_device,
        in_chain=facts.in_chain, sells=facts.sells, ordered_before=facts.ordered_before,
        holder_left=facts.holder_left, result=decision.result, why=decision.why,
        holder_id=held.shopkeeper_id if held else None, since=held.since if held else None,
        protected_until=held.protected_until if held else None, valid_until=held.valid_until if held else None,
        staff_id=staff.staff if staff else None, staff_name=staff.name if staff else None, words=touching.words,
    )  # fmt: skip


def _holding(customer: Customer) -> Holding | None:
    if customer.shopkeeper_id is None or customer.since is None or customer.protected_until is None:
        return None
    return Holding(customer.shopkeeper_id, customer.since, customer.protected_until, customer.valid_until)
