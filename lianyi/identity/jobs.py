"""Sweeps of identity: what ended is deleted."""

from datetime import timedelta

from lianyi.identity.store import approvals, people, shops, staff
from lianyi.kit.db import Database
from lianyi.kit.ids import TenantId
from lianyi.kit.jobs import SWEEP_MAX, every

ATTEMPTS_KEPT = timedelta(days=2)


@every(seconds=3600)
async def forget_ended(db: Database, tenant: TenantId) -> int:
    """Delete ended sessions of shoppers, states used up, and old counts of failed sign-ins."""
    async with db.write(tenant) as session:
        done = [
            await people.drop_old_sessions(session, SWEEP_MAX),
            await shops.drop_old_once(session, SWEEP_MAX),
            await staff.drop_old_attempts(session, session.now - ATTEMPTS_KEPT, SWEEP_MAX),
        ]
    return max(done)


@every(seconds=300)
async def expire_approvals(db: Database, tenant: TenantId) -> int:
    """Forget what nobody decided on in time, with the secrets it holds; it read as expired from its instant on."""
    async with db.write(tenant) as session:
        return await approvals.expire(session, SWEEP_MAX)
