"""Campaigns listed, written, previewed."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query
from pydantic import BaseModel

from lianyi.catalog.queries import SkuWorth
from lianyi.identity.edges import check_permission, require
from lianyi.identity.types import Channel, Staff
from lianyi.kit.http import Language, Read, Write, edge
from lianyi.kit.paging import Page, PageQuery, next_cursor
from lianyi.margin.types import Room
from lianyi.promotions import actions, queries, registry, rules
from lianyi.promotions.console.shapes import (
    CampaignIn,
    CampaignOut,
    CampaignRef,
    LossOut,
    SkuRef,
    campaign_out,
)
from lianyi.promotions.types import Audience, CampaignState

drafts_router = edge("/api/console", tags=["console: campaigns"])
Reader = Annotated[Staff, require("campaigns.read")]
Writer = Annotated[Staff, require("campaigns.write")]


class CampaignRow(BaseModel):
    id: CampaignRef
    play: str
    title: str
    state: CampaignState
    starts_at: datetime
    ends_at: datetime
    audience: Audience
    channels: list[Channel]
    alarm: str | None
    created_at: datetime
    skus: int
    orders: int
    paid_fen: int
    discount_fen: int
    budget_fen: int | None
    spent_fen: int


async def _conditions(
    play: Annotated[str | None, Query(max_length=40)] = None,
    state: CampaignState | None = None,
    q: Annotated[str, Query(max_length=40)] = "",
) -> queries.CampaignFilter:
    return queries.CampaignFilter(play, state, q)


@drafts_router.get("/campaigns")
async def list_campaigns(
    session: Read, _staff: Reader, page: PageQuery,
    wanted: Annotated[queries.CampaignFilter, Depends(_conditions)],
) -> Page[CampaignRow]:  # fmt: skip
    """Campaigns, the newest first, with what they brought and cost."""
    found = await queries.listed(session, wanted, page.limit, page.after(datetime, UUID))
    return Page(
        items=[CampaignRow.model_validate(row, from_attributes=True) for row in found[: page.limit]],
        next_cursor=next_cursor(found, page.limit, "created_at", "id"),
    )


@drafts_router.post("/campaigns", status_code=201)
async def create(session: Write, staff: Writer, given: CampaignIn) -> CampaignOut:
    """Keep a draft."""
    return await campaign_out(session, staff, await actions.create(session, staff, given.draft()))


class PreviewIn(CampaignIn):
    """`campaign_id` of a kept campaign that is being changed, so that its own claims do not count twice."""

    campaign_id: CampaignRef | None = None


class ProblemOut(BaseModel):
    field: str | None
    code: str
    message: str


class RoomOut(BaseModel):
    """What is left of a SKU's price: price - claims of all campaigns - cost, against the floor.

    Where the budget bears a loss: `pieces` that may be sold, `short_fen` a piece, `loss_fen` for all of them.
    """

    sku_id: SkuRef
    title: str
    option_text: str
    price_fen: int
    cost_fen: int | None
    claim_fen: int
    left_fen: int
    floor_fen: int
    ok: bool
    pieces: int | None
    short_fen: int
    loss_fen: int


class ShareOut(BaseModel):
    title: str
    line: str
    price_fen: int | None
    badge: str
    picture_url: str | None


class ChannelVerdict(BaseModel):
    channel: Channel
    allowed: bool
    reason: str


class PreviewOut(BaseModel):
    rules_zh: list[str]
    rules_en: list[str]
    problems: list[ProblemOut]
    margin: list[RoomOut]
    loss: LossOut | None
    share: ShareOut | None
    verdicts: list[ChannelVerdict]


@drafts_router.post("/campaigns/preview")
async def preview(session: Read, _staff: Writer, given: PreviewIn, language: Language) -> PreviewOut:
    """How a draft would run: its rules in words, what is wrong, what is left of each price, its card. Keeps nothing."""
    draft = given.draft()
    seen = await actions.preview(session, draft, given.campaign_id)
    english = language == "en"
    verdict = rules.verdict_of(registry.play_of(draft.play).card, draft.settings)
    return PreviewOut(
        rules_zh=list(seen.rules_zh), rules_en=list(seen.rules_en),
        problems=[ProblemOut(field=one.field, code=one.code, message=one.words(language)) for one in seen.problems],
        margin=[_room_out(room, seen.goods[room.sku_id]) for room in seen.rooms],
        loss=LossOut.model_validate(seen.loss, from_attributes=True) if seen.loss else None,
        share=ShareOut.model_validate(seen.share, from_attributes=True) if seen.share else None,
        verdicts=[
            ChannelVerdict(channel=channel, allowed=one.allowed, reason=one.en if english else one.zh)
            for channel, one in rules.rulings(verdict).items()
        ],
    )  # fmt: skip


def _room_out(room: Room, goods: SkuWorth) -> RoomOut:
    return RoomOut(
        sku_id=room.sku_id, title=goods.title, option_text=goods.option_text, price_fen=room.price_fen,
        cost_fen=room.cost_fen, claim_fen=room.claim_fen, left_fen=room.left_fen, floor_fen=room.floor_fen, ok=room.ok,
        pieces=room.pieces, short_fen=room.short_fen, loss_fen=room.loss_fen,
    )  # fmt: skip


@drafts_router.get("/campaigns/{campaign_id}")
async def read(session: Read, staff: Reader, campaign_id: CampaignRef) -> CampaignOut:
    """One campaign whole."""
    return await campaign_out(session, staff, campaign_id)


class CampaignChange(CampaignIn):
    """`version` as it was read; null takes whatever stands."""

    version: int | None = None


@drafts_router.put("/campaigns/{campaign_id}")
async def change(
    session: Write, staff: Writer, campaign_id: CampaignRef, given: CampaignChange
) -> CampaignOut:
    """Write a draft anew; once published, only what is better for shoppers, and by who may publish."""
    if (await queries.campaign(session, campaign_id)).state != "draft":
        check_permission(staff, "campaigns.stop")
    await actions.change(session, staff, campaign_id, given.draft(), given.version)
    return await campaign_out(session, staff, campaign_id)


@drafts_router.delete("/campaigns/{campaign_id}", status_code=204)
async def delete(session: Write, staff: Writer, campaign_id: CampaignRef) -> None:
    """Delete a draft."""
    await actions.drop(session, staff, campaign_id)
