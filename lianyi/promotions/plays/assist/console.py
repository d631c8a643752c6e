"""Assists for the staff: a campaign's runs. Runs that look made up stand in the frame's own review."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel

from lianyi.catalog import queries as catalog
from lianyi.catalog.types import SkuId
from lianyi.identity import queries as identity
from lianyi.identity.edges import may, require
from lianyi.identity.types import PersonId, Staff
from lianyi.kit.http import Read, edge
from lianyi.kit.ids import as_word
from lianyi.kit.paging import Page, PageQuery, next_cursor
from lianyi.promotions.plays.assist import queries
from lianyi.promotions.plays.assist.types import PromiseState
from lianyi.promotions.rules import mask_name
from lianyi.promotions.types import HelpReview, HelpRunState

router = edge("/api/console/assist", tags=["console: assist"])
Reader = Annotated[Staff, require("campaigns.read")]


class RunRowOut(BaseModel):
    """A run. `promise`: what became of its reward; the name masked for staff who may not see people."""

    id: Annotated[UUID, as_word("team")]
    person_id: Annotated[UUID, as_word("psn")]
    nickname: str
    goods: str
    reward_fen: int
    need: int
    helped: int
    state: HelpRunState
    review: HelpReview | None
    promise: PromiseState
    order_id: Annotated[UUID, as_word("ord")] | None
    opened_at: datetime
    closes_at: datetime


@router.get("/runs")
async def runs(
    session: Read, staff: Reader, page: PageQuery, campaign_id: Annotated[UUID, as_word("cmp")],
    promise: PromiseState | None = None,
) -> Page[RunRowOut]:  # fmt: skip
    """A campaign's runs, the newest first."""
    found = await queries.of_campaign(session, campaign_id, promise, page.limit, page.after(datetime, UUID))
    shown = found[: page.limit]
    named = await identity.people_brief(session, [PersonId(one.person_id) for one in shown])
    titles = await catalog.titles(session, sorted({one.sku_id for one in shown if one.sku_id}))
    seen = may(staff, "people.read")
    return Page[RunRowOut](
        items=[
            RunRowOut(
                id=one.id, person_id=one.person_id, nickname=_name(brief.nickname if brief else "", seen=seen),
                goods=titles.get(SkuId(one.sku_id), "") if one.sku_id else "", reward_fen=one.reward_fen,
                need=one.need, helped=one.taken, state=one.state, review=one.review, promise=one.promise,
                order_id=one.order_id, opened_at=one.opened_at, closes_at=one.closes_at,
            )
            for one in shown
            for brief in [named.get(PersonId(one.person_id))]
        ],
        next_cursor=next_cursor(found, page.limit, "opened_at", "id"),
    )  # fmt: skip


def _name(nickname: str, *, seen: bool) -> str:
    return nickname if seen else mask_name(nickname)
