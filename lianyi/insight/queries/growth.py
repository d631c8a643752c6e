"""What campaigns bring, side by side: their orders, their shares, their goods, each from the domain that owns the rows."""

from collections.abc import Sequence
from datetime import date
from typing import Literal
from uuid import UUID

from lianyi.catalog import queries as catalog
from lianyi.insight.errors import CompareTwoToFour
from lianyi.insight.rules import growth as rules
from lianyi.insight.types import Compared, Growth, GrowthPage, GrowthSort
from lianyi.kit.clock import business_day, day_bounds
from lianyi.kit.db import ReadSession
from lianyi.promotions import queries as promotions
from lianyi.promotions.queries import Brought, Together
from lianyi.social import queries as social

COMPARED = range(2, 5)
State = Literal["published", "paused", "stopped", "ended"]


async def growth(
    session: ReadSession, first: date, last: date, *, play: str | None = None, state: State | None = None,
    sort: GrowthSort = "starts_at", descending: bool = True,
) -> GrowthPage:  # fmt: skip
    """What campaigns brought between two business days, both included, at most GROWTH_MAX. Seven statements."""
    since, until = day_bounds(first)[0], day_bounds(last)[1]
    found = await promotions.brought(session, since, until, play=play, state=state)
    ids = [one.id for one in found]
    rows = await _rows(session, found, first, last)
    return GrowthPage(
        tuple(rules.ordered(rows, sort, descending=descending)),
        await promotions.together(session, ids, since, until), len(found) == promotions.GROWTH_MAX,
    )  # fmt: skip


async def _rows(session: ReadSession, found: Sequence[Brought], first: date, last: date) -> list[Growth]:
    ids = [one.id for one in found]
    since, until = day_bounds(first)[0], day_bounds(last)[1]
    sold = await promotions.sold(session, ids, since, until)
    worth = await catalog.worth(session, sorted({one.sku_id for one in sold}))
    return rules.rows(
        found, await social.reaches(session, ids, first, last),
        await promotions.helpers(session, ids, since, until), sold,
        {sku_id: one.cost_fen for sku_id, one in worth.items()},
    )  # fmt: skip


async def compare(session: ReadSession, ids: Sequence[UUID]) -> tuple[list[Compared], Together]:
    """Two to four campaigns over their whole lives, day by day, and all of them together.

    Seven statements, and two a campaign. Raises CompareTwoToFour, CampaignUnknown.
    """
    wanted = list(dict.fromkeys(ids))
    if len(wanted) not in COMPARED:
        raise CompareTwoToFour(field="id")
    campaigns = [await promotions.campaign(session, one) for one in wanted]
    if any(one.state == "draft" or one.starts_at > session.now for one in campaigns):
        raise CompareTwoToFour(field="id")
    today = business_day(session.now)
    first = min(business_day(one.starts_at) for one in campaigns)
    since, until = day_bounds(first)[0], day_bounds(today)[1]
    found = await promotions.brought(session, since, until, ids=wanted)
    rows = {one.brought.id: one for one in await _rows(session, found, first, today)}
    claims = await promotions.brought_by_day(session, wanted)
    compared = []
    for one in wanted:
        row = rows[one]
        begun = business_day(row.brought.starts_at)
        came = await social.reach_by_day(session, begun, today, one)
        compared.append(Compared(row, rules.days(row.brought, claims, came, today)))
    return compared, await promotions.together(session, wanted, since, until)
