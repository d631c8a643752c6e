"""Telling shoppers what became of their orders. What is told twice arrives once: each notice has its key."""

from uuid import UUID

from lianyi.kit.db import Session
from lianyi.messages import actions as messages
from lianyi.messages.types import NoticeValue
from lianyi.orders import queries, store
from lianyi.orders.events import OrderRefunded, OrderShipped
from lianyi.orders.rules.carriers import carrier_name
from lianyi.orders.rules.deadlines import REMIND_BEFORE, REMIND_LEAST
from lianyi.orders.rules.notices import (
    ORDER_SHIPPED,
    PAYMENT_REMINDER,
    REFUND_ARRIVED,
    goods_text,
    order_page,
)
from lianyi.orders.types import Actor, OrderId

WECHAT_PAY = Actor("system", name="payments")
# What of the guarantee puts an order before the staff; being released ends each of them.
GUARANTEE_ALARMS = ("release_failed", "guarantee_ending", "guarantee_ended")


async def tell_shipped(session: Session, fact: OrderShipped) -> None:
    """A parcel has left: what is in it, who carries it."""
    order = await queries.order(session, fact.order_id)
    parcel = await queries.parcel(session, fact.parcel_id)
    inside = {str(portion["line_id"]) for portion in parcel.lines}
    lines = [line for line in await queries.lines(session, order.id) if str(line.id) in inside]
    values: dict[str, NoticeValue] = {
        "title": goods_text(lines), "number": order.number, "carrier": carrier_name(parcel.carrier_code, "zh"),
        "tracking_no": parcel.tracking_no, "at": parcel.shipped_at,
    }  # fmt: skip
    await messages.notify(
        session, ORDER_SHIPPED, order.person_id, key=str(parcel.id), page=order_page(order.id), values=values
    )


async def tell_refunded(session: Session, fact: OrderRefunded) -> None:
    """The money of a refund has arrived."""
    order = await queries.order(session, fact.order_id)
    refund = await queries.refund(session, fact.refund_id)
    lines = await queries.lines(session, order.id)
    inside = {str(portion["line_id"]) for portion in refund.lines}
    values: dict[str, NoticeValue] = {
        "title": goods_text([line for line in lines if str(line.id) in inside] or lines),
        "amount": fact.amount_fen, "number": order.number, "at": refund.finished_at or session.now,
    }  # fmt: skip
    await messages.notify(
        session, REFUND_ARRIVED, order.person_id, key=str(refund.id), page=order_page(order.id), values=values
    )


async def remind_unpaid(session: Session, limit: int) -> int:
    """Remind once of orders whose deadline comes near, five minutes before it or half-way; how many."""
    near = await session.all(
        store.REMIND, limit=limit, before=REMIND_BEFORE, latest_deadline_at=session.now + REMIND_BEFORE,
        least_deadline_at=session.now + REMIND_LEAST,
    )  # fmt: skip
    lines = await queries.lines_of(session, [order.id for order in near])
    for order in near:
        values: dict[str, NoticeValue] = {
            "title": goods_text(lines[order.id]), "amount": order.payable_fen, "until": order.pay_deadline_at,
            "number": order.number,
        }  # fmt: skip
        await messages.notify(
            session, PAYMENT_REMINDER, order.person_id, key=str(order.id), page=order_page(OrderId(order.id)),
            values=values, until=order.pay_deadline_at,
        )  # fmt: skip
    return len(near)


async def end_reminder(session: Session, order_id: UUID) -> None:
    """The order is paid or closed: nothing is left to remind of."""
    await messages.withdraw(session, PAYMENT_REMINDER, str(order_id))


async def tell_guarantee(session: Session, order_id: UUID, kind: str, note: str = "", **data: int) -> None:
    """Keep in the order's history what became of its guaranteed money, and raise or end the alarm. Safe to replay."""
    history = await queries.history(session, order_id)
    if any((step.kind, step.note, dict(step.data)) == (kind, note[:200], data) for step in history):
        return
    await store.remember(session, order_id, kind, WECHAT_PAY, note[:200], **data)
    if kind in GUARANTEE_ALARMS:
        await store.raise_alarm(session, order_id, kind)
    elif kind == "released":
        for alarm in GUARANTEE_ALARMS:
            await session.later(store.CLEAR_ALARM, order_id=order_id, alarm=alarm)
