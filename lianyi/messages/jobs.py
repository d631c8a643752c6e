"""Sweeps of messages."""

from lianyi.kit.db import Database
from lianyi.kit.ids import TenantId
from lianyi.kit.jobs import SWEEP_MAX, every
from lianyi.messages import rules, store


@every(seconds=3600)
async def forget_old(db: Database, tenant: TenantId) -> int:
    """Delete records of messages after thirty days."""
    async with db.write(tenant) as session:
        return await store.drop_old(session, session.now - rules.SMS_KEPT, SWEEP_MAX)
