"""Reads of messages."""

from dataclasses import dataclass
from datetime import datetime

from lianyi.kit.db import ReadSession, Statement


@dataclass(frozen=True, slots=True)
class CodeState:
    """When a phone got its last code, and how many today."""

    sent_at: datetime
    day: str
    day_count: int


STATE = Statement(
    """
    select sent_at, day, day_count from messages_login_code
    where tenant_id = %(tenant)s and phone_blind = %(phone_blind)s
    """,
    CodeState,
)
SENT_SINCE = Statement(
    """
    select count(*)::int from (select 1 from messages_sms
      where tenant_id = %(tenant)s and created_at > %(since)s limit %(limit)s) as counted
    """,
    int,
)


async def code_state(session: ReadSession, phone_blind: bytes) -> CodeState | None:
    """What a phone got so far, None when nothing."""
    return await session.maybe(STATE, phone_blind=phone_blind)


async def sent_since(session: ReadSession, since: datetime, limit: int) -> int:
    """How many messages the shop sent since an instant, counted up to `limit`."""
    return await session.one(SENT_SINCE, since=since, limit=limit)
