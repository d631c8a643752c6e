"""Sweeps of catalog."""

from lianyi.catalog import actions
from lianyi.kit.db import Database
from lianyi.kit.ids import TenantId
from lianyi.kit.jobs import SWEEP_MAX, every


@every(seconds=20)
async def change_shelves(db: Database, tenant: TenantId) -> int:
    """Put products on or off the shelf whose instant has come."""
    async with db.write(tenant) as session:
        return await actions.shelve_due(session, SWEEP_MAX)
