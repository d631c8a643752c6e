"""The nightly look at the real graph."""

from lianyi.distribution.actions import compliance as actions
from lianyi.kit.db import Database
from lianyi.kit.ids import TenantId
from lianyi.kit.jobs import every


@every(seconds=600)
async def look_at_everything(db: Database, tenant: TenantId) -> int:
    """Once a business day, from three in the morning: what really happened, against the rules in force."""
    return await actions.scan_due(db, tenant)
