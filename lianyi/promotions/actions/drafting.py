"""Campaigns as they are written: checked, previewed, kept, changed, dropped."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from lianyi.catalog import queries as catalog
from lianyi.catalog.queries import SkuWorth
from lianyi.identity import actions as identity
from lianyi.identity.types import Change, Staff, System
from lianyi.kit import wire
from lianyi.kit.clock import business_day
from lianyi.kit.db import ReadSession, Session
from lianyi.kit.errors import Refusal
from lianyi.kit.ids import encode, new_id
from lianyi.margin import queries as margin
from lianyi.margin.types import Room
from lianyi.promotions import queries, registry, rules
from lianyi.promotions.actions.gate import (
    LossSoFar,
    claim_margin,
    loss_of,
    loss_told,
    lost,
    source_of,
    wishes_of,
)
from lianyi.promotions.actions.lawful import law_found
from lianyi.promotions.errors import CampaignInOtherState, CampaignInvalid, StaleCampaign
from lianyi.promotions.play import Play
from lianyi.promotions.store import campaigns as store
from lianyi.promotions.types import Campaign, CampaignDraft, CampaignId, CampaignSku, PlayLine, ShareFacts
from lianyi.rulebook.refusal import AgainstTheRules, obey
from lianyi.rulebook.rule import refused


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft read by its play's models: settings for the play, goods as they are."""

    play: Play
    settings: BaseModel
    sku_settings: Mapping[UUID, BaseModel]
    goods: Mapping[UUID, SkuWorth]


async def check(session: ReadSession, draft: CampaignDraft) -> Checked:
    """Read a draft by its play's models and rules. One statement.

    Raises CampaignInvalid naming the first field that is wrong, PlayUnknown, and what the play's own check refuses.
    """
    goods = await catalog.worth(session, [sku.sku_id for sku in draft.skus])
    for problem in _problems(draft, goods):
        raise problem
    return _read(draft, goods)


def _problems(draft: CampaignDraft, goods: Mapping[UUID, SkuWorth]) -> Iterator[Refusal]:
    """Everything that keeps a draft from running, field by field; the play's own check comes when it can be read."""
    card = registry.play_of(draft.play).card
    yield from rules.draft_problems(draft, card.shelf)
    yield from rules.channel_problems(rules.verdict_of(card, draft.settings), draft.channels)
    unreadable = list(_unreadable(draft, goods))
    yield from unreadable
    if not unreadable:
        checked = _read(draft, goods)
        try:
            card.check(checked.settings, lines_of(draft, checked))
        except Refusal as refusal:
            yield refusal


def _unreadable(draft: CampaignDraft, goods: Mapping[UUID, SkuWorth]) -> Iterator[Refusal]:
    """What keeps the play's models from reading a draft."""
    card = registry.play_of(draft.play).card
    yield from rules.settings_problems(card.settings, draft.settings, "settings")
    for number, sku in enumerate(draft.skus):
        yield from rules.settings_problems(card.sku_settings, sku.settings, f"skus.{number}.settings")
        if sku.sku_id not in goods:
            yield CampaignInvalid(
                f"skus.{number}.sku_id", "这个规格已经不存在", "This SKU does not exist any more"
            )


def _read(draft: CampaignDraft, goods: Mapping[UUID, SkuWorth]) -> Checked:
    play = registry.play_of(draft.play)
    return Checked(
        play, play.card.settings.model_validate(draft.settings),
        {sku.sku_id: play.card.sku_settings.model_validate(sku.settings) for sku in draft.skus}, goods,
    )  # fmt: skip


def lines_of(draft: CampaignDraft, checked: Checked) -> list[tuple[PlayLine, BaseModel]]:
    """One piece of every SKU with its settings, in the draft's order, for the play's check."""
    return [
        (
            PlayLine(sku.sku_id, one.product_id, f"{one.title} {one.option_text}".strip(), one.price_fen, 1),
            checked.sku_settings[sku.sku_id],
        )
        for sku in draft.skus
        if (one := checked.goods[sku.sku_id])
    ]


@dataclass(frozen=True, slots=True)
class Preview:
    """A draft as it would run: its rules, what is wrong with it, what is left of each price, its card.

    `loss`: the most it may lose, when its budget bears that.
    """

    rules_zh: tuple[str, ...]
    rules_en: tuple[str, ...]
    problems: tuple[Refusal, ...]
    rooms: tuple[Room, ...]
    goods: Mapping[UUID, SkuWorth]
    share: ShareFacts | None
    loss: LossSoFar | None = None


