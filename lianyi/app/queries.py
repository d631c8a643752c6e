"""What readiness asks the database."""

from lianyi.kit.db import ReadSession, Statement

# 42P01: before the first migration the table is not there; the caller reads that as "not migrated".
REVISION = Statement("select version_num from alembic_version", str)
HEARTBEAT_AGE = Statement(
    "select coalesce(extract(epoch from now() - max(last_heartbeat)), 86400)::int from procrastinate_workers",
    int,
)
BYPASSES = Statement("select rolsuper or rolbypassrls from pg_roles where rolname = current_user", bool)


async def revision(session: ReadSession) -> str | None:
    """The migration the database stands at."""
    return await session.maybe(REVISION)


async def heartbeat_age_seconds(session: ReadSession) -> int:
    """Seconds since any worker was last heard of; a day when none ever was."""
    return await session.one(HEARTBEAT_AGE)


async def bypasses_row_security(session: ReadSession) -> bool:
    """Whether our own role could step over row-level security, which no server may."""
    return await session.one(BYPASSES)
