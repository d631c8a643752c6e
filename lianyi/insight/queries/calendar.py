"""When campaigns run, and which of them meet."""

from datetime import date

from lianyi.catalog import queries as catalog
from lianyi.insight.rules import calendar as rules
from lianyi.insight.types import Calendar
from lianyi.kit.clock import day_bounds
from lianyi.kit.db import ReadSession
from lianyi.promotions import queries as promotions


async def calendar(session: ReadSession, first: date, last: date) -> Calendar:
    """Campaigns that run between two business days, drafts as well, and the pairs of them that meet.

    As `planned`, and one statement for the names of goods.
    """
    found = await promotions.planned(session, day_bounds(first)[0], day_bounds(last)[1])
    met = rules.conflicts(found, session.now)
    worth = await catalog.worth(session, sorted({sku_id for one in met for sku_id in one.sku_ids}))
    titles = {sku_id: f"{one.title} {one.option_text}".strip() for sku_id, one in worth.items()}
    return Calendar(
        tuple(one.campaign for one in found), tuple(met), titles, len(found) == promotions.PLANNED_MAX
    )
