"""How many people joined."""

from datetime import datetime

from lianyi.kit.db import ReadSession, Statement

JOINED = Statement(
    """
    select count(*)::int as count from identity_person
    where tenant_id = %(tenant)s and joined_at >= %(start)s and joined_at < %(end)s and merged_into is null
    """,
    int,
)


async def joined(session: ReadSession, start: datetime, end: datetime) -> int:
    """People who joined from `start` until before `end`; one who was merged into another counts once."""
    return await session.one(JOINED, start=start, end=end)
