"""Bargains in the console: the runs of a campaign. Held ones are decided on the frame's page."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel

from lianyi.catalog.types import SkuId
from lianyi.identity import queries as identity
from lianyi.identity.edges import require
from lianyi.identity.types import PersonId, Staff
from lianyi.kit.http import Read, edge
from lianyi.kit.ids import as_word
from lianyi.kit.paging import Page, PageQuery, next_cursor
from lianyi.promotions.plays.bargain import queries
from lianyi.promotions.types import HelpReview, HelpRunState

router = edge("/api/console/bargain", tags=["console: bargain"])
Reader = Annotated[Staff, require("campaigns.read")]


class RunRowOut(BaseModel):
    """A run; `review` null: nothing about it looked made up."""

    id: Annotated[UUID, as_word("team")]
    nickname: str
    title: str
    option_text: str
    list_fen: int
    floor_fen: int
    price_fen: int
    need: int
    taken: int
    people: int
    state: HelpRunState
    review: HelpReview | None
    order_id: Annotated[UUID, as_word("ord")] | None
    at: datetime
    ends_at: datetime


@router.get("/runs")
async def runs(
    session: Read, _staff: Reader, page: PageQuery, campaign_id: Annotated[UUID, as_word("cmp")]
) -> Page[RunRowOut]:
    """The runs of a campaign, newest first."""
    found = await queries.campaign_runs(
        session, campaign_id, limit=page.limit, before=page.after(datetime, UUID)
    )
    shown = found[: page.limit]
    goods = await queries.goods_of(session, shown)
    people = await identity.people_brief(session, list({PersonId(one.standing.person_id) for one in shown}))
    items = []
    for one in shown:
        item, owner = goods.get(SkuId(one.terms.sku_id)), people.get(PersonId(one.standing.person_id))
        items.append(
            RunRowOut(
                id=one.terms.id, nickname=owner.nickname if owner else "", title=item.title if item else "",
                option_text=item.option_text if item else "", list_fen=one.terms.list_fen,
                floor_fen=one.terms.floor_fen, price_fen=one.price_fen, need=one.standing.need,
                taken=one.standing.taken, people=one.standing.people, state=one.standing.state,
                review=one.standing.review,
                order_id=one.standing.order_id if one.standing.state in {"ordered", "used"} else None,
                at=one.terms.at, ends_at=one.standing.ends_at,
            )
        )  # fmt: skip
    last = [one.terms for one in found]
    return Page[RunRowOut](items=items, next_cursor=next_cursor(last, page.limit, "at", "id"))
