"""The life of a campaign: published, paused, resumed, ended, stopped; by the staff, by the clock, by WeChat."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from lianyi.identity.actions import name_acts
from lianyi.identity.types import Staff, System
from lianyi.kit import wire
from lianyi.kit.clock import business_day
from lianyi.kit.db import Session
from lianyi.promotions import queries, registry, rules
from lianyi.promotions.actions.drafting import check, in_other_state, note
from lianyi.promotions.actions.gate import claim_margin, covered, free_margin, loss_told, restate_margin
from lianyi.promotions.actions.lawful import law_found
from lianyi.promotions.errors import CampaignInvalid, StaleCampaign
from lianyi.promotions.events import CampaignEnded, CampaignPublished, CampaignStopped
from lianyi.promotions.play import PricePlay
from lianyi.promotions.store import campaigns as store
from lianyi.promotions.types import Campaign, CampaignDraft, CampaignState, SkuDraft
from lianyi.rulebook.refusal import obey

name_acts(
    {
        "campaign.created": ("新建活动", "Campaign created"),
        "campaign.changed": ("修改活动", "Campaign changed"),
        "campaign.dropped": ("删除活动草稿", "Campaign draft deleted"),
        "campaign.published": ("发布活动", "Campaign published"),
        "campaign.paused": ("暂停活动", "Campaign paused"),
        "campaign.resumed": ("恢复活动", "Campaign resumed"),
        "campaign.ended": ("结束活动", "Campaign ended"),
        "campaign.stopped": ("紧急停止活动", "Campaign stopped"),
    }
)


def draft_of(campaign: Campaign) -> CampaignDraft:
    """A kept campaign as it was written."""
    return CampaignDraft(
        play=campaign.play, title=campaign.title, starts_at=campaign.starts_at, ends_at=campaign.ends_at,
        channels=campaign.channels, settings=campaign.settings,
        skus=tuple(SkuDraft(sku.sku_id, sku.quota, sku.settings) for sku in campaign.skus),
        audience=campaign.audience, orders_per_person_max=campaign.orders_per_person_max,
        pieces_per_person_max=campaign.pieces_per_person_max, budget_fen=campaign.budget_fen,
        bears_loss=campaign.bears_loss,
    )  # fmt: skip


async def publish(
    session: Session, by: Staff | System, campaign_id: UUID, *, accept_unknown_cost: bool = False
) -> None:
    """Let a draft run in its window; its worst case is claimed and its rules are kept as they are told.

    `accept_unknown_cost` is the merchant's own word, kept in the audit log. Raises as `check`, CampaignInOtherState,
    CampaignInvalid (goods off the shelf, a window that has passed), AgainstTheRules, CostUnknown, MarginTooThin,
    LossNotCovered, OtherLossNotCovered: nothing has moved then.
    """
    campaign = await queries.campaign(session, campaign_id)
    rules.assert_state(campaign, "draft")
    checked = await check(session, draft_of(campaign))
    if campaign.ends_at <= session.now:
        raise CampaignInvalid("ends_at", "结束时间已经过了", "Its end has passed already")
    for number, sku in enumerate(campaign.skus):
        if not checked.goods[sku.sku_id].on_sale:
            raise CampaignInvalid(f"skus.{number}.sku_id", "这个规格没有上架", "This SKU is not on the shelf")
    obey(law_found(campaign, checked.play, checked.goods, business_day(session.now)))
    if checked.play.card.assert_ready is not None:
        await checked.play.card.assert_ready(session, campaign)
    rules_zh, rules_en = checked.play.card.rules_text(campaign)
    if not await session.run(
        store.PUBLISH, id=campaign_id, version=campaign.version, rules_zh=wire.dumps(rules_zh).decode(),
        rules_en=wire.dumps(rules_en).decode(), unknown_cost_accepted=accept_unknown_cost,
    ):  # fmt: skip
        raise StaleCampaign
    rooms = await claim_margin(session, campaign, accept_unknown_cost=accept_unknown_cost)
    await session.emit(CampaignPublished(campaign_id, campaign.play))
    unknown = sum(room.cost_fen is None for room in rooms)
    await note(
        session, by, "campaign.published", campaign_id, title=campaign.title, unknown_costs_accepted=unknown,
        **loss_told(campaign, rooms),
    )  # fmt: skip


async def pause(session: Session, by: Staff | System, campaign_id: UUID) -> None:
    """Take no new orders until it is resumed; runs that were begun go on. Raises CampaignInOtherState."""
    await _move(session, by, campaign_id, "published", "paused", "campaign.paused")


async def resume(session: Session, by: Staff | System, campaign_id: UUID) -> None:
    """Let a paused campaign run on. Raises CampaignInOtherState; what WeChat or the staff stopped never runs again."""
    await _move(session, by, campaign_id, "paused", "published", "campaign.resumed")


async def _move(
    session: Session,
    by: Staff | System,
    campaign_id: UUID,
    before: CampaignState,
    after: CampaignState,
    act: str,
) -> None:
    campaign = await queries.campaign(session, campaign_id)
    if not await session.run(store.MOVE, id=campaign_id, before=before, after=after):
        raise in_other_state(campaign)
    await note(session, by, act, campaign_id, title=campaign.title)


async def end(session: Session, by: Staff | System, campaign_id: UUID) -> None:
    """End it before its time. Raises CampaignInOtherState."""
    campaign = await queries.campaign(session, campaign_id)
    if not await _finish(session, campaign, "ended", ""):
        raise in_other_state(campaign)
    await note(session, by, "campaign.ended", campaign_id, title=campaign.title)


async def stop(session: Session, by: Staff | System, campaign_id: UUID, reason: str) -> None:
    """The stop switch: nobody can join from this moment on, for good. Raises CampaignInOtherState."""
    campaign = await queries.campaign(session, campaign_id)
    if not await _finish(session, campaign, "stopped", reason):
        raise in_other_state(campaign)
    await note(session, by, "campaign.stopped", campaign_id, title=campaign.title, reason=reason)


async def _finish(
    session: Session, campaign: Campaign, state: CampaignState, reason: str, *,
    alarm: str | None = None, rectify_by_at: datetime | None = None,
) -> bool:  # fmt: skip
    """End or stop what is published or paused, free its margin, tell it. False when it was over already.

    What its play has given and can still be used keeps the margin held until `let_go`.
    """
    if not await session.run(
        store.FINISH, id=campaign.id, state=state, reason=reason, alarm=alarm, rectify_by_at=rectify_by_at
    ):
        return False
    await _free(session, campaign)
    if state == "stopped":
        await session.emit(CampaignStopped(campaign.id, campaign.play, reason))
    else:
        await session.emit(CampaignEnded(campaign.id, campaign.play))
    return True


async def let_go(session: Session, campaign_id: UUID) -> None:
    """A play has seen the last of its runs end: a campaign that is over claims nothing any more. Safe to replay."""
    campaign = await queries.campaign(session, campaign_id)
    if campaign.state in {"stopped", "ended"}:
        await _free(session, campaign)


async def _free(session: Session, campaign: Campaign) -> None:
    play = registry.play_of(campaign.play)
    open_runs = play.open_runs if isinstance(play, PricePlay) else None
    if open_runs is None or not await open_runs(session, campaign.id):
        await free_margin(session, campaign)


async def end_over(session: Session, limit: int) -> int:
    """End what the clock has passed, the first first, at most `limit`; answers how many."""
    over = await session.all(store.OVER, limit=limit)
    for campaign_id in over:
        await _finish(session, await queries.campaign(session, campaign_id), "ended", "")
    return len(over)


async def stop_by_platform(session: Session, reason: str, rectify_by_at: datetime | None) -> int:
    """WeChat found a violation: everything that lives by sharing inside WeChat stops at once; answers how many.

    Platform rules S8: three days to rectify, then the ability to share is banned. What is stopped raises an alarm in the
    overview with the deadline. Safe to replay.
    """
    stopped = 0
    for campaign in await queries.published(session):
        verdict = rules.verdict_of(registry.play_of(campaign.play).card, campaign.settings)
        if rules.lives_by_sharing(verdict, campaign.channels):
            stopped += await _finish(
                session, campaign, "stopped", reason, alarm="platform_stopped", rectify_by_at=rectify_by_at
            )
    return stopped


async def recheck(session: Session, sku_ids: Sequence[UUID]) -> None:
    """Prices or costs have moved: state the claims of what runs anew, and alarm where the floor is broken. Replayable.

    A running campaign is never changed or taken off for it: shoppers were promised its price, the merchant decides.
    """
    wide = [code for code, play in registry.plays().items() if play.card.reach is not None]
    found = await queries.published(session, sku_ids=sku_ids, wide=wide)
    for campaign in sorted(found, key=lambda one: one.id.int):
        await session.later(store.LOCK, id=campaign.id)  # before the margin's rows, as publishing does
        rooms = await restate_margin(session, campaign)
        broken = any(not room.ok for room in rooms) or not covered(campaign, rooms)
        alarm = "margin_broken" if broken else None
        await session.later(store.ALARM, id=campaign.id, alarm=alarm)
