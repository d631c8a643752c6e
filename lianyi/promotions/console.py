"""Campaigns in the console: the plays there are, drafts with their preview, the life of a campaign, what it brought."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Depends, Query
from pydantic import BaseModel, Field

from lianyi.catalog import queries as catalog
from lianyi.catalog.queries import SkuWorth
from lianyi.identity.edges import check_permission, may, require
from lianyi.identity.types import Channel, Staff
from lianyi.kit.db import ReadSession
from lianyi.kit.http import Read, Write, edge, language_of
from lianyi.kit.ids import as_word
from lianyi.kit.paging import Page, PageQuery, next_cursor
from lianyi.margin.types import Room
from lianyi.promotions import actions, queries, registry, rules
from lianyi.promotions.play import Play, PricePlay
from lianyi.promotions.types import Audience, Campaign, CampaignDraft, CampaignState, Figure, SkuDraft

router = edge("/api/console", tags=["console: campaigns"])
CampaignRef = Annotated[UUID, as_word("cmp")]
SkuRef = Annotated[UUID, as_word("sku")]
ProductRef = Annotated[UUID, as_word("prd")]
Reader = Annotated[Staff, require("campaigns.read")]
Writer = Annotated[Staff, require("campaigns.write")]
Runner = Annotated[Staff, require("campaigns.stop")]
Language = Annotated[str, Depends(language_of)]
Act = Literal["change", "delete", "publish", "pause", "resume", "end", "stop"]


class VerdictOut(BaseModel):
    channels: list[Channel]
    rewarded_act: str
    outcome_known: bool
    source: str


class ChannelRuling(BaseModel):
    """Whether a play may run in a channel at all, with the reason in both languages."""

    channel: Channel
    allowed: bool
    zh: str
    en: str


class PlayOut(BaseModel):
    """A play as its forms need it; the schemas are JSON schemas with `x-zh`, `x-en`, `x-unit`, `x-widget`."""

    code: str
    title: str
    title_zh: str
    title_en: str
    about: str
    about_zh: str
    about_en: str
    kind: Literal["price", "grant"]
    phase: str | None
    stacks_with: list[str]
    schema_: dict[str, Any] = Field(serialization_alias="schema")
    sku_schema: dict[str, Any]
    verdict: VerdictOut
    channel_words: list[ChannelRuling]


@router.get("/plays")
async def plays(_staff: Reader, language: Language) -> list[PlayOut]:
    """The plays of this system: what their forms ask, and where each may run."""
    return [_play_out(play, language) for play in registry.plays().values()]


def _play_out(play: Play, language: str) -> PlayOut:
    card = play.card
    is_price = isinstance(play, PricePlay)
    return PlayOut(
        code=card.code, title=card.title_en if language == "en" else card.title_zh, title_zh=card.title_zh,
        title_en=card.title_en, about=card.about_en if language == "en" else card.about_zh, about_zh=card.about_zh,
        about_en=card.about_en, kind="price" if is_price else "grant",
        phase=play.phase.value if isinstance(play, PricePlay) else None,
        stacks_with=sorted(play.stacks_with) if isinstance(play, PricePlay) else [],
        schema_=card.settings.model_json_schema(), sku_schema=card.sku_settings.model_json_schema(),
        verdict=VerdictOut(
            channels=sorted(card.verdict.channels), rewarded_act=card.verdict.rewarded_act,
            outcome_known=card.verdict.outcome_known, source=card.verdict.source,
        ),
        channel_words=[
            ChannelRuling(channel=channel, allowed=ruling.allowed, zh=ruling.zh, en=ruling.en)
            for channel, ruling in rules.rulings(card.verdict).items()
        ],
    )  # fmt: skip


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


def _conditions(
    play: Annotated[str | None, Query(max_length=40)] = None,
    state: CampaignState | None = None,
    q: Annotated[str, Query(max_length=40)] = "",
) -> queries.CampaignFilter:
    return queries.CampaignFilter(play, state, q)


@router.get("/campaigns")
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


class SkuIn(BaseModel):
    sku_id: SkuRef
    quota: int | None = None
    settings: dict[str, Any] = {}


class CampaignIn(BaseModel):
    """A campaign as staff write it; limits and budget null: none. `settings` by the play's schemas."""

    play: Annotated[str, Field(max_length=40)]
    title: Annotated[str, Field(max_length=200)]
    starts_at: datetime
    ends_at: datetime
    audience: Audience = "everyone"
    channels: Annotated[list[Channel], Field(max_length=len(Channel))]
    settings: dict[str, Any] = {}
    skus: Annotated[list[SkuIn], Field(max_length=rules.SKUS_MAX)]
    orders_per_person_max: int | None = None
    pieces_per_person_max: int | None = None
    budget_fen: int | None = None

    def draft(self) -> CampaignDraft:
        return CampaignDraft(
            play=self.play, title=self.title, starts_at=self.starts_at, ends_at=self.ends_at,
            channels=tuple(dict.fromkeys(self.channels)), settings=self.settings,
            skus=tuple(SkuDraft(sku.sku_id, sku.quota, sku.settings) for sku in self.skus),
            audience=self.audience, orders_per_person_max=self.orders_per_person_max,
            pieces_per_person_max=self.pieces_per_person_max, budget_fen=self.budget_fen,
        )  # fmt: skip


