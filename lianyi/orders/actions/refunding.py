"""Refunds before shipping: asked, given, decided, arrived, failed, tried again.

Every grant holds the order first, so that two refunds and a parcel can never take the same unit or the same fen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NoReturn
from uuid import UUID

from lianyi.identity import queries as identity
from lianyi.identity.types import Shopper, Staff
from lianyi.inventory import actions as inventory
from lianyi.kit import wire
from lianyi.kit.db import Session
from lianyi.kit.ids import new_id
from lianyi.kit.money import format_yuan
from lianyi.orders import queries, store
from lianyi.orders.errors import (
    FormingRefundedWhole,
    RefundInOtherState,
    RefundRequestOpen,
    RefundTooMuch,
    RefundUnknown,
)
from lianyi.orders.events import OrderClosed, OrderRefunded, RefundGranted, RefundRequested
from lianyi.orders.rules import amounts
from lianyi.orders.rules.words import REFUND_WORDS, came_back
from lianyi.orders.types import Actor, Line, Order, Portion, Refund, RefundId, RefundPlan, RefundState
from lianyi.payments import actions as payments

SYSTEM = Actor("system", name="payments")
REVIEW_OFF = Actor("system", name="refund_review_off")


@dataclass(frozen=True, slots=True)
class Asked:
    """A refund as it stands after the act."""

    refund_id: RefundId
    state: RefundState
    amount_fen: int


async def refund(
    session: Session,
    staff: Staff,
    order_id: UUID,
    wanted: Sequence[Portion],
    *,
    freight_fen: int | None,
    reason: str,
) -> Asked:
    """Staff give units, money or freight back before shipping; gives the refund that is on its way.

    Locks order, then payment, ledger, stock. Raises OrderUnknown, OrderInOtherState, RefundRequestOpen, LineUnknown,
    RefundTooMuch, FreightRefundTooMuch, RefundEmpty, FormingRefundedWhole.
    """
    await _hold(session, order_id, None)
    order, lines = await queries.order(session, order_id), await queries.lines(session, order_id)
    plan = amounts.plan_refund(order, lines, wanted, freight_fen)
    left_fen = order.payable_fen - order.granted_fen
    # all the money but not all the goods would leave it in its team, to be shipped for nothing
    if order.state == "forming" and not (plan.whole and plan.amount_fen == left_fen):
        raise FormingRefundedWhole(field="lines")
    refund_id = await _add(session, order_id, "staff", "processing", reason, plan, staff.staff)
    await _grant(session, Actor("staff", staff.staff, staff.name), order, lines, refund_id, plan, reason)
    return Asked(refund_id, state_of(plan), plan.amount_fen)


async def give_system_refund(
    session: Session, actor: Actor, order: Order, lines: Sequence[Line], plan: RefundPlan, reason: str, *,
    once_key: str | None = None,
) -> None:  # fmt: skip
    """Grant a planned refund by rule, not by a person. The caller holds the order and has read it since."""
    refund_id = await _add(session, order.id, "system", "processing", reason, plan, None, once_key=once_key)
    await _grant(session, actor, order, lines, refund_id, plan, reason)


async def request_refund(
    session: Session, shopper: Shopper, order_id: UUID, wanted: Sequence[Portion], reason: str
) -> Asked:
    """The shopper asks for units back before shipping; with `refund_review` off the money leaves at once.

    One open request an order. Freight comes back with the last goods only. Raises as `refund` does.
    """
    refund_id = RefundId(new_id())
    held = await session.maybe(
        store.REQUEST_REFUND, order_id=order_id, person_id=shopper.person, refund_id=refund_id
    )
    order = await queries.order_of(session, shopper.person, order_id)
    if held is None:
        if order.state == "to_ship":
            raise RefundRequestOpen
        await queries.refuse_state(session, order_id)
    lines = await queries.lines(session, order_id)
    plan = amounts.plan_refund(order, lines, [Portion(want.line_id, want.quantity) for want in wanted], None)
    await _add(session, order_id, "shopper", "requested", reason, plan, None, refund_id)
    await store.remember(
        session,
        order_id,
        "refund_requested",
        Actor("shopper", shopper.person),
        reason,
        amount_fen=plan.amount_fen,
    )
    await session.emit(RefundRequested(order_id, refund_id, plan.amount_fen))
    if (await identity.tenant(session)).settings.refund_review:
        return Asked(refund_id, "requested", plan.amount_fen)
    plan = await _approve(session, REVIEW_OFF, None, order, lines, refund_id, reason)
    return Asked(refund_id, state_of(plan), plan.amount_fen)


async def approve_refund(session: Session, staff: Staff, refund_id: UUID) -> Asked:
    """Say yes to a request: the money leaves, the stock comes back. Raises RefundUnknown, RefundInOtherState."""
    asked = await queries.refund(session, refund_id)
    await _hold(session, asked.order_id, asked)
    order, lines = await queries.order(session, asked.order_id), await queries.lines(session, asked.order_id)
    actor = Actor("staff", staff.staff, staff.name)
    plan = await _approve(session, actor, staff.staff, order, lines, asked.id, asked.reason)
    return Asked(asked.id, state_of(plan), plan.amount_fen)


async def reject_refund(session: Session, staff: Staff, refund_id: UUID, note: str) -> None:
    """Say no to a request, with the reason that the shopper will read. Raises RefundUnknown, RefundInOtherState."""
    asked = await queries.refund(session, refund_id)
    await _end_request(session, asked, "rejected", note, staff.staff, None)
    actor = Actor("staff", staff.staff, staff.name)
    await store.remember(session, asked.order_id, "refund_rejected", actor, note, amount_fen=asked.amount_fen)


async def withdraw_refund(session: Session, shopper: Shopper, order_id: UUID, refund_id: UUID) -> None:
    """The shopper takes an undecided request back. Raises RefundUnknown, RefundInOtherState."""
    asked = await queries.refund(session, refund_id)
    order = await queries.order_of(session, shopper.person, asked.order_id)
    if order.id != order_id:
        raise RefundUnknown
    await _end_request(session, asked, "withdrawn", "", None, shopper.person)
    actor = Actor("shopper", shopper.person)
    await store.remember(session, order_id, "refund_withdrawn", actor, amount_fen=asked.amount_fen)


async def retry_refund(session: Session, staff: Staff, refund_id: UUID) -> None:
    """Ask WeChat once more for a refund that failed. Raises RefundUnknown, RefundInOtherState.

    What WeChat closed for good is asked for under a new number; anything else keeps its number, so that it can never
    be given twice.
    """
    failed = await queries.refund(session, refund_id)
    await session.maybe(store.LOCK, order_id=failed.order_id)
    failed = await queries.refund(session, refund_id)
    money_id = new_id() if failed.failed_for_good else failed.money_id
    if not await session.run(store.RETRY_REFUND, refund_id=refund_id, money_id=money_id):
        _refuse(failed)
    actor = Actor("staff", staff.staff, staff.name)
    await store.remember(session, failed.order_id, "refund_retried", actor, amount_fen=failed.amount_fen)
    if failed.failed_for_good:
        await payments.request_refund(session, failed.order_id, money_id, failed.amount_fen, failed.reason)
    else:
        await payments.retry_refund(session, money_id)


async def refund_succeeded(session: Session, money_id: UUID) -> None:
    """The money has arrived. Safe to replay."""
    asked = await queries.refund_of_money(session, money_id)
    await session.maybe(store.LOCK, order_id=asked.order_id)
    done = await session.maybe(store.FINISH_REFUND, refund_id=asked.id)
    if done is None:
        return
    await store.remember(session, done.id, "refund_succeeded", SYSTEM, amount_fen=asked.amount_fen)
    await session.emit(OrderRefunded(done.id, done.person_id, asked.id, asked.amount_fen))
    await release_kept(session, done.id)


async def release_kept(session: Session, order_id: UUID) -> None:
    """What staff kept back of a closed order is the merchant's, once nothing of it is on its way back any more."""
    order = await queries.order(session, order_id)
    if order.close_reason == "refunded" and order.refunded_fen == order.granted_fen < order.payable_fen:
        await payments.release(session, order.id)


