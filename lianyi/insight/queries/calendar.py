"""When campaigns run, and which of them meet."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from lianyi.catalog import queries as catalog
from lianyi.insight.rules import calendar as rules
from lianyi.insight.types import Calendar
from lianyi.kit.clock import day_bounds
from lianyi.kit.db import ReadSession
from lianyi.promotions import queries as promotions
from lianyi.promotions import registry
from lianyi.promotions.play import PricePlay
from lianyi.promotions.queries.growth import PLANNED_MAX


async def calendar(session: ReadSession, first: date, last: date) -> Calendar:
    """Campaigns that run between two business days, drafts as well, and the pairs of them that meet. Two statements."""
    since, until = day_bounds(first)[0], day_bounds(last)[1]
    found = await promotions.planned(session, since, until)
    plays = registry.plays()
    known = [one for one in found if one.play in plays]
    phases = {code: play.phase if isinstance(play, PricePlay) else None for code, play in plays.items()}
    tells: dict[UUID, Sequence[datetime]] = {
        one.id: told(one, max(since, session.now), until)
        for one in known
        for told in [plays[one.play].card.tells]
        if told is not None and session.now < until
    }
    met = rules.conflicts(known, phases, tells, session.now)
    goods: list[UUID] = sorted({sku_id for one in met for sku_id in one.sku_ids})
    worth = await catalog.worth(session, goods)
    titles = {sku_id: f"{one.title} {one.option_text}".strip() for sku_id, one in worth.items()}
    return Calendar(tuple(found), tuple(met), titles, len(found) == PLANNED_MAX)
