"""Jobs of supply."""

from uuid import UUID

from lianyi.catalog.types import ImportId
from lianyi.kit.db import Database
from lianyi.kit.ids import TenantId
from lianyi.kit.jobs import job
from lianyi.supply import actions
from lianyi.supply.actions.sheets_in import JOB


@job(JOB)
async def import_file(db: Database, tenant: TenantId, import_id: str) -> None:
    """Do what is left of a file; safe to run again."""
    await actions.run_import(db, tenant, ImportId(UUID(import_id)))
