"""What the staff do: agree, propose, refuse, receive, restock, send again, give the money, bear the freight, note."""

from uuid import UUID

from lianyi.identity.types import Staff
from lianyi.inventory import actions as inventory
from lianyi.inventory.actions import commit as sell_reserved
from lianyi.kit.db import Session
from lianyi.kit.money import format_yuan
from lianyi.orders import actions as orders
from lianyi.orders import queries as order_reads
from lianyi.trust.actions.aftersales import telling
from lianyi.trust.actions.aftersales.agreeing import agree_to, send_to
from lianyi.trust.actions.aftersales.giving import give, take_back
from lianyi.trust.actions.aftersales.moving import attach, held, moved, staff_actor
from lianyi.trust.errors.aftersales import (
    AlreadyExtended,
    AlreadyInspected,
    ProposalNotForExchange,
    ProposalNotLower,
    ProposalsOver,
    ReturnAddressMissing,
    ReturnFreightInOtherState,
)
from lianyi.trust.queries import aftersales as queries
from lianyi.trust.queries import keeping
from lianyi.trust.rules.acts import ORIGINS, goods_await_stock
from lianyi.trust.rules.clocks import EXTENSION, PROPOSALS_MAX, deadline
from lianyi.trust.rules.reasons import RETURN_FREIGHT_WORDS
from lianyi.trust.store import aftersales as store
from lianyi.trust.store.aftersales import Guard
from lianyi.trust.types.aftersales import Case, Paying, Said


async def agree(session: Session, staff: Staff, case_id: UUID, address_id: UUID | None, said: Said) -> None:
    """Say yes to what is asked: the money leaves, or the shopper learns where to send the goods.

    Raises CaseUnknown, CaseInOtherState, ReturnAddressUnknown, ReturnAddressMissing, EvidenceUnknown.
    """
    case = await held(session, case_id)
    await attach(session, case.id, staff.staff, said)
    await agree_to(
        session, staff_actor(staff), case, Guard(ORIGINS["agree"]), address_id=address_id, said=said
    )


async def give_address(session: Session, staff: Staff, case_id: UUID, address_id: UUID | None) -> None:
    """Say where the goods of a case go that the clock agreed to.

    Raises CaseUnknown, CaseInOtherState, ReturnAddressUnknown, ReturnAddressMissing.
    """
    case = await held(session, case_id)
    address = await keeping.return_address(session, address_id)
    if address is None:
        raise ReturnAddressMissing
    if case.state != "agreed" or case.return_to_sealed is not None:
        await queries.refuse(session, case.id)
    await store.remember(session, case.id, "address_given", staff_actor(staff))
    await send_to(session, case, address)


async def propose(session: Session, staff: Staff, case_id: UUID, amount_fen: int, said: Said) -> None:
    """Propose a lower amount; only the shopper's yes makes it the amount.

    Raises CaseUnknown, CaseInOtherState, ProposalNotForExchange, ProposalNotLower, ProposalsOver, EvidenceUnknown.
    """
    case = await held(session, case_id)
    if case.kind == "exchange":
        raise ProposalNotForExchange
    await attach(session, case.id, staff.staff, said)
    done = await session.maybe(
        store.PROPOSE, case_id=case.id, proposed_fen=amount_fen,
        deadline_at=deadline("proposed", case.kind, session.now, received_at=case.received_at),
        proposals_max=PROPOSALS_MAX,
    )  # fmt: skip
    if done is None:
        if case.state in ORIGINS["propose"] and amount_fen < case.amount_fen:
            raise ProposalsOver(proposals_max=PROPOSALS_MAX)
        if case.state in ORIGINS["propose"]:
            raise ProposalNotLower(field="amount_fen", amount_max_yuan=format_yuan(case.amount_fen))
        await queries.refuse(session, case.id)
    await store.remember(session, case.id, "proposed", staff_actor(staff), said, amount_fen=amount_fen)
    await telling.tell_proposed(session, done)


async def refuse(session: Session, staff: Staff, case_id: UUID, said: Said) -> None:
    """Say no, with the reason (and pictures) that the shopper will see.

    Raises CaseUnknown, CaseInOtherState, EvidenceUnknown.
    """
    case = await held(session, case_id)
    await attach(session, case.id, staff.staff, said)
    done = await moved(session, case, "refused", Guard(ORIGINS["refuse"]))
    await store.remember(session, case.id, "refused", staff_actor(staff), said)
    await telling.tell_refused(session, done, said.note)