class SkuOut(BaseModel):
    sku_id: SkuRef
    product_id: ProductRef
    title: str
    option_text: str
    picture_url: str | None
    price_fen: int
    cost_fen: int | None
    on_sale: bool
    quota: int | None
    taken: int
    settings: dict[str, Any]


class CampaignOut(BaseModel):
    """A campaign whole. `actions`: what this member of staff may do with it now."""

    id: CampaignRef
    play: str
    title: str
    state: CampaignState
    starts_at: datetime
    ends_at: datetime
    audience: Audience
    channels: list[Channel]
    settings: dict[str, Any]
    skus: list[SkuOut]
    orders_per_person_max: int | None
    pieces_per_person_max: int | None
    budget_fen: int | None
    spent_fen: int
    rules_zh: list[str]
    rules_en: list[str]
    alarm: str | None
    stop_reason: str
    rectify_by_at: datetime | None
    unknown_cost_accepted: bool
    created_at: datetime
    published_at: datetime | None
    finished_at: datetime | None
    version: int
    actions: list[Act]


async def _out(session: ReadSession, staff: Staff, campaign_id: UUID) -> CampaignOut:
    found = await queries.campaign(session, campaign_id)
    life = await queries.life(session, campaign_id)
    goods = await catalog.worth(session, [sku.sku_id for sku in found.skus])
    return CampaignOut(
        id=found.id, play=found.play, title=found.title, state=found.state, starts_at=found.starts_at,
        ends_at=found.ends_at, audience=found.audience, channels=list(found.channels), settings=found.settings,
        skus=_skus_out(found, goods), orders_per_person_max=found.orders_per_person_max,
        pieces_per_person_max=found.pieces_per_person_max, budget_fen=found.budget_fen, spent_fen=found.spent_fen,
        rules_zh=list(found.rules_zh), rules_en=list(found.rules_en), alarm=life.alarm, stop_reason=life.stop_reason,
        rectify_by_at=life.rectify_by_at, unknown_cost_accepted=life.unknown_cost_accepted,
        created_at=life.created_at, published_at=life.published_at, finished_at=life.finished_at,
        version=found.version, actions=_actions(found, staff),
    )  # fmt: skip


def _skus_out(found: Campaign, goods: dict[UUID, SkuWorth]) -> list[SkuOut]:
    return [
        SkuOut(
            sku_id=sku.sku_id, product_id=sku.product_id, title=one.title if one else "",
            option_text=one.option_text if one else "", picture_url=one.picture_url if one else None,
            price_fen=one.price_fen if one else 0, cost_fen=one.cost_fen if one else None,
            on_sale=one.on_sale if one else False, quota=sku.quota, taken=sku.taken, settings=sku.settings,
        )
        for sku in found.skus
        for one in [goods.get(sku.sku_id)]
    ]  # fmt: skip


