"""The sweep that ends teams whose time is up."""

from lianyi.kit.db import Database
from lianyi.kit.ids import TenantId
from lianyi.kit.jobs import every
from lianyi.promotions.plays.group_buy import actions

BATCH = 50


@every(seconds=10)
async def finish_teams(db: Database, tenant: TenantId) -> int:
    """End teams whose time is up, each in its own transaction."""
    return await actions.finish_due(db, tenant, BATCH)
