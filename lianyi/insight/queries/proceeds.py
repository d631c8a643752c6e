"""What an order's payment becomes, read from the order, its payment, its partners' parts, the books and the bills."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from lianyi.identity import queries as identity
from lianyi.insight.rules import proceeds as rules
from lianyi.insight.types import Proceeds
from lianyi.kit.clock import business_day, day_bounds
from lianyi.kit.db import ReadSession
from lianyi.ledger import queries as ledger
from lianyi.orders import queries as orders
from lianyi.payments import queries as payments
from lianyi.payments.queries import guarantee
from lianyi.payments.types import Payment
from lianyi.reconciliation import queries as bills
from lianyi.reconciliation.types import BillKind, LineType


async def proceeds(session: ReadSession, order_id: UUID) -> Proceeds:
    """Raises OrderUnknown. Seven statements."""
    order = await orders.order(session, order_id)
    payment = await payments.of_order(session, order_id)
    claims = await guarantee.claims(session, order_id)
    worth_fen = guarantee.worth_now(claims, payment) if payment else {}
    settings = (await identity.tenant(session)).settings
    # An order that is late already counts from now: a day that has gone by is nobody's latest.
    from_now = replace(order, ship_by_at=max(order.ship_by_at or session.now, session.now))
    latest_at = orders.settles_on(
        from_now if order.state == "to_ship" else order,
        settings.auto_receive_days,
        settings.complete_after_days,
    )
    return rules.proceeds(
        order, payment, await guarantee.guarantee(session, order_id), await ledger.trail(session, "order", order_id),
        rules.parts_of(claims, worth_fen), latest_at, await _fee_due_at(session, payment),
    )  # fmt: skip


async def _fee_due_at(session: ReadSession, payment: Payment | None) -> datetime | None:
    """When the bill that tells WeChat's fee comes: ten o'clock on the day after; None once it is here."""
    if payment is None or payment.paid_at is None or payment.transaction_id is None:
        return None
    lines = await bills.lines_about(session, [payment.transaction_id], payment.order_id)
    if any(line.kind is BillKind.TRADE and line.type is LineType.PAYMENT for line in lines):
        return None
    return day_bounds(business_day(payment.paid_at))[1] + timedelta(hours=bills.READY_HOUR)
