"""A campaign as the console writes and reads it."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from lianyi.catalog import queries as catalog
from lianyi.catalog.queries import SkuWorth
from lianyi.identity.edges import may
from lianyi.identity.types import Channel, Staff
from lianyi.kit.db import ReadSession
from lianyi.kit.ids import as_word
from lianyi.promotions import actions, queries, rules
from lianyi.promotions.types import Audience, Campaign, CampaignDraft, CampaignState, SkuDraft

CampaignRef = Annotated[UUID, as_word("cmp")]
SkuRef = Annotated[UUID, as_word("sku")]
ProductRef = Annotated[UUID, as_word("prd")]
Act = Literal["change", "delete", "publish", "pause", "resume", "end", "stop"]


class SkuIn(BaseModel):
    sku_id: SkuRef
    quota: int | None = None
    settings: dict[str, Any] = {}


class CampaignIn(BaseModel):
    """A campaign as staff write it; limits and budget null: none. `settings` by the play's schemas.

    `bears_loss`: it may sell below cost and floor; its budget has to cover the most that can come to.
    """

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
    bears_loss: bool = False

    def draft(self) -> CampaignDraft:
        return CampaignDraft(
            play=self.play, title=self.title, starts_at=self.starts_at, ends_at=self.ends_at,
            channels=tuple(dict.fromkeys(self.channels)), settings=self.settings,
            skus=tuple(SkuDraft(sku.sku_id, sku.quota, sku.settings) for sku in self.skus),
            audience=self.audience, orders_per_person_max=self.orders_per_person_max,
            pieces_per_person_max=self.pieces_per_person_max, budget_fen=self.budget_fen,
            bears_loss=self.bears_loss,
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


class LossOut(BaseModel):
    """What a campaign's budget bears by today's costs: the most it can come to, and what was taken so far has lost."""

    most_fen: int
    used_fen: int
    budget_fen: int


class PaysForOut(BaseModel):
    id: CampaignRef
    title: str


class CampaignOut(BaseModel):
    """A campaign whole. `actions`: what this member of staff may do with it now. `loss` null: it keeps to the floor.

    `pays_for`: running campaigns that give in this one's kind; while it is paused or over they can give nothing.
    """

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
    bears_loss: bool
    loss: LossOut | None
    pays_for: list[PaysForOut]
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


async def campaign_out(session: ReadSession, staff: Staff, campaign_id: UUID) -> CampaignOut:
    """A campaign whole, for this member of staff. Raises CampaignUnknown."""
    found = await queries.campaign(session, campaign_id)
    life = await queries.life(session, campaign_id)
    goods = await catalog.worth(session, [sku.sku_id for sku in found.skus])
    loss = await actions.loss_so_far(session, found)
    pays_for = await queries.pays_for(session, campaign_id) if found.state in {"published", "paused"} else []
    return CampaignOut(
        id=found.id, play=found.play, title=found.title, state=found.state, starts_at=found.starts_at,
        ends_at=found.ends_at, audience=found.audience, channels=list(found.channels), settings=found.settings,
        skus=_skus_out(found, goods), orders_per_person_max=found.orders_per_person_max,
        pieces_per_person_max=found.pieces_per_person_max, budget_fen=found.budget_fen, spent_fen=found.spent_fen,
        bears_loss=found.bears_loss, loss=LossOut.model_validate(loss, from_attributes=True) if loss else None,
        pays_for=[PaysForOut(id=one.id, title=one.title) for one in pays_for],
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
