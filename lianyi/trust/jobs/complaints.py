"""What happens to complaints by the clock: a lost callback costs minutes, a lost answer is asked for again."""

from lianyi.kit.db import Database
from lianyi.kit.ids import TenantId
from lianyi.kit.jobs import every, job
from lianyi.trust.actions import complaints as actions
from lianyi.trust.queries import complaints as queries
from lianyi.trust.types.complaints import Source

ACTS_BATCH = 50


@job("trust.sync_complaint")
async def sync_complaint(db: Database, tenant: TenantId, *, source: Source, wechat_id: str) -> None:
    """WeChat told that something happened to it: ask what."""
    await actions.sync(db, tenant, source, wechat_id)


@every(seconds=60)
async def watch_complaints(db: Database, tenant: TenantId) -> int:
    """Register our address at WeChat when it is not there, and list what began in the last days."""
    return await actions.keep_watch(db, tenant)


@every(seconds=60)
async def catch_up_complaints(db: Database, tenant: TenantId) -> int:
    """Ask about complaints under way that nobody told of for half an hour."""
    return await actions.catch_up(db, tenant)


@every(seconds=20)
async def send_acts_again(db: Database, tenant: TenantId) -> int:
    """Say again what WeChat did not answer."""
    async with db.read(tenant) as session:
        due = await session.all(queries.DUE_ACTS, limit=ACTS_BATCH)
    for act_id in due:
        await actions.send_again(db, tenant, act_id)
    return len(due)
