"""A yes to an application: money at once where nothing comes back, else where to send the goods."""

from uuid import UUID

from lianyi.kit import wire
from lianyi.kit.db import Session
from lianyi.kit.secrets import vault
from lianyi.orders.types import Actor
from lianyi.trust.actions.aftersales import telling
from lianyi.trust.actions.aftersales.giving import give
from lianyi.trust.actions.aftersales.moving import moved
from lianyi.trust.errors.aftersales import ReturnAddressMissing
from lianyi.trust.queries import keeping
from lianyi.trust.rules.clocks import deadline
from lianyi.trust.rules.reasons import goods_come_back
from lianyi.trust.store import aftersales as store
from lianyi.trust.store.aftersales import Guard
from lianyi.trust.types.aftersales import Case, ReturnAddress, Said


async def agree_to(
    session: Session, actor: Actor, case: Case, guard: Guard, *, address_id: UUID | None = None,
    said: Said | None = None, step: str | None = "agreed",
) -> None:  # fmt: skip
    """Agree to a held case. Staff name a return address or have a default; without one, a yes by the clock waits for it.

    Raises CaseInOtherState, ReturnAddressUnknown, ReturnAddressMissing.
    """
    if not goods_come_back(case.kind):
        await give(
            session,
            actor,
            case,
            guard,
            said,
            kind="refunding_by_clock" if actor.kind == "system" else "refunding",
        )
        return
    address = await keeping.return_address(session, address_id)
    if address is None and actor.kind == "staff":
        raise ReturnAddressMissing
    case = await moved(session, case, "agreed", guard, has_address=address is not None)
    if step is not None:
        await store.remember(session, case.id, step, actor, said)
    if address is not None:
        await send_to(session, case, address)


async def send_to(session: Session, case: Case, address: ReturnAddress) -> None:
    """Tell the shopper of an agreed case where the goods go: a sealed copy, whatever becomes of the address."""
    plain = wire.dumps(address.address).decode()
    known = await session.maybe(
        store.SEND_TO, case_id=case.id, return_to_sealed=vault().seal(plain, keeping.case_context(case.id)),
        deadline_at=deadline("agreed", case.kind, session.now),
    )  # fmt: skip
    if known is not None:
        await telling.tell_agreed(session, known, address.address)