async def refund_failed(session: Session, money_id: UUID, reason: str, *, for_good: bool) -> None:
    """WeChat could not give the money back: seen by the staff, tried again by hand. Safe to replay."""
    asked = await queries.refund_of_money(session, money_id)
    await session.maybe(store.LOCK, order_id=asked.order_id)
    if await session.run(store.FAIL_REFUND, refund_id=asked.id, error=reason[:300], failed_for_good=for_good):
        await store.remember(
            session, asked.order_id, "refund_failed", SYSTEM, reason[:300], amount_fen=asked.amount_fen
        )


async def refund_adopted(session: Session, order_id: UUID, money_id: UUID, amount_fen: int) -> None:
    """Money went back past the order: its lines know nothing of it, so the staff must look before anything ships.

    Safe to replay.
    """
    await session.maybe(store.LOCK, order_id=order_id)
    history = await queries.history(session, order_id)
    if any(step.data.get("refund_id") == str(money_id) for step in history):
        return
    await store.remember(
        session, order_id, "refunded_at_wechat", SYSTEM, amount_fen=amount_fen, refund_id=str(money_id)
    )
    await store.raise_alarm(session, order_id, "amount_mismatch")


async def _hold(session: Session, order_id: UUID, asked: Refund | None) -> None:
    held = await session.maybe(
        store.LOCK_TO_REFUND, order_id=order_id, refund_request_id=asked.id if asked else None
    )
    if held is not None:
        return
    if asked is not None:
        _refuse(await queries.refund(session, asked.id))
    order = await queries.order(session, order_id)
    if order.state == "to_ship":
        raise RefundRequestOpen
    await queries.refuse_state(session, order_id)


def _refuse(asked: Refund) -> NoReturn:
    zh, en = REFUND_WORDS[asked.state]
    raise RefundInOtherState(state=asked.state, state_zh=zh, state_en=en)


