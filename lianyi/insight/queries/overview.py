"""The overview of a shop: composed reads, each of them by the domain that owns the rows."""

from collections.abc import Sequence
from datetime import date, timedelta

from lianyi.distribution.queries import compliance, prizes, sending
from lianyi.distribution.queries import lists as keepers
from lianyi.identity import queries as identity
from lianyi.identity.queries.figures import joined
from lianyi.identity.types import Staff
from lianyi.insight.rules import attention
from lianyi.insight.types import AttentionKind, DayFigures, Overview
from lianyi.inventory import queries as inventory
from lianyi.kit.clock import BUSINESS_ZONE, business_day, day_bounds
from lianyi.kit.db import ReadSession
from lianyi.members import queries as members
from lianyi.messages.queries import notices
from lianyi.orders import queries as orders
from lianyi.payments import queries as payments
from lianyi.promotions import queries as promotions
from lianyi.reconciliation import queries as reconciliation
from lianyi.trust.queries import aftersales, complaints

TREND_DAYS = 30
TOP_DAYS = 30
ALARM_DAYS = 7


async def overview(
    session: ReadSession, staff: Staff | None = None, decides_on: Sequence[str] = ()
) -> Overview:
    """Today, yesterday, thirty business days with today last, what waits, and the best products of these days.

    `decides_on`: the acts for two people on which `staff` may decide.
    """
    today = business_day(session.now)
    first = today - timedelta(days=TREND_DAYS - 1)
    return Overview(
        today=await _day(session, today),
        yesterday=await _day(session, today - timedelta(days=1)),
        trend=await orders.trend(session, first, today, BUSINESS_ZONE),
        attention=attention.waits(await _counts(session) | await _asked(session, staff, decides_on)),
        top_products=await orders.top_products(session, day_bounds(first)[0], day_bounds(today)[1]),
    )


async def _day(session: ReadSession, day: date) -> DayFigures:
    start, end = day_bounds(day)
    return DayFigures(await orders.figures(session, start, end), await joined(session, start, end))


async def _asked(
    session: ReadSession, staff: Staff | None, decides_on: Sequence[str]
) -> dict[AttentionKind, int]:
    if staff is None:
        return {}
    return {"approvals_waiting": await identity.approvals_waiting(session, staff, decides_on)}


async def _counts(session: ReadSession) -> dict[AttentionKind, int]:
    waiting = await orders.attention(session)
    shop = await identity.tenant(session)
    since = session.now - timedelta(days=ALARM_DAYS)
    campaigns = await promotions.alarms(session)
    complained = await complaints.alarms(session)
    cases = await aftersales.attention(session)
    frozen = await payments.guarantee_waits(session)
    bills = await reconciliation.waits(session)
    paying = await sending.waits(session)
    asking = await keepers.waits(session)
    return {
        "to_ship": waiting.to_ship,
        "ship_late": waiting.ship_late,
        "refund_requested": waiting.refund_requested,
        "refund_failed": waiting.refund_failed,
        "wechat_upload_failed": waiting.wechat_upload_failed,
        "amount_mismatch": waiting.amount_mismatch,
        "low_stock": len(await inventory.low_skus(session, shop.settings.low_stock_at)),
        "keys_missing": int(not await payments.is_configured(session)),
        "licence_missing": int(not (shop.licence.company and shop.licence.licence_no)),
        "campaigns_stopped": campaigns.stopped,
        "campaigns_thin": campaigns.thin,
        "helps_held": await promotions.helps_held(session),
        "member_prices_thin": await members.prices_thin(session),
        "aftersales_open": cases.open,
        "aftersales_due": cases.due,
        "return_freight": cases.freight,
        "release_failed": frozen.failed,
        "guarantee_ending": frozen.ending,
        "guarantee_ended": frozen.unfrozen,
        "differences_open": bills.differences,
        "bills_late": bills.late_bills,
        "notice_failed": await payments.alarms(session, since),
        "compliance_open": await compliance.open_findings(session),
        "appeals_open": asking.appeals,
        "applications_waiting": asking.applications,
        "payouts_review": paying.review,
        "payouts_ready": paying.ready,
        "payouts_stuck": paying.stuck,
        "prizes_stuck": await prizes.stuck(session),
        "tax_due": paying.tax_months,
        "complaints_overdue": complained.overdue,
        "complaints_due": complained.near,
        "messages_failed": await notices.failed_since(session, since),
    }