ACTS: dict[CampaignState, list[tuple[Act, str]]] = {
    "draft": [("change", "campaigns.write"), ("delete", "campaigns.write"), ("publish", "campaigns.stop")],
    "published": [
        ("change", "campaigns.stop"), ("pause", "campaigns.stop"), ("end", "campaigns.stop"), ("stop", "campaigns.stop"),
    ],
    "paused": [
        ("change", "campaigns.stop"), ("resume", "campaigns.stop"), ("end", "campaigns.stop"),
        ("stop", "campaigns.stop"),
    ],
    "stopped": [],
    "ended": [],
}  # fmt: skip


def _actions(found: Campaign, staff: Staff) -> list[Act]:
    return [act for act, word in ACTS[found.state] if may(staff, word)]


@router.post("/campaigns", status_code=201)
async def create(session: Write, staff: Writer, given: CampaignIn) -> CampaignOut:
    """Keep a draft."""
    return await _out(session, staff, await actions.create(session, staff, given.draft()))


class PreviewIn(CampaignIn):
    """`campaign_id` of a kept campaign that is being changed, so that its own claims do not count twice."""

    campaign_id: CampaignRef | None = None


class ProblemOut(BaseModel):
    field: str | None
    code: str
    message: str


class RoomOut(BaseModel):
    """What is left of a SKU's price: price - claims of all campaigns - cost, against the floor."""

    sku_id: SkuRef
    title: str
    option_text: str
    price_fen: int
    cost_fen: int | None
    claim_fen: int
    left_fen: int
    floor_fen: int
    ok: bool


class ShareOut(BaseModel):
    title: str
    line: str
    price_fen: int
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
    share: ShareOut | None
    verdicts: list[ChannelVerdict]


@router.post("/campaigns/preview")
async def preview(session: Read, _staff: Writer, given: PreviewIn, language: Language) -> PreviewOut:
    """How a draft would run: its rules in words, what is wrong, what is left of each price, its card. Keeps nothing."""
    draft = given.draft()
    seen = await actions.preview(session, draft, given.campaign_id)
    english = language == "en"
    return PreviewOut(
        rules_zh=list(seen.rules_zh), rules_en=list(seen.rules_en),
        problems=[ProblemOut(field=one.field, code=one.code, message=one.words(language)) for one in seen.problems],
        margin=[_room_out(room, seen.goods[room.sku_id]) for room in seen.rooms],
        share=ShareOut.model_validate(seen.share, from_attributes=True) if seen.share else None,
        verdicts=[
            ChannelVerdict(channel=channel, allowed=one.allowed, reason=one.en if english else one.zh)
            for channel, one in rules.rulings(registry.play_of(draft.play).card.verdict).items()
        ],
    )  # fmt: skip


def _room_out(room: Room, goods: SkuWorth) -> RoomOut:
    return RoomOut(
        sku_id=room.sku_id, title=goods.title, option_text=goods.option_text, price_fen=room.price_fen,
        cost_fen=room.cost_fen, claim_fen=room.claim_fen, left_fen=room.left_fen, floor_fen=room.floor_fen, ok=room.ok,
    )  # fmt: skip


@router.get("/campaigns/{campaign_id}")
async def read(session: Read, staff: Reader, campaign_id: CampaignRef) -> CampaignOut:
    """One campaign whole."""
    return await _out(session, staff, campaign_id)


class CampaignChange(CampaignIn):
    """`version` as it was read; null takes whatever stands."""

    version: int | None = None


@router.put("/campaigns/{campaign_id}")
async def change(
    session: Write, staff: Writer, campaign_id: CampaignRef, given: CampaignChange
) -> CampaignOut:
    """Write a draft anew; once published, only what is better for shoppers, and by who may publish."""
    if (await queries.campaign(session, campaign_id)).state != "draft":
        check_permission(staff, "campaigns.stop")
    await actions.change(session, staff, campaign_id, given.draft(), given.version)
    return await _out(session, staff, campaign_id)


