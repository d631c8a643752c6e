"""Reminders of what a campaign opens later (a slot, a day): each person is told once, and only who asked."""

from datetime import datetime
from uuid import UUID

from lianyi.kit.db import Session
from lianyi.promotions.store import reminding as store
from lianyi.promotions.store.reminding import Due


async def remind(session: Session, campaign_id: UUID, opens_at: datetime, person_id: UUID) -> None:
    """Keep that somebody wants to be told; the play has looked whether there is such an opening ahead. Safe to repeat."""
    await session.later(store.REMIND, campaign_id=campaign_id, opens_at=opens_at, person_id=person_id)


async def due_to_remind(session: Session, play: str, until: datetime, limit: int) -> list[Due]:
    """Who asked for an opening of a play's campaigns until an instant, each once, at most `limit`; the play tells them."""
    return await session.all(store.TELL, play=play, until=until, limit=limit)
