"""What happens by itself when a case's time is over, and what refunds tell. Safe to replay."""

from uuid import UUID

from lianyi.kit.db import Session
from lianyi.orders import actions as orders
from lianyi.trust.actions.aftersales import telling
from lianyi.trust.actions.aftersales.agreeing import agree_to
from lianyi.trust.actions.aftersales.giving import give, money_arrived
from lianyi.trust.actions.aftersales.moving import CLOCK, ended, held, moved
from lianyi.trust.queries import aftersales as queries
from lianyi.trust.rules.clocks import FREIGHT_DECIDES, NEAR, clock_of
from lianyi.trust.store import aftersales as store
from lianyi.trust.store.aftersales import Guard
from lianyi.trust.types.aftersales import Case


async def run_out(session: Session, case_id: UUID) -> bool:
    """Give a case whose time is over its outcome; False when somebody acted meanwhile. Locks order, case and below."""
    case = await held(session, case_id)
    if case.deadline_at is None or case.deadline_at > session.now:
        return False
    guard = Guard((case.state,), due_only=True)
    match clock_of(case).outcome:
        case "agree":
            await agree_to(session, CLOCK, case, guard, step="agreed_by_clock")
        case "refund":
            await _received(session, case)
            await give(session, CLOCK, case, guard, kind="refunding_by_clock")
        case "receive":
            case = await moved(session, case, "received", guard)
            await _received(session, case)
        case "exchanged":
            await ended(session, case, "exchanged", guard)
            await store.remember(session, case.id, "exchanged_by_clock", CLOCK)
        case "close":
            await ended(session, case, "closed", guard)
            await store.remember(session, case.id, "closed", CLOCK)
        case _:
            return False
    return True


async def _received(session: Session, case: Case) -> None:
    """The merchant never said whether the parcel came: it counts as received, and its freight as owed."""
    if case.return_tracking_no is None or case.received_at is not None:
        return
    await session.later(store.RECEIVED, case_id=case.id)
    await store.remember(session, case.id, "received_by_clock", CLOCK)
    if case.return_freight == "claimed":
        await session.run(store.PAY_RETURN_FREIGHT, case_id=case.id, decision="accepted", origins=["claimed"])
        await store.remember(
            session, case.id, "return_freight_accepted", CLOCK, amount_fen=case.return_freight_fen
        )


async def accept_freight(session: Session, limit: int) -> int:
    """Return freight that nobody declined within two days of receiving the goods is owed; how many."""
    owed = await session.all(store.ACCEPT_FREIGHT, received_before=session.now - FREIGHT_DECIDES, limit=limit)
    for case in owed:
        await store.remember(
            session, case.id, "return_freight_accepted", CLOCK, amount_fen=case.return_freight_fen
        )
    return len(owed)


async def remind_near(session: Session, limit: int) -> int:
    """Tell shoppers once whose time runs out within a day; how many."""
    near = await session.all(store.REMIND, near_at=session.now + NEAR, limit=limit)
    for case in near:
        await telling.tell_near(session, case)
    return len(near)


async def refund_arrived(session: Session, refund_id: UUID) -> None:
    """Orders told that the money of a refund is with the shopper: its case ends. Safe to replay."""
    case = await queries.case_of_refund(session, refund_id)
    if case is None:
        return
    await orders.hold(session, case.order_id)
    case = await queries.case(session, case.id)
    if case.state == "refunding":
        await money_arrived(session, case)
