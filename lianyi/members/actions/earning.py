"""What completed orders count and earn, and what of it is taken back when goods are given back later."""

from uuid import UUID

from lianyi.kit.clock import business_day
from lianyi.kit.db import Session
from lianyi.ledger.types import Subject
from lianyi.members import queries, store
from lianyi.members.actions.points import give, take
from lianyi.members.actions.standing import reassess
from lianyi.members.queries.standing import highest
from lianyi.members.rules import points as rules
from lianyi.members.types import Lot
from lianyi.orders import queries as orders

ONCE_BP = 10_000


async def earn(session: Session, order_id: UUID) -> int:
    """Count a completed order and give the points it earns; how many. Safe to replay.

    Counted are goods that were paid and kept, without freight, at the rate of the level held now. What the person owes
    (points of goods given back, spent meanwhile) is paid first. The level is looked at again afterwards.
    """
    order = await orders.order(session, order_id)
    if order.state != "completed":  # refunded whole since: it counts nothing
        return 0
    kept_fen = await _kept_fen(session, order_id)
    plan = await queries.program(session)
    held, _ = highest(await queries.holdings(session, order.person_id), await queries.levels(session))
    rate_bp = held.points_rate_bp if held else ONCE_BP
    points = rules.earned(kept_fen, plan.earn_per_yuan, rate_bp) if plan.points_on else 0
    await session.later(store.OPEN_PERSON, person_id=order.person_id)
    if not await session.run(
        store.ADD_EARNING, order_id=order_id, person_id=order.person_id, kept_fen=kept_fen, points=points,
        earn_per_yuan=plan.earn_per_yuan, rate_bp=rate_bp,
    ):  # fmt: skip
        return 0
    if points:
        day = rules.expires_on(business_day(session.now), plan.points_months)
        await give(
            session, order.person_id, [Lot(day, points)], key=f"points_earned:{order_id}", kind="points_earned",
            subject=Subject("order", order_id), memo=order.number,
        )  # fmt: skip
        await _pay_owed(session, order.person_id, order_id)
    await reassess(session, order.person_id)
    return points


async def _kept_fen(session: Session, order_id: UUID) -> int:
    return sum(max(0, line.paid_fen - line.refunded_fen) for line in await orders.lines(session, order_id))


async def _pay_owed(session: Session, person_id: UUID, order_id: UUID) -> None:
    owed = await session.maybe(store.OWED, person_id=person_id)
    if not owed:
        return
    paid = await take(
        session, person_id, owed, key=f"points_owed:{order_id}", kind="points_taken_back",
        subject=Subject("order", order_id),
    )  # fmt: skip
    await session.maybe(store.OWE, person_id=person_id, points=-paid)


async def lessen(session: Session, order_id: UUID) -> int:
    """Goods of a counted order were given back: it counts less, and the points they had earned go; how many. Replayable.

    Points that were spent meanwhile are owed, and paid by the next ones that are earned; nobody's points fall below zero.
    A level that was reached is kept until its day.
    """
    earning = await session.maybe(store.EARNING_OF, order_id=order_id)
    if earning is None:
        return 0
    kept_fen = await _kept_fen(session, order_id)
    points = rules.earned(kept_fen, earning.earn_per_yuan, earning.rate_bp) if earning.points else 0
    gone = earning.points - points
    if gone <= 0 and kept_fen >= earning.kept_fen:
        return 0
    await session.later(store.LESSEN_EARNING, order_id=order_id, kept_fen=kept_fen, points=points)
    if gone <= 0:
        return 0
    taken = await take(
        session, earning.person_id, gone, key=f"points_taken_back:{order_id}:{points}", kind="points_taken_back",
        subject=Subject("order", order_id),
    )  # fmt: skip
    if taken < gone:
        await session.maybe(store.OWE, person_id=earning.person_id, points=gone - taken)
    return gone
