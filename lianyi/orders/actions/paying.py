"""Money has arrived: for an order that waits, or for one that has closed meanwhile."""

from lianyi.inventory import actions as inventory
from lianyi.inventory.actions import commit as sell_reserved
from lianyi.inventory.errors import StockSoldOut
from lianyi.kit.db import Session
from lianyi.kit.ids import new_id
from lianyi.orders import queries, store
from lianyi.orders.events import OrderPaid, OrderReopened
from lianyi.orders.rules.deadlines import SHIP_WITHIN
from lianyi.orders.types import Actor, Order
from lianyi.payments import actions as payments
from lianyi.payments.events import PaymentSucceeded

SYSTEM = Actor("system", name="payments")


async def mark_paid(session: Session, fact: PaymentSucceeded) -> None:
    """Let a verified payment move its order. Safe to replay.

    Cost: four statements in one wait in the usual case; locks order, then stock.
    An order that waits for its team goes to `forming`, any other to `to_ship`.
    An order that closed meanwhile is re-opened if stock allows, else the money goes back by itself. A wrong amount pays
    nothing and is put before the staff. (A second payment never gets here: payments sends it back.)
    """
    paid = await session.maybe(
        store.MARK_PAID,
        amount_fen=fact.amount_fen,
        event_id=new_id(),
        actor_name=SYSTEM.name,
        **_payment(fact),
    )
    if paid is not None:
        await sell_reserved(session, fact.order_id)
        await session.emit(_paid(fact, paid))
        return
    order = await queries.order(session, fact.order_id)
    if order.paid_at is not None:  # told before
        return
    if order.state == "awaiting_payment":
        await _wrong_amount(session, order, fact)
    elif not await _reopened(session, fact):
        await _return_payment(session, fact)


def _payment(fact: PaymentSucceeded) -> dict[str, object]:
    return {
        "order_id": fact.order_id, "paid_at": fact.paid_at, "pay_method": fact.method,
        "payment_id": fact.payment_id, "transaction_id": fact.transaction_id,
        "ship_by_at": fact.paid_at + SHIP_WITHIN,
    }  # fmt: skip


def _paid(fact: PaymentSucceeded, paid: store.Paid) -> OrderPaid:
    return OrderPaid(paid.id, paid.person_id, fact.amount_fen, fact.paid_at, paid.waits)


async def _reopened(session: Session, fact: PaymentSucceeded) -> bool:
    """Take the stock again for an order that closed before its money came; False when somebody else has it."""
    lines = await queries.lines(session, fact.order_id)
    try:
        async with session.savepoint():
            reopened = await session.maybe(store.REOPEN, amount_fen=fact.amount_fen, **_payment(fact))
            if reopened is None:
                return False
            wanted = [(line.sku_id, line.quantity) for line in lines]
            await inventory.reserve_again(session, fact.order_id, wanted, session.now)
            await sell_reserved(session, fact.order_id)
    except StockSoldOut:
        return False
    await store.remember(
        session,
        fact.order_id,
        "reopened",
        SYSTEM,
        amount_fen=fact.amount_fen,
        transaction_id=fact.transaction_id,
    )
    await session.emit(OrderReopened(fact.order_id, reopened.person_id), _paid(fact, reopened))
    return True


async def _wrong_amount(session: Session, order: Order, fact: PaymentSucceeded) -> None:
    if await store.raise_alarm(session, order.id, "amount_mismatch"):
        await store.remember(
            session, order.id, "amount_mismatch", SYSTEM, paid_fen=fact.amount_fen, payable_fen=order.payable_fen,
            transaction_id=fact.transaction_id,
        )  # fmt: skip


async def _return_payment(session: Session, fact: PaymentSucceeded) -> None:
    """Send a whole payment back, once: the transaction id is unique among refunds."""
    money_id = new_id()
    refund_id = await session.maybe(
        store.ADD_REFUND, id=money_id, money_id=money_id, order_id=fact.order_id, by="system", state="processing",
        reason="late_payment", lines="[]", freight_fen=0, amount_fen=fact.amount_fen,
        payment_ref=fact.transaction_id, decided_by=None, once_key=None,
    )  # fmt: skip
    if refund_id is None:
        return
    await store.remember(session, fact.order_id, "payment_returned", SYSTEM, amount_fen=fact.amount_fen)
    await payments.request_refund(session, fact.order_id, money_id, fact.amount_fen, "订单已关闭,原路退回")