@router.delete("/campaigns/{campaign_id}", status_code=204)
async def delete(session: Write, staff: Writer, campaign_id: CampaignRef) -> None:
    """Delete a draft."""
    await actions.drop(session, staff, campaign_id)


class PublishIn(BaseModel):
    """`accept_unknown_cost`: the merchant's own word for goods without a cost; it stands in the audit log."""

    accept_unknown_cost: bool = False


@router.post("/campaigns/{campaign_id}/publish")
async def publish(session: Write, staff: Runner, campaign_id: CampaignRef, given: PublishIn) -> CampaignOut:
    """Let it run in its window; the profit gate decides."""
    await actions.publish(session, staff, campaign_id, accept_unknown_cost=given.accept_unknown_cost)
    return await _out(session, staff, campaign_id)


@router.post("/campaigns/{campaign_id}/pause")
async def pause(session: Write, staff: Runner, campaign_id: CampaignRef) -> CampaignOut:
    """Take no new orders for now."""
    await actions.pause(session, staff, campaign_id)
    return await _out(session, staff, campaign_id)


@router.post("/campaigns/{campaign_id}/resume")
async def resume(session: Write, staff: Runner, campaign_id: CampaignRef) -> CampaignOut:
    """Let it run on."""
    await actions.resume(session, staff, campaign_id)
    return await _out(session, staff, campaign_id)


@router.post("/campaigns/{campaign_id}/end")
async def end(session: Write, staff: Runner, campaign_id: CampaignRef) -> CampaignOut:
    """End it before its time."""
    await actions.end(session, staff, campaign_id)
    return await _out(session, staff, campaign_id)


class StopIn(BaseModel):
    reason: Annotated[str, Field(min_length=1, max_length=rules.REASON_CHARS_MAX)]


@router.post("/campaigns/{campaign_id}/stop")
async def stop(session: Write, staff: Runner, campaign_id: CampaignRef, given: StopIn) -> CampaignOut:
    """The stop switch: nobody joins from now on, for good."""
    await actions.stop(session, staff, campaign_id, given.reason)
    return await _out(session, staff, campaign_id)


class ReachOut(BaseModel):
    shares: int
    opens: int
    people: int
    joined: int
    robots: int
    self_opens: int


class DayOut(BaseModel):
    day: date
    people: int
    orders: int
    paid_fen: int


class FigureOut(BaseModel):
    key: str
    zh: str
    en: str
    value: int
    unit: str


class ResultOut(BaseModel):
    """What a campaign brought. `return_bp`: fen kept per fen of discount, 1/100 of a percent."""

    reach: ReachOut
    orders: int
    paid_orders: int
    paid_fen: int
    discount_fen: int
    refunded_fen: int
    new_customers: int
    cost_per_new_customer_fen: int | None
    return_bp: int | None
    by_day: list[DayOut]
    figures: list[FigureOut]


@router.get("/campaigns/{campaign_id}/result")
async def result(session: Read, _staff: Reader, campaign_id: CampaignRef) -> ResultOut:
    """What it brought and cost so far."""
    found = await queries.result(session, campaign_id)
    claims = found.claims
    return ResultOut(
        reach=ReachOut.model_validate(found.reach, from_attributes=True), orders=claims.orders,
        paid_orders=claims.paid_orders, paid_fen=claims.paid_fen, discount_fen=claims.discount_fen,
        refunded_fen=claims.refunded_fen, new_customers=claims.new_customers,
        cost_per_new_customer_fen=found.cost_per_new_customer_fen, return_bp=found.return_bp,
        by_day=[DayOut.model_validate(day, from_attributes=True) for day in found.by_day],
        figures=[_figure_out(one) for one in found.figures],
    )  # fmt: skip


def _figure_out(one: Figure) -> FigureOut:
    return FigureOut.model_validate(one, from_attributes=True)
