"""What somebody wants to be reminded of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lianyi.kit.db import ReadSession, Statement


@dataclass(frozen=True, slots=True)
class Reminded:
    campaign_id: UUID
    opens_at: datetime


ASKED_FOR = Statement(
    """
    select campaign_id, opens_at from promotions_reminder
    where tenant_id = %(tenant)s and person_id = %(person_id)s and campaign_id = any(%(campaign_ids)s::uuid[])
    """,
    Reminded,
)


async def reminded(
    session: ReadSession, campaign_ids: Sequence[UUID], person_id: UUID | None
) -> frozenset[tuple[UUID, datetime]]:
    """Openings of campaigns that a person wants to be told of. One statement; none for nobody."""
    if person_id is None or not campaign_ids:
        return frozenset()
    found = await session.all(ASKED_FOR, campaign_ids=list(campaign_ids), person_id=person_id)
    return frozenset((one.campaign_id, one.opens_at) for one in found)