async def receive(
    session: Session, staff: Staff, case_id: UUID, *, restock: bool, propose_fen: int | None, said: Said
) -> None:
    """The goods are back and looked at: onto the shelf or not, and the money leaves; an exchange waits to be sent.

    `propose_fen` keeps the money until the shopper accepts that lower amount. Raises CaseUnknown, CaseInOtherState,
    ProposalNotForExchange, ProposalNotLower, EvidenceUnknown.
    """
    case, actor = await held(session, case_id), staff_actor(staff)
    await attach(session, case.id, staff.staff, said)
    case = await moved(session, case, "received", Guard(ORIGINS["receive"]))
    await session.later(store.RECEIVED, case_id=case.id)
    await store.remember(session, case.id, "received", actor, said)
    if propose_fen is not None:
        await propose(session, staff, case_id, propose_fen, Said(said.note))
    elif case.kind != "exchange":
        await give(session, actor, case, Guard(("received",)))
    await take_back(session, actor, case, restock=restock)


async def restock(session: Session, staff: Staff, case_id: UUID, *, back: bool) -> None:
    """Book goods that the clock took as received. Raises CaseUnknown, CaseInOtherState, AlreadyInspected."""
    case = await held(session, case_id)
    if not goods_await_stock(case):
        if case.restocked is not None:
            raise AlreadyInspected
        await queries.refuse(session, case.id)
    await take_back(session, staff_actor(staff), case, restock=back)


async def refund_now(session: Session, staff: Staff, case_id: UUID, said: Said) -> None:
    """Give all that is asked without (further) goods: what cannot be exchanged, what is not worth its parcel.

    Raises CaseUnknown, CaseInOtherState, EvidenceUnknown.
    """
    case = await held(session, case_id)
    await attach(session, case.id, staff.staff, said)
    await give(session, staff_actor(staff), case, Guard(ORIGINS["refund"]), said)


async def reship(session: Session, staff: Staff, case_id: UUID, carrier_code: str, tracking_no: str) -> None:
    """Send exchanged goods: sold anew in the case's name, so that stock stays true.

    Locks order, case, stock. Raises CaseUnknown, CaseInOtherState, CarrierUnknown, TrackingNumberInvalid, StockSoldOut.
    """
    carrier, number = order_reads.carrier(carrier_code), order_reads.tracking_number(tracking_no)
    case, actor = await held(session, case_id), staff_actor(staff)
    if case.kind != "exchange":
        await queries.refuse(session, case.id)
    case = await moved(session, case, "reshipped", Guard(ORIGINS["reship"]))
    await session.later(store.RESHIPPED, case_id=case.id, carrier_code=carrier, tracking_no=number)
    await store.remember(session, case.id, "reshipped", actor, carrier_code=carrier, tracking_no=number)
    await orders.tell_exchange_shipped(session, actor, case.order_id, carrier, number)
    await telling.tell_reshipped(session, case, carrier, number)
    skus: dict[UUID, UUID] = {
        line.id: line.sku_id for line in await order_reads.lines(session, case.order_id)
    }
    wanted = [(skus[part.line_id], part.quantity) for part in await queries.lines(session, case.id)]
    await inventory.reserve(session, case.id, wanted, session.now)
    await sell_reserved(session, case.id)


async def extend(session: Session, staff: Staff, case_id: UUID) -> None:
    """Give the shopper seven more days, once a step. Raises CaseUnknown, CaseInOtherState, AlreadyExtended."""
    case = await held(session, case_id)
    done = await session.maybe(
        store.EXTEND, case_id=case.id, extension=EXTENSION, origins=list(ORIGINS["extend"])
    )
    if done is None:
        if case.extended and case.state in ORIGINS["extend"]:
            raise AlreadyExtended
        await queries.refuse(session, case.id)
    await store.remember(session, case.id, "extended", staff_actor(staff))


async def decide_return_freight(
    session: Session, staff: Staff, case_id: UUID, decision: Paying, note: str
) -> None:
    """Bear the freight of the return or not, and say when it was paid (by hand: it is not money of the order).

    Raises CaseUnknown, ReturnFreightInOtherState.
    """
    case = await held(session, case_id)
    origins = ["accepted"] if decision == "paid" else ["claimed"]
    done = await session.maybe(store.PAY_RETURN_FREIGHT, case_id=case.id, decision=decision, origins=origins)
    if done is None:
        zh, en = RETURN_FREIGHT_WORDS[case.return_freight]
        raise ReturnFreightInOtherState(state=case.return_freight, state_zh=zh, state_en=en)
    await store.remember(
        session, case.id, f"return_freight_{decision}", staff_actor(staff), Said(note),
        amount_fen=case.return_freight_fen,
    )  # fmt: skip


async def note(session: Session, staff: Staff, case_id: UUID, said: Said) -> None:
    """Add a note that only the staff see. Raises CaseUnknown, EvidenceUnknown."""
    case: Case = await queries.case(session, case_id)
    await attach(session, case.id, staff.staff, said)
    await store.remember(session, case.id, "noted", staff_actor(staff), said)
