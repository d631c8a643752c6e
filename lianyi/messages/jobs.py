"""Jobs and sweeps of messages."""

from uuid import UUID

from lianyi.kit.clock import business_day
from lianyi.kit.db import Database
from lianyi.kit.ids import TenantId
from lianyi.kit.jobs import SWEEP_MAX, every, job
from lianyi.messages import actions
from lianyi.messages.actions.notices import SEND
from lianyi.messages.queries import notices as queries
from lianyi.messages.rules import codes as rules
from lianyi.messages.rules import hours
from lianyi.messages.store import codes, consents
from lianyi.messages.store import notices as store

OUTSIDE_BATCH = 50  # calls to WeChat a sweep may make; the next tick goes on


@job(SEND)
async def send_notice(db: Database, tenant: TenantId, *, notice_id: str) -> None:
    """Send one notice right after it was written."""
    await actions.send(db, tenant, UUID(notice_id))


@every(seconds=20)
async def send_due(db: Database, tenant: TenantId) -> int:
    """Send what waited for the morning or for another try, and what a stopped sender left."""
    async with db.read(tenant) as session:
        due = await queries.due(session, OUTSIDE_BATCH)
    for notice_id in due:
        await actions.send(db, tenant, notice_id)
    return len(due)


@every(seconds=3600)
async def forget_old(db: Database, tenant: TenantId) -> int:
    """Delete records of text messages after thirty days, notices after half a year, budgets after a week."""
    async with db.write(tenant) as session:
        now = session.now
        return max(
            await codes.drop_old(session, now - rules.SMS_KEPT, SWEEP_MAX),
            await session.run(store.DROP_OLD, before=now - hours.NOTICES_KEPT, limit=SWEEP_MAX),
            await session.run(
                consents.DROP_OLD_BUDGET, before=business_day(now - hours.BUDGETS_KEPT), limit=SWEEP_MAX
            ),
        )
