"""Notices as they are read: what is due, a person's inbox, the staff's list."""

from uuid import UUID

from lianyi.kit.db import ReadSession, Statement

DUE = Statement(
    """
    select id from messages_notice where tenant_id = %(tenant)s and try_at <= %(now)s
    order by try_at, id limit %(limit)s
    """,
    UUID,
)


async def due(session: ReadSession, limit: int) -> list[UUID]:
    """Notices whose time has come, longest overdue first."""
    return await session.all(DUE, limit=limit)
