"""Orders that are paid and wait for others: they form and ship, or everything goes back; and differences given."""

from collections.abc import Collection
from uuid import UUID

from lianyi.kit.db import Session
from lianyi.orders import queries, store
from lianyi.orders.actions.refunding import give_system_refund
from lianyi.orders.events import OrderFormed
from lianyi.orders.rules import amounts
from lianyi.orders.rules.deadlines import SHIP_WITHIN
from lianyi.orders.types import Actor, OrderState, Portion

TEAM = Actor("system", name="team")
CAMPAIGN = Actor("system", name="campaign")


async def form(session: Session, order_id: UUID) -> bool:
    """Move forming → to_ship, to be shipped within 48 hours from now. False when it is not forming (any more).

    One guarded update; locks the order. Safe to replay.
    """
    formed = await session.maybe(store.FORM, order_id=order_id, ship_by_at=session.now + SHIP_WITHIN)
    if formed is None:
        return False
    await store.remember(session, order_id, "formed", TEAM)
    await session.emit(OrderFormed(order_id, formed.person_id))
    return True


async def refund_forming(session: Session, order_id: UUID, reason: str) -> bool:
    """Give a waiting order back whole, freight included: it closes, its stock returns, the money leaves by payments.

    `reason` is read by the shopper. False when the order is not forming (any more). Locks order, payment, ledger, stock.
    Safe to replay.
    """
    return await _give_whole(session, order_id, TEAM, reason, {"forming"})


async def refund_unkept(session: Session, order_id: UUID, reason: str) -> bool:
    """Give a paid order back whole because a promise of the campaign it was bought in could not be kept.

    As `refund_forming`, also for an order that could already ship, while nothing of it has left and nobody has asked
    for a refund. Safe to replay.
    """
    return await _give_whole(session, order_id, CAMPAIGN, reason, {"forming", "to_ship"})


async def _give_whole(
    session: Session, order_id: UUID, actor: Actor, reason: str, states: Collection[OrderState]
) -> bool:
    if await session.maybe(store.LOCK, order_id=order_id) is None:
        return False
    order = await queries.order(session, order_id)
    lines = await queries.lines(session, order_id)
    left = any(line.shipped_quantity for line in lines)
    if order.state not in states or order.refund_request_id is not None or left:
        return False
    wanted = [Portion(line.id, line.unshipped) for line in lines]
    plan = amounts.plan_refund(order, lines, wanted, None)
    await give_system_refund(session, actor, order, lines, plan, reason)
    return True


async def give_difference(session: Session, order_id: UUID, key: str, amount_fen: int, reason: str) -> bool:
    """Give money back without units (a price that fell for everybody), once per order and `key`.

    Spread over the lines by what each has left. Possible in forming and to_ship, also while a refund is asked for.
    False when it was given before, is nothing, or the order is in another state: then nothing moves.
    Raises RefundTooMuch when less than `amount_fen` is left. Locks order, payment, ledger.
    """
    if amount_fen <= 0 or await session.maybe(store.LOCK, order_id=order_id) is None:
        return False
    order = await queries.order(session, order_id)
    if order.state not in {"forming", "to_ship"} or await queries.given_once(session, order_id, key):
        return False
    lines = await queries.lines(session, order_id)
    plan = amounts.plan_difference(lines, amount_fen)
    await give_system_refund(session, TEAM, order, lines, plan, reason, once_key=key)
    return True
