"""Sweeps of checkout."""

from datetime import timedelta

from lianyi.checkout import store
from lianyi.kit.db import Database
from lianyi.kit.ids import TenantId
from lianyi.kit.jobs import every

BATCH = 200
KEPT = timedelta(days=2)  # long enough to answer a question about a refused order


@every(seconds=600)
async def forget_old_quotes(db: Database, tenant: TenantId) -> int:
    """Quotes are what was shown for 30 minutes; the order keeps what was bought."""
    async with db.write(tenant) as session:
        return await session.run(store.FORGET_QUOTES, before=session.now - KEPT, limit=BATCH)
