"""What every move of a case shares: the order is held first, the guard decides, the step is written."""

from uuid import UUID

from lianyi.identity.types import Shopper, Staff
from lianyi.kit.db import Session
from lianyi.orders import actions as orders
from lianyi.orders.types import Actor
from lianyi.trust.errors.aftersales import CasePicturesFull, EvidenceUnknown
from lianyi.trust.queries import aftersales as queries
from lianyi.trust.queries.keeping import pictures_of_case
from lianyi.trust.rules.clocks import CASE_PICTURES_MAX, deadline
from lianyi.trust.store import aftersales as store
from lianyi.trust.store import keeping
from lianyi.trust.store.aftersales import Guard
from lianyi.trust.types.aftersales import Case, Said, State

CLOCK = Actor("system", name="clock")
SYSTEM = Actor("system", name="payments")


def shopper_actor(shopper: Shopper) -> Actor:
    """The shopper as who does something; never by name."""
    return Actor("shopper", shopper.person)


def staff_actor(staff: Staff) -> Actor:
    """A member of staff as who does something."""
    return Actor("staff", staff.staff, staff.name)


async def held(session: Session, case_id: UUID, person_id: UUID | None = None) -> Case:
    """A case with its order locked before it, read after the lock. Raises CaseUnknown."""
    known = await _case(session, case_id, person_id)
    await orders.hold(session, known.order_id)
    return await _case(session, case_id, person_id)


async def _case(session: Session, case_id: UUID, person_id: UUID | None) -> Case:
    if person_id is None:
        return await queries.case(session, case_id)
    return await queries.case_of(session, person_id, case_id)


async def moved(
    session: Session, case: Case, state: State, guard: Guard, *, has_address: bool = True
) -> Case:
    """Move a held case, with the clock of the state it comes to. Raises CaseInOtherState: nothing has moved then."""
    until = deadline(state, case.kind, session.now, has_address=has_address, received_at=case.received_at)
    done = await store.move(session, case.id, state, guard, until)
    if done is None:
        await queries.refuse(session, case.id, guard.person_id)
    return done


async def ended(session: Session, case: Case, state: State, guard: Guard) -> Case:
    """End a held case: its lines are free again, and its order goes on. Raises CaseInOtherState."""
    done = await moved(session, case, state, guard)
    await session.later(store.CLOSE_LINES, case_id=case.id)
    await orders.end_case(session, case.order_id)
    return done


async def attach(session: Session, case_id: UUID, owner_id: UUID, said: Said) -> None:
    """Give one's own fresh pictures to a case. Raises CasePicturesFull, EvidenceUnknown."""
    ids = list(dict.fromkeys(said.picture_ids))
    if not ids:
        return
    if await pictures_of_case(session, case_id) + len(ids) > CASE_PICTURES_MAX:
        raise CasePicturesFull(limit=CASE_PICTURES_MAX)
    taken = await session.run(keeping.TAKE_PICTURES, case_id=case_id, owner_id=owner_id, ids=ids)
    if taken != len(ids):
        raise EvidenceUnknown(field="picture_ids")