async def preview(session: ReadSession, draft: CampaignDraft, campaign_id: UUID | None = None) -> Preview:
    """Look at a draft without keeping anything; `campaign_id` when it is a kept one that is being changed.

    What is wrong is told, not raised; only PlayUnknown is. Rules, margin and card need a draft that can be read.
    """
    goods = await catalog.worth(session, [sku.sku_id for sku in draft.skus])
    problems = tuple(_problems(draft, goods))
    shelf = registry.play_of(draft.play).card.shelf
    if (shelf == "goods" and not draft.skus) or any(_unreadable(draft, goods)):
        return Preview((), (), problems, (), goods, None)
    checked = _read(draft, goods)
    campaign = _as_campaign(draft, checked, campaign_id or new_id())
    rules_zh, rules_en = checked.play.card.rules_text(campaign)
    rooms = await margin.look(
        session, source_of(campaign), await wishes_of(session, campaign), loss_of(campaign)
    )
    loss = lost(campaign, rooms) if loss_of(campaign) else None
    if len(rooms) > len(draft.skus):  # it reaches beyond its shelf: what is nearest to the floor is shown
        rooms = sorted(rooms, key=_nearest_to_the_floor)[: rules.SKUS_MAX]
        goods = await catalog.worth(session, [room.sku_id for room in rooms])
    share = await checked.play.card.campaign_facts(session, campaign)
    if against := refused(law_found(campaign, checked.play, goods, business_day(session.now))):
        problems = (*problems, AgainstTheRules(against))
    return Preview(rules_zh, rules_en, problems, tuple(rooms), goods, share, loss)


def _nearest_to_the_floor(room: Room) -> tuple[bool, bool, int, int]:
    return room.ok, room.cost_fen is not None, room.left_fen - room.floor_fen, room.sku_id.int


def _as_campaign(draft: CampaignDraft, checked: Checked, campaign_id: UUID) -> Campaign:
    return Campaign(
        id=CampaignId(campaign_id), play=draft.play, title=draft.title.strip(), state="draft",
        starts_at=draft.starts_at, ends_at=draft.ends_at, channels=draft.channels,
        settings=checked.settings.model_dump(mode="json"),
        skus=tuple(
            CampaignSku(
                sku.sku_id, checked.goods[sku.sku_id].product_id, sku.quota, 0,
                checked.sku_settings[sku.sku_id].model_dump(mode="json"),
            )
            for sku in draft.skus
        ),
        orders_per_person_max=draft.orders_per_person_max, pieces_per_person_max=draft.pieces_per_person_max,
        budget_fen=draft.budget_fen, spent_fen=0, rules_zh=(), rules_en=(), version=1, audience=draft.audience,
        bears_loss=draft.bears_loss,
    )  # fmt: skip


async def create(session: Session, by: Staff | System, draft: CampaignDraft) -> CampaignId:
    """Keep a draft. Raises as `check` does."""
    checked = await check(session, draft)
    campaign_id = CampaignId(new_id())
    by_id = by.staff if isinstance(by, Staff) else None
    await session.later(
        store.CREATE, id=campaign_id, play=draft.play, created_by=by_id, **_columns(draft, checked)
    )
    await _set_shelf(session, campaign_id, draft, checked)
    await note(session, by, "campaign.created", campaign_id, title=draft.title)
    return campaign_id


