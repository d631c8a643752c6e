"""Points: spent by orders, given back with them, expired. A person's account in the ledger is held first, always."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from uuid import UUID

from lianyi.kit import wire
from lianyi.kit.clock import business_day, day_bounds
from lianyi.kit.db import Session, Statement
from lianyi.ledger import actions as ledger
from lianyi.ledger.types import Subject, Transfer
from lianyi.members import queries, store
from lianyi.members.errors import PointsOff, PointsShort
from lianyi.members.rules import points as rules
from lianyi.members.rules.accounts import ISSUED, of_person
from lianyi.members.rules.notices import POINTS_ENDING, POINTS_PAGE
from lianyi.members.types import Lot, Spend, Spending
from lianyi.messages import actions as messages
from lianyi.orders import actions as orders
from lianyi.orders import queries as order_reads

NOT_ENOUGH = "下单抵扣的积分已另作他用,原路退款"


async def hold(session: Session, people: Sequence[UUID]) -> dict[UUID, list[Lot]]:
    """Hold people's accounts with the shop's own, in the ledger's order, and read their lots as they are then."""
    await ledger.lock(session, [ISSUED, *(of_person(person_id) for person_id in people)])
    lots: dict[UUID, list[Lot]] = defaultdict(list)
    for row in await session.all(store.LOTS, people=list(people)):
        lots[row.person_id].append(Lot(row.expires_on, row.points))
    return lots


async def give(
    session: Session, person_id: UUID, lots: Sequence[Lot], *, key: str, kind: str, subject: Subject, memo: str = ""
) -> bool:  # fmt: skip
    """Bring points into a person's hands; False when the key had brought them before."""
    amount = sum(lot.points for lot in lots)
    moved = await ledger.transfer(
        session, Transfer(key, kind, ISSUED, of_person(person_id), amount, subject, memo)
    )
    if moved:
        await _lots(session, store.MOVE_LOTS, [(person_id, lot) for lot in lots])
    return moved


async def give_by_campaign(
    session: Session, person_id: UUID, points: int, *, campaign_id: UUID, title: str, key: str
) -> None:
    """Give somebody points for an act of theirs, once a key; they live as long as any others, and count towards no level.

    Who gives has taken their worth out of a budget. Cost: two statements, the transfer and the lot. Locks the shop's and
    the person's accounts. Raises PointsOff while the shop has none: nothing has moved then.
    """
    plan = await queries.program(session)
    if not plan.points_on:
        raise PointsOff
    await session.later(store.OPEN_PERSON, person_id=person_id)
    day = rules.expires_on(business_day(session.now), plan.points_months)
    await give(
        session, person_id, [Lot(day, points)], key=f"points_given:{key}", kind="points_given",
        subject=Subject("campaign", campaign_id), memo=title,
    )  # fmt: skip


async def take(
    session: Session, person_id: UUID, points: int, *, key: str, kind: str, subject: Subject, memo: str = ""
) -> int:  # fmt: skip
    """Take points away, as far as there are any; how many. The key is fresh: the caller guards against doing it twice."""
    lots = (await hold(session, [person_id]))[person_id]
    amount = min(points, sum(lot.points for lot in lots))
    if amount > 0:
        parts = rules.take(lots, amount)
        await ledger.transfer(
            session, Transfer(key, kind, of_person(person_id), ISSUED, amount, subject, memo)
        )
        await _lots(session, store.TAKE_LOTS, [(person_id, part) for part in parts])
    return max(amount, 0)


async def _lots(session: Session, statement: Statement[None], lots: Sequence[tuple[UUID, Lot]]) -> None:
    await session.later(
        statement, people=[person_id for person_id, _ in lots], days=[lot.expires_on for _, lot in lots],
        points=[lot.points for _, lot in lots],
    )  # fmt: skip


async def spend(session: Session, wanted: Sequence[Spending]) -> list[PointsShort | None]:
    """Let orders about to be placed spend points, each its own; whoever is short has a refusal and moves nothing.

    Cost, whatever their number: the accounts' lock and two waits (lots; transfers), the lots and spends piped. Locks the
    people's accounts and the shop's, by id; two orders of one person meet there, and the second sees what the first left.
    """
    lots = await hold(session, list({one.person_id for one in wanted}))
    today = business_day(session.now)
    answers: list[PointsShort | None] = []
    taken: list[tuple[Spending, list[Lot]]] = []
    for one in wanted:
        living = [lot for lot in lots[one.person_id] if lot.expires_on > today and lot.points]
        there = sum(lot.points for lot in living)
        if there < one.points:
            answers.append(PointsShort(points=there, wanted=one.points))
            continue
        answers.append(None)
        parts = rules.take(living, one.points)
        taken.append((one, parts))
        lots[one.person_id] = _less(lots[one.person_id], parts)
    if taken:
        await ledger.transfer_all(session, [_spent(one, 1) for one, _ in taken])
        await _lots(session, store.TAKE_LOTS, _by_day(taken))
        await _remember(session, taken)
    return answers


def _less(lots: Sequence[Lot], parts: Sequence[Lot]) -> list[Lot]:
    gone = {part.expires_on: part.points for part in parts}
    return [Lot(lot.expires_on, lot.points - gone.get(lot.expires_on, 0)) for lot in lots]


