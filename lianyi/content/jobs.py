"""Sweeps of content."""

from datetime import timedelta

from lianyi.kit.clock import wall_seconds
from lianyi.kit.db import Database
from lianyi.kit.ids import TenantId
from lianyi.kit.jobs import SWEEP_MAX, every
from lianyi.media import actions as media

DRAWN_KEPT = timedelta(days=7)


@every(seconds=3600)
async def sweep_pictures(_db: Database, tenant: TenantId) -> int:
    """Remove cards, posters and codes that nobody asked for in a week: each is drawn again when somebody does."""
    before_seconds = wall_seconds() - int(DRAWN_KEPT.total_seconds())
    return await media.sweep_drawn(tenant, before_seconds, SWEEP_MAX)