async def _approve(
    session: Session, actor: Actor, decided_by: UUID | None, order: Order, lines: Sequence[Line],
    refund_id: RefundId, reason: str,
) -> RefundPlan:  # fmt: skip
    """Grant a request as the lines stand now: what it asked may be worth a fen more or less than when it was asked."""
    asked = await queries.refund(session, refund_id)
    wanted = [Portion(UUID(part["line_id"]), part["quantity"]) for part in asked.lines]
    plan = amounts.plan_refund(order, lines, wanted, None)
    if not await session.run(
        store.DECIDE_REFUND, refund_id=refund_id, state=state_of(plan), lines=portions_json(plan.lines),
        freight_fen=plan.freight_fen, amount_fen=plan.amount_fen, note="", decided_by=decided_by,
    ):  # fmt: skip
        _refuse(asked)
    await session.maybe(store.END_REQUEST, order_id=order.id, refund_id=refund_id, person_id=None)
    await _grant(session, actor, order, lines, refund_id, plan, reason)
    return plan


async def _end_request(
    session: Session,
    asked: Refund,
    state: RefundState,
    note: str,
    decided_by: UUID | None,
    person_id: UUID | None,
) -> None:
    ended = await session.maybe(
        store.END_REQUEST, order_id=asked.order_id, refund_id=asked.id, person_id=person_id
    )
    if ended is None or not await session.run(
        store.REFUSE_REFUND, refund_id=asked.id, state=state, note=note, decided_by=decided_by
    ):
        _refuse(await queries.refund(session, asked.id))


async def _add(
    session: Session, order_id: UUID, by: str, state: RefundState, reason: str, plan: RefundPlan,
    decided_by: UUID | None, refund_id: RefundId | None = None, once_key: str | None = None,
) -> RefundId:  # fmt: skip
    fresh = refund_id or RefundId(new_id())
    await session.one(
        store.ADD_REFUND, id=fresh, money_id=fresh, order_id=order_id, by=by,
        state=state_of(plan) if state == "processing" else state, reason=reason, lines=portions_json(plan.lines),
        freight_fen=plan.freight_fen, amount_fen=plan.amount_fen, payment_ref=None, decided_by=decided_by,
        once_key=once_key,
    )  # fmt: skip
    return fresh


async def _grant(
    session: Session,
    actor: Actor,
    order: Order,
    lines: Sequence[Line],
    refund_id: RefundId,
    plan: RefundPlan,
    reason: str,
) -> None:
    """Take units and fen from the order for good, ask for the money, give the stock back."""
    nothing_left_the_house = not any(line.shipped_quantity for line in lines)
    granted = await session.maybe(
        store.GRANT, order_id=order.id, amount_fen=plan.amount_fen, freight_fen=plan.freight_fen,
        closes=plan.whole and nothing_left_the_house,
    )  # fmt: skip
    taken = await session.run(
        store.GRANT_LINES, order_id=order.id, line_ids=[part.line_id for part in plan.lines],
        quantities=[part.quantity for part in plan.lines], amounts_fen=[part.amount_fen for part in plan.lines],
    )  # fmt: skip
    if granted is None or taken != len(plan.lines):
        left_fen = order.payable_fen - order.granted_fen
        raise RefundTooMuch(field="lines", quantity_max=0, amount_max_yuan=format_yuan(left_fen))
    await store.remember(
        session, order.id, "refund_granted", actor, reason,
        amount_fen=plan.amount_fen, freight_fen=plan.freight_fen, refund_id=str(refund_id),
    )  # fmt: skip
    await session.emit(RefundGranted(order.id, order.person_id, refund_id))
    await _follow_state(session, order, plan, closes=plan.whole and nothing_left_the_house)
    if plan.amount_fen:
        await payments.request_refund(session, order.id, refund_id, plan.amount_fen, reason)
    else:  # no money moves, so nobody will tell that it has arrived
        await release_kept(session, order.id)
    back = {part.line_id: part.quantity for part in plan.lines if part.quantity}
    if back:
        returned = [(line.sku_id, back[line.id]) for line in lines if line.id in back]
        await inventory.give_back(session, order.id, returned, restock=True)


async def _follow_state(session: Session, order: Order, plan: RefundPlan, *, closes: bool) -> None:
    """Close the order when everything came back; send it on its way when only shipped units remain."""
    if closes:
        await store.remember(session, order.id, "closed", SYSTEM, reason=came_back(order))
        await session.emit(OrderClosed(order.id, order.person_id, "refunded"))
    elif plan.whole:
        settings = (await identity.tenant(session)).settings
        await session.maybe(
            store.SHIP_WHOLE,
            order_id=order.id,
            auto_receive_at=session.now + timedelta(days=settings.auto_receive_days),
        )
        await session.later(store.TELL_AGAIN, order_id=order.id)


def state_of(plan: RefundPlan) -> RefundState:
    """Goods that cost nothing after a discount need no money to move."""
    return "processing" if plan.amount_fen else "succeeded"


def portions_json(portions: Sequence[Portion]) -> str:
    """Portions as a refund's row keeps them."""
    return wire.dumps(
        [
            {"line_id": str(part.line_id), "quantity": part.quantity, "amount_fen": part.amount_fen}
            for part in portions
        ]
    ).decode()