def _by_day(taken: Sequence[tuple[Spending, list[Lot]]]) -> list[tuple[UUID, Lot]]:
    """One row a person and day: an update from two rows for one lot would take only one of them."""
    sums: dict[tuple[UUID, date], int] = defaultdict(int)
    for one, parts in taken:
        for part in parts:
            sums[one.person_id, part.expires_on] += part.points
    return [(person_id, Lot(day, points)) for (person_id, day), points in sums.items()]


def _spent(one: Spending | Spend, tries: int) -> Transfer:
    return Transfer(
        f"points_spent:{one.order_id}:{tries}", "points_spent", of_person(one.person_id), ISSUED, one.points,
        Subject("order", one.order_id),
    )  # fmt: skip


async def _remember(session: Session, taken: Sequence[tuple[Spending, list[Lot]]]) -> None:
    spends = [one for one, _ in taken]
    await session.later(
        store.ADD_SPENDS, order_ids=[one.order_id for one in spends], people=[one.person_id for one in spends],
        points=[one.points for one in spends], worths_fen=[one.worth_fen for one in spends],
        lines=[wire.dumps([_line(line) for line in map(asdict, one.lines)]).decode() for one in spends],
        parts=[_parts(parts) for _, parts in taken],
    )  # fmt: skip


def _line(line: dict[str, object]) -> dict[str, object]:
    return line | {"sku_id": str(line["sku_id"])}


def _parts(parts: Sequence[Lot]) -> str:
    return wire.dumps([[part.expires_on.isoformat(), part.points] for part in parts]).decode()


async def give_back(session: Session, order_id: UUID, *, whole: bool) -> int:
    """Give back the points of what an order has given back by now, or all of them; how many. Safe to replay."""
    found = await session.maybe(store.SPEND_OF, order_id=order_id)
    if found is None:
        return 0
    await hold(session, [found.person_id])
    found = await session.one(store.SPEND_OF, order_id=order_id)
    target = found.points if whole else rules.due_back(found.lines, await _returned(session, order_id))
    points = target - found.given_points
    if points <= 0:
        return 0
    parts = [Lot(date.fromisoformat(day), points) for day, points in found.parts]
    back, still = rules.put_back(parts, points, business_day(session.now))
    await give(
        session, found.person_id, rules.merged(back), key=f"points_given_back:{order_id}:{found.tries}:{target}",
        kind="points_given_back", subject=Subject("order", order_id),
    )  # fmt: skip
    await session.later(
        store.SET_SPEND, order_id=order_id, given_points=target, parts=_parts(still), tries=found.tries
    )
    return points


async def _returned(session: Session, order_id: UUID) -> dict[str, int]:
    return {
        str(line.sku_id): line.refunded_quantity + line.returned_quantity
        for line in await order_reads.lines(session, order_id)
    }


async def spend_again(session: Session, order_id: UUID) -> None:
    """An order was paid after it had closed and given its points back: they are taken again, or its money goes back.

    Safe to replay: once taken nothing of them is given back any more, and an order that is over is left alone.
    """
    found = await session.maybe(store.SPEND_OF, order_id=order_id)
    if found is None or found.given_points < found.points:
        return
    if (await order_reads.order(session, order_id)).state not in {"forming", "to_ship"}:
        return
    today = business_day(session.now)
    lots = (await hold(session, [found.person_id]))[found.person_id]
    living = [lot for lot in lots if lot.expires_on > today]
    if sum(lot.points for lot in living) < found.points:
        await orders.refund_unkept(session, order_id, NOT_ENOUGH)
        return
    tries, parts = found.tries + 1, rules.take(living, found.points)
    await ledger.transfer(session, _spent(found, tries))
    await _lots(session, store.TAKE_LOTS, [(found.person_id, part) for part in parts])
    await session.later(store.SET_SPEND, order_id=order_id, given_points=0, parts=_parts(parts), tries=tries)


async def expire(session: Session, limit: int) -> int:
    """Take away the points whose day has come; how many people lost some. Safe to replay."""
    today = business_day(session.now)
    people = await session.all(store.EXPIRING_PEOPLE, today=today, limit=limit)
    if not people:
        return 0
    held = await hold(session, people)
    gone = [
        (person_id, lot)
        for person_id in people
        for lot in held[person_id]
        if lot.expires_on <= today and lot.points
    ]
    await ledger.transfer_all(
        session,
        [
            Transfer(
                f"points_expired:{person_id}:{lot.expires_on}", "points_expired", of_person(person_id), ISSUED,
                lot.points, Subject("person", person_id),
            )
            for person_id, lot in gone
        ],
    )  # fmt: skip
    await _lots(session, store.TAKE_LOTS, gone)
    return len(people)


async def warn_points(session: Session, limit: int) -> int:
    """Tell people, once a lot, that points end within 30 days; how many lots."""
    today = business_day(session.now)
    near = await session.all(store.WARN_LOTS, today=today, until=today + rules.WARNED_BEFORE, limit=limit)
    for lot in near:
        ends_at, _ = day_bounds(lot.expires_on)
        await messages.notify(
            session, POINTS_ENDING, lot.person_id, key=f"{lot.person_id}:{lot.expires_on}", page=POINTS_PAGE,
            values={"points": str(lot.points), "until": ends_at}, until=ends_at,
        )  # fmt: skip
    return len(near)
