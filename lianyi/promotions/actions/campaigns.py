"""The life of a campaign: drafted, checked, published."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from lianyi.catalog import queries as catalog
from lianyi.catalog.types import SellableSku, SkuId
from lianyi.identity import actions as identity
from lianyi.identity.types import Change, Staff, System
from lianyi.kit import wire
from lianyi.kit.db import ReadSession, Session
from lianyi.kit.ids import encode, new_id
from lianyi.promotions import queries, registry, rules
from lianyi.promotions.errors import CampaignInOtherState, CampaignInvalid, StaleCampaign
from lianyi.promotions.events import CampaignPublished
from lianyi.promotions.play import Play
from lianyi.promotions.store import campaigns as store
from lianyi.promotions.types import CampaignDraft, CampaignId, PlayLine


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft that holds: the play, its settings as its models read them, the goods."""

    play: Play
    settings: BaseModel
    sku_settings: Mapping[UUID, BaseModel]
    goods: Mapping[SkuId, SellableSku]


async def check(session: ReadSession, draft: CampaignDraft) -> Checked:
    """Read a draft by its play's models and rules. Two statements at most.

    Raises CampaignInvalid naming the field, PlayUnknown, and what the play's own check refuses.
    """
    play = registry.play_of(draft.play)
    rules.check_draft(draft)
    rules.check_channels(play.card.verdict, draft.channels)
    settings = rules.read_settings(play.card.settings, draft.settings, "settings")
    sku_settings = {
        sku.sku_id: rules.read_settings(play.card.sku_settings, sku.settings, f"skus.{number}.settings")
        for number, sku in enumerate(draft.skus)
    }
    goods = await catalog.sellable(session, [sku.sku_id for sku in draft.skus])
    for number, sku in enumerate(draft.skus):
        if SkuId(sku.sku_id) not in goods:
            raise CampaignInvalid(
                f"skus.{number}.sku_id", "商品不存在或已删除", "This SKU does not exist any more"
            )
    lines = [(_line(goods[SkuId(sku.sku_id)]), sku_settings[sku.sku_id]) for sku in draft.skus]
    play.card.check(settings, lines)
    return Checked(play, settings, sku_settings, goods)


def _line(sku: SellableSku) -> PlayLine:
    return PlayLine(sku.sku_id, sku.product_id, f"{sku.title} {sku.option_text}".strip(), sku.price_fen, 1)


async def create(session: Session, by: Staff | System, draft: CampaignDraft) -> CampaignId:
    """Keep a draft. Raises as `check` does."""
    checked = await check(session, draft)
    campaign_id = CampaignId(new_id())
    await session.later(
        store.CREATE,
        id=campaign_id,
        created_by=by.staff if isinstance(by, Staff) else None,
        **_columns(draft, checked),
    )
    await _set_shelf(session, campaign_id, draft, checked)
    return campaign_id


def _columns(draft: CampaignDraft, checked: Checked) -> dict[str, Any]:
    return {
        "play": draft.play, "title": draft.title.strip(), "starts_at": draft.starts_at, "ends_at": draft.ends_at,
        "audience": draft.audience, "channels": sorted(draft.channels),
        "settings": checked.settings.model_dump_json(),
        "orders_per_person_max": draft.orders_per_person_max,
        "pieces_per_person_max": draft.pieces_per_person_max,
    }  # fmt: skip


async def _set_shelf(
    session: Session, campaign_id: CampaignId, draft: CampaignDraft, checked: Checked
) -> None:
    await session.later(
        store.SET_SKUS,
        campaign_id=campaign_id,
        sku_ids=[sku.sku_id for sku in draft.skus],
        product_ids=[checked.goods[SkuId(sku.sku_id)].product_id for sku in draft.skus],
        quotas=[sku.quota for sku in draft.skus],
        settings=[checked.sku_settings[sku.sku_id].model_dump_json() for sku in draft.skus],
    )
    if draft.budget_fen is not None:
        await session.later(store.SET_BUDGET, campaign_id=campaign_id, budget_fen=draft.budget_fen)


async def publish(session: Session, by: Staff | System, campaign_id: UUID) -> None:
    """Let a draft run in its window; its rules are kept as they were told. Raises as `check`, CampaignInOtherState."""
    campaign = await queries.campaign(session, campaign_id)
    play = registry.play_of(campaign.play)
    if campaign.state != "draft":
        zh, en = rules.STATE_WORDS[campaign.state]
        raise CampaignInOtherState(state=campaign.state, state_zh=zh, state_en=en)
    zh_rules, en_rules = play.card.rules_text(campaign)
    if not await session.run(
        store.PUBLISH, id=campaign_id, version=campaign.version, rules_zh=wire.dumps(zh_rules).decode(),
        rules_en=wire.dumps(en_rules).decode(), unknown_cost_accepted=False,
    ):  # fmt: skip
        raise StaleCampaign
    await session.emit(CampaignPublished(campaign_id, campaign.play))
    if isinstance(by, Staff):
        await identity.note_change(session, by, Change("campaign.published", encode("cmp", campaign_id)))
