"""Paid cards: by order, by person."""

from uuid import UUID

from lianyi.kit.db import ReadSession, Statement
from lianyi.members.types import Card

CARDS = Statement(
    """
    select order_id, line_id, person_id, level_id, units, ended_units, days, at from members_card
    where tenant_id = %(tenant)s and order_id = %(order_id)s order by line_id
    """,
    Card,
)
CARDS_OF = Statement(
    """
    select order_id, line_id, person_id, level_id, units, ended_units, days, at from members_card
    where tenant_id = %(tenant)s and person_id = %(person_id)s order by at desc limit 50
    """,
    Card,
)


async def cards(session: ReadSession, order_id: UUID) -> list[Card]:
    """The cards an order brought."""
    return await session.all(CARDS, order_id=order_id)


async def cards_of_person(session: ReadSession, person_id: UUID) -> list[Card]:
    """The cards a person bought, newest first."""
    return await session.all(CARDS_OF, person_id=person_id)
