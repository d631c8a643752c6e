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


@every(seconds=20)
async def show_sold(db: Database, tenant: TenantId) -> int:
    """Count what was sold on the products' cards."""
    async with db.write(tenant) as session:
        return await actions.show_sold(session, SWEEP_MAX)