async def change(
    session: Session, by: Staff | System, campaign_id: UUID, draft: CampaignDraft, version: int | None = None
) -> None:
    """Write a draft anew, or let a published campaign get better for shoppers.

    Published, it may last longer, run in more channels, for more people, with more goods, larger quotas and limits and
    a larger budget; nothing else changes (platform rules 3, L2). What its play asks before publishing is asked again when
    it is to last longer. Raises as `check`, CampaignUnknown, StaleCampaign, CampaignLocked, CampaignInOtherState,
    AgainstTheRules once published, and for new goods what the profit gate refuses.
    """
    before = await queries.campaign(session, campaign_id)
    rules.assert_state(before, "draft", "published", "paused")
    if version is not None and version != before.version:
        raise StaleCampaign
    if draft.play != before.play:
        raise CampaignInvalid(
            "play", "玩法不能更换,请新建活动", "The play cannot change; make a new campaign"
        )
    checked = await check(session, draft)
    if before.state != "draft":
        settings = checked.settings.model_dump(mode="json")
        kept = {one: model.model_dump(mode="json") for one, model in checked.sku_settings.items()}
        rules.assert_only_better(_as_read_now(before, checked.play), replace(draft, settings=settings), kept)
        after = _as_campaign(draft, checked, campaign_id)
        obey(law_found(after, checked.play, checked.goods, business_day(session.now)))
        if draft.ends_at > before.ends_at and checked.play.card.assert_ready is not None:
            await checked.play.card.assert_ready(session, after)
    # what got better is told with the rest: new goods with their terms, limits as they are now
    zh, en = (None, None) if before.state == "draft" else _told(draft, checked, campaign_id)
    if not await session.run(
        store.CHANGE, id=campaign_id, version=before.version, rules_zh=zh, rules_en=en,
        **_columns(draft, checked),
    ):  # fmt: skip
        raise StaleCampaign
    told: dict[str, Any] = {}
    await session.later(store.DROP_SKUS, campaign_id=campaign_id, kept=[sku.sku_id for sku in draft.skus])
    await _set_shelf(session, CampaignId(campaign_id), draft, checked)
    if before.state != "draft":
        accepted = (await queries.life(session, campaign_id)).unknown_cost_accepted
        after = await queries.campaign(session, campaign_id)
        rooms = await claim_margin(session, after, accept_unknown_cost=accepted)
        told = loss_told(after, rooms)
    await note(session, by, "campaign.changed", campaign_id, title=draft.title, **told)


def _as_read_now(campaign: Campaign, play: Play) -> Campaign:
    """A kept campaign with what its play's models have learnt to say since: the default of each new setting."""
    card = play.card
    return replace(
        campaign, settings=card.settings.model_validate(campaign.settings).model_dump(mode="json"),
        skus=tuple(
            replace(sku, settings=card.sku_settings.model_validate(sku.settings).model_dump(mode="json"))
            for sku in campaign.skus
        ),
    )  # fmt: skip


def _told(draft: CampaignDraft, checked: Checked, campaign_id: UUID) -> tuple[str, str]:
    zh, en = checked.play.card.rules_text(_as_campaign(draft, checked, campaign_id))
    return wire.dumps(zh).decode(), wire.dumps(en).decode()


async def drop(session: Session, by: Staff | System, campaign_id: UUID) -> None:
    """Delete a draft. Raises CampaignUnknown, CampaignInOtherState for anything that was ever published."""
    before = await queries.campaign(session, campaign_id)
    if not await session.run(store.DROP, id=campaign_id):
        raise in_other_state(before)
    await session.later(store.DROP_SKUS, campaign_id=campaign_id, kept=[])
    await session.later(store.DROP_BUDGET, campaign_id=campaign_id)
    await note(session, by, "campaign.dropped", campaign_id, title=before.title)


def in_other_state(campaign: Campaign) -> CampaignInOtherState:
    """The refusal that names the state."""
    zh, en = rules.STATE_WORDS[campaign.state]
    return CampaignInOtherState(state=campaign.state, state_zh=zh, state_en=en)


async def note(session: Session, by: Staff | System, act: str, campaign_id: UUID, **after: Any) -> None:
    """Write a staff act into the audit log; what the system does by itself stands in the campaign's own row."""
    if isinstance(by, Staff):
        await identity.note_change(session, by, Change(act, encode("cmp", campaign_id), after=after))


def _columns(draft: CampaignDraft, checked: Checked) -> dict[str, Any]:
    return {
        "title": draft.title.strip(), "starts_at": draft.starts_at, "ends_at": draft.ends_at,
        "audience": draft.audience, "channels": sorted(draft.channels),
        "settings": checked.settings.model_dump_json(),
        "orders_per_person_max": draft.orders_per_person_max,
        "pieces_per_person_max": draft.pieces_per_person_max,
        "bears_loss": draft.bears_loss,
    }  # fmt: skip


async def _set_shelf(
    session: Session, campaign_id: CampaignId, draft: CampaignDraft, checked: Checked
) -> None:
    skus: Sequence[Any] = draft.skus
    await session.later(
        store.SET_SKUS,
        campaign_id=campaign_id,
        sku_ids=[sku.sku_id for sku in skus],
        product_ids=[checked.goods[sku.sku_id].product_id for sku in skus],
        quotas=[sku.quota for sku in skus],
        settings=[checked.sku_settings[sku.sku_id].model_dump_json() for sku in skus],
    )
    if draft.budget_fen is None:
        await session.later(store.DROP_BUDGET, campaign_id=campaign_id)
    else:
        await session.later(store.SET_BUDGET, campaign_id=campaign_id, budget_fen=draft.budget_fen)
