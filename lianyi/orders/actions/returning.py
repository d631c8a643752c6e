"""After shipping: a case holds the order, what came back is given back, exchanged goods leave again."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from lianyi.kit.db import Session
from lianyi.kit.ids import new_id
from lianyi.kit.money import format_yuan
from lianyi.orders import queries, store
from lianyi.orders.actions.refunding import Asked, portions_json, release_kept, state_of
from lianyi.orders.errors import RefundTooMuch, TooManyCases
from lianyi.orders.events import OrderClosed, OrderDisputed, RefundGranted
from lianyi.orders.rules import amounts
from lianyi.orders.rules.words import came_back
from lianyi.orders.types import Actor, Line, Order, Portion, RefundId, RefundPlan
from lianyi.payments import actions as payments

CASES_MAX = 10
AFTERSALES = Actor("system", name="aftersales")
AFTER_SHIPPING = frozenset({"shipped", "received", "completed"})


async def open_case(session: Session, person_id: UUID, order_id: UUID) -> Order:
    """Let a case of after-sales hold the order: the clock neither receives nor completes it until `end_case`.

    Locks the order. Raises OrderUnknown, OrderInOtherState (nothing has left yet, or it is closed), TooManyCases.
    """
    held = await session.maybe(store.OPEN_CASE, order_id=order_id, person_id=person_id, cases_max=CASES_MAX)
    order = await queries.order_of(session, person_id, order_id)
    if held is None:
        if order.state in AFTER_SHIPPING:
            raise TooManyCases(cases_max=CASES_MAX)
        await queries.refuse_state(session, order_id, person_id)
    await store.remember(session, order_id, "case_opened", Actor("shopper", person_id))
    await session.emit(OrderDisputed(order_id))
    return order


async def hold(session: Session, order_id: UUID) -> None:
    """Lock the order before a case of it is moved, as everywhere."""
    await session.maybe(store.LOCK, order_id=order_id)


async def end_case(session: Session, order_id: UUID) -> None:
    """A case has ended: the order goes on when it was the last one. Once a case; the caller guards it."""
    await session.run(store.END_CASE, order_id=order_id)
    await store.remember(session, order_id, "case_ended", AFTERSALES)
    await session.emit(OrderDisputed(order_id))


async def refund_returned(
    session: Session, actor: Actor, order_id: UUID, key: str, wanted: Sequence[Portion], *, with_freight: bool,
    reason: str,
) -> Asked:  # fmt: skip
    """Give back what has left the house, once per order and `key`: units with their amounts, or money alone.

    What a unit was worth beyond its amount stays with the merchant. With the last unit the order closes (a completed one
    stays completed) and, `with_freight`, its freight comes back. Locks order, payment, ledger. Stock is the caller's: the
    goods may come back or not. Raises OrderInOtherState, LineUnknown, RefundTooMuch, RefundEmpty.
    """
    await session.maybe(store.LOCK, order_id=order_id)
    given = await queries.refund_once(session, order_id, key)
    if given is not None:
        return Asked(given.id, given.state, given.amount_fen)
    order, lines = await queries.order(session, order_id), await queries.lines(session, order_id)
    if order.state not in AFTER_SHIPPING:
        await queries.refuse_state(session, order_id)
    plan = amounts.plan_return(order, lines, wanted, with_freight=with_freight)
    refund_id = RefundId(new_id())
    await session.one(
        store.ADD_REFUND, id=refund_id, money_id=refund_id, order_id=order_id, by=actor.kind, state=state_of(plan),
        reason=reason, lines=portions_json(plan.lines), freight_fen=plan.freight_fen, amount_fen=plan.amount_fen,
        payment_ref=None, decided_by=actor.id if actor.kind == "staff" else None, once_key=key,
    )  # fmt: skip
    await _grant(session, actor, order, lines, refund_id, plan, reason)
    return Asked(refund_id, state_of(plan), plan.amount_fen)


async def _grant(
    session: Session, actor: Actor, order: Order, lines: Sequence[Line], refund_id: RefundId, plan: RefundPlan,
    reason: str,
) -> None:  # fmt: skip
    closes = plan.whole and order.state != "completed"
    granted = await session.maybe(
        store.GRANT_AFTER,
        order_id=order.id,
        amount_fen=plan.amount_fen,
        freight_fen=plan.freight_fen,
        closes=closes,
    )
    worth: Mapping[UUID, Line] = {line.id: line for line in lines}
    taken = await session.run(
        store.GRANT_RETURNED, order_id=order.id, line_ids=[part.line_id for part in plan.lines],
        quantities=[part.quantity for part in plan.lines], amounts_fen=[part.amount_fen for part in plan.lines],
        withheld_fen=[
            part.quantity and worth[part.line_id].worth_fen(part.quantity) - (part.amount_fen or 0)
            for part in plan.lines
        ],
    )  # fmt: skip
    if granted is None or taken != len(plan.lines):
        left_fen = order.payable_fen - order.granted_fen
        raise RefundTooMuch(field="lines", quantity_max=0, amount_max_yuan=format_yuan(left_fen))
    await store.remember(
        session, order.id, "refund_granted", actor, reason,
        amount_fen=plan.amount_fen, freight_fen=plan.freight_fen, refund_id=str(refund_id),
    )  # fmt: skip
    await session.emit(RefundGranted(order.id, order.person_id, refund_id))
    if closes:
        await store.remember(session, order.id, "closed", AFTERSALES, reason=came_back(order))
        await session.emit(OrderClosed(order.id, order.person_id, "refunded"))
    if plan.amount_fen:
        await payments.request_refund(session, order.id, refund_id, plan.amount_fen, reason)
    else:  # no money moves, so nobody will tell that it has arrived
        await release_kept(session, order.id)


async def tell_exchange_shipped(
    session: Session, actor: Actor, order_id: UUID, carrier_code: str, tracking_no: str
) -> None:
    """Write into the order's history that exchanged goods have left again."""
    await store.remember(
        session, order_id, "exchange_shipped", actor, carrier_code=carrier_code, tracking_no=tracking_no
    )
