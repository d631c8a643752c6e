"""What a campaign does for an order: priced, claimed for before the order is written, spent after it, given back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from lianyi.catalog import queries as catalog
from lianyi.catalog.types import SkuId
from lianyi.identity import queries as identity
from lianyi.identity.types import Channel, Shopper
from lianyi.kit import wire
from lianyi.kit.db import ReadSession, Session
from lianyi.kit.ids import encode
from lianyi.orders import queries as orders
from lianyi.promotions import queries, registry, rules
from lianyi.promotions.errors import BudgetSpent, LimitReached, PlayNotHere, QuotaSpent
from lianyi.promotions.events import ClaimLost
from lianyi.promotions.store import claiming as store
from lianyi.promotions.types import Asking, Campaign, Claiming, Held, Intent, PlayLine, Priced
from lianyi.social import queries as social
from lianyi.wechat.types import AppKind


async def price(
    session: ReadSession, shopper: Shopper, channel: Channel, intent: Intent, lines: Sequence[PlayLine]
) -> Priced:
    """What a campaign does for these lines now; nothing is held yet.

    Cost: one statement for the campaign, one of the play's `load`, one more when the campaign is for new or returning
    customers only. Raises CampaignUnknown, CampaignNotRunning, PlayNotHere, GoodsNotInCampaign, NotForYou, LimitReached,
    BudgetSpent, QuotaSpent (as far as they can be seen without a lock), PlayUnknown, and what the play refuses.
    """
    standing = await queries.standing(session, intent.campaign_id, shopper.person)
    campaign = standing.campaign
    play = registry.price_play(campaign.play)
    rules.assert_running(campaign, session.now)
    reason = rules.reason_against(play.card.verdict, campaign.channels, channel)
    if reason is not None:
        raise await _not_here(session, campaign, channel, reason)
    rules.assert_on_shelf(campaign, lines)
    if campaign.audience != "everyone":
        bought = shopper.person in await orders.totals_of(session, [shopper.person])
        rules.assert_audience(campaign.audience, has_bought=bought)
    pieces = sum(line.quantity for line in lines)
    if not rules.within_limits(campaign, standing.used_orders, standing.used_pieces, pieces):
        raise rules.limit_reached(campaign, standing.used_orders, standing.used_pieces)
    asking = Asking(shopper, channel, intent, tuple(lines))
    state = await play.load(session, campaign, asking)
    amounts = [(line.sku_id, line.price_fen * line.quantity) for line in lines]
    # a campaign never makes anything dearer, whatever its play works out of a price that has fallen meanwhile
    quoted = rules.apply(amounts, [one for one in play.quote(state, asking.lines) if one.amount_fen < 0])
    rules.assert_left(campaign, asking.lines, -quoted.adjust_fen)
    return Priced(campaign, asking, state, quoted, play.stacks_with)


async def _not_here(
    session: ReadSession, campaign: Campaign, channel: Channel, reason: tuple[str, str]
) -> PlayNotHere:
    """The refusal, and the way into the mini program when the campaign runs there and the shop has one."""
    card = registry.play_of(campaign.play).card
    allowed = [
        one for one in campaign.channels if rules.reason_against(card.verdict, campaign.channels, one) is None
    ]
    appid = (await identity.wechat_appids(session)).get(AppKind.MINI) if Channel.MINI in allowed else None
    facts = await card.campaign_facts(session, campaign) if appid else None
    zh, en = rules.CHANNEL_WORDS[channel]
    return PlayNotHere(
        channel=channel, channels=allowed, channel_zh=zh, channel_en=en, reason_zh=reason[0], reason_en=reason[1],
        open_mini={"appid": appid, "path": facts.page} if facts else None,
    )  # fmt: skip


async def claim(session: Session, priced: Priced, order_id: UUID) -> Held:
    """Let the play take its place (a seat) for an order about to be written: before `orders.open_order`.

    Cost: one statement for the share the person last came by, and the play's one guarded statement; locks the run only.
    Raises what the play refuses; nothing has moved then.
    """
    campaign, person = priced.campaign, priced.asking.shopper.person
    share_id = await social.last_share_to(session, person, campaign.id)
    claiming = Claiming(
        order_id=order_id, person_id=person, asking=priced.asking, discount_fen=-priced.quoted.adjust_fen,
        share_id=share_id,
    )  # fmt: skip
    play = registry.price_play(campaign.play)
    return Held(await play.claim(session, campaign, priced.state, claiming), share_id)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What an order takes of a campaign; `counted` are (SKU, pieces) of the SKUs that have a quota.

    `promised_fen`: what was taken off and what may still be given back by rule, both of the budget.
    """

    campaign: Campaign
    person_id: UUID
    pieces: int
    promised_fen: int
    counted: Sequence[tuple[UUID, int]]


async def spend(session: Session, priced: Priced, held: Held, order_id: UUID) -> None:
    """Take the person's limit, the budget and the quota, after the order is written and before its stock.

    Cost: one guarded statement and one wait for each of the three that the campaign has (a quota is locked by a piped
    one before it), and the claim itself, piped. Locks person, budget, quota (by SKU id) in that order. Raises
    LimitReached, BudgetSpent, QuotaSpent: nothing has moved then.
    """
    campaign, lines = priced.campaign, priced.asking.lines
    quotas = {sku.sku_id for sku in campaign.skus if sku.quota is not None}
    off = {line.sku_id: -line.adjust_fen for line in priced.quoted.lines}
    discount_fen, more_fen = sum(off.values()), held.claimed.more_fen
    wanted = _Wanted(
        campaign, priced.asking.shopper.person, sum(line.quantity for line in lines), discount_fen + more_fen,
        [(line.sku_id, line.quantity) for line in lines if line.sku_id in quotas],
    )  # fmt: skip
    await _take(session, wanted)
    kept = [
        {
            "sku_id": line.sku_id, "quantity": line.quantity, "discount_fen": off[line.sku_id],
            "counted": line.sku_id in quotas,
        }
        for line in lines
    ]  # fmt: skip
    await session.later(
        store.HOLD, order_id=order_id, campaign_id=campaign.id, play=campaign.play, person_id=wanted.person_id,
        run_id=held.claimed.run_id or priced.asking.intent.run_id, share_id=held.share_id,
        lines=wire.dumps(kept).decode(), pieces=wanted.pieces, discount_fen=discount_fen, more_fen=more_fen,
    )  # fmt: skip


async def _take(session: Session, wanted: _Wanted) -> None:
    campaign = wanted.campaign
    limits = campaign.orders_per_person_max, campaign.pieces_per_person_max
    if limits != (None, None):
        counted = await session.maybe(
            store.COUNT_PERSON, campaign_id=campaign.id, person_id=wanted.person_id, pieces=wanted.pieces,
            orders_max=limits[0], pieces_max=limits[1],
        )  # fmt: skip
        if counted is None:
            standing = await queries.standing(session, campaign.id, wanted.person_id)
            raise rules.limit_reached(campaign, standing.used_orders, standing.used_pieces)
    if (
        campaign.budget_fen is not None
        and wanted.promised_fen
        and not await session.run(store.SPEND, campaign_id=campaign.id, discount_fen=wanted.promised_fen)
    ):
        raise BudgetSpent
    if wanted.counted:
        await _take_quota(session, campaign, wanted.counted)


async def _take_quota(session: Session, campaign: Campaign, counted: Sequence[tuple[UUID, int]]) -> None:
    sku_ids = sorted((sku_id for sku_id, _ in counted), key=lambda sku_id: sku_id.int)
    quantities = dict(counted)
    await session.later(store.LOCK_SKUS, campaign_id=campaign.id, sku_ids=sku_ids)
    taken = await session.all(
        store.TAKE, campaign_id=campaign.id, sku_ids=sku_ids, quantities=[quantities[one] for one in sku_ids]
    )
    short = next((sku_id for sku_id in sku_ids if sku_id not in taken), None)
    if short is not None:
        now = await queries.campaign(session, campaign.id)
        left = next((sku.quota or 0) - sku.taken for sku in now.skus if sku.sku_id == short)
        title = (await catalog.titles(session, [short])).get(SkuId(short), "")
        raise QuotaSpent(sku_id=encode("sku", short), title=title, left=left)


async def give_back(session: Session, order_id: UUID, *, refunded: bool) -> bool:
    """An order of a campaign closed: what it took can be taken again. Safe to replay.

    Unpaid: the play gives its place back, too. Refunded whole: the discount was never given in the end, so budget,
    quota and the person's limit come back; the play has moved its run by itself. False when there was nothing, also when
    a late payment has made the closing untrue before it was told.
    """
    ends = {"held", "paid"} if refunded else {"held"}
    claim = await session.maybe(store.CLAIM, order_id=order_id)
    if claim is None or claim.state not in ends:
        return False
    if not refunded:
        await registry.price_play(claim.play).release(session, order_id)
    claim = await session.one(store.LOCK_CLAIM, order_id=order_id)
    if claim.state not in ends:
        return False
    await session.later(store.UNCOUNT_PERSON, **_of(claim), person_id=claim.person_id, pieces=claim.pieces)
    await session.later(store.UNSPEND, **_of(claim), discount_fen=claim.promised_fen)
    counted = _counted(claim)
    if counted:
        await session.later(store.LOCK_SKUS, **_of(claim), sku_ids=[sku_id for sku_id, _ in counted])
        await session.later(
            store.GIVE_BACK, **_of(claim), sku_ids=[sku_id for sku_id, _ in counted],
            quantities=[quantity for _, quantity in counted],
        )  # fmt: skip
    await session.later(store.END_CLAIM, order_id=order_id, state="refunded" if refunded else "released")
    return True


def _of(claim: store.Claim) -> dict[str, Any]:
    return {"campaign_id": claim.campaign_id}


def _counted(claim: store.Claim) -> list[tuple[UUID, int]]:
    found = [(UUID(line["sku_id"]), int(line["quantity"])) for line in claim.lines if line["counted"]]
    return sorted(found, key=lambda pair: pair[0].int)


async def count_paid(session: Session, order_id: UUID, paid_fen: int, paid_at: datetime) -> None:
    """An order of a campaign was paid: its figures, and whether its person bought here for the first time. Replayable.

    Paid after it had closed and given everything back, it takes it again where there is room; else ClaimLost is told and
    the order goes back whole: no budget is exceeded by who pays late.
    """
    claim = await session.maybe(store.LOCK_CLAIM, order_id=order_id)
    if claim is None or claim.state not in {"held", "released"}:
        return
    if claim.state == "released" and not await _taken_again(session, claim):
        await session.emit(ClaimLost(order_id, claim.campaign_id))
        return
    totals = await orders.totals_of(session, [claim.person_id])
    first = claim.person_id not in totals or totals[claim.person_id].orders <= 1
    await session.later(
        store.COUNT_PAID, order_id=order_id, paid_fen=paid_fen, paid_at=paid_at, is_new_customer=first,
        before=claim.state,
    )  # fmt: skip


async def _taken_again(session: Session, claim: store.Claim) -> bool:
    campaign = await queries.campaign(session, claim.campaign_id)
    wanted = _Wanted(campaign, claim.person_id, claim.pieces, claim.promised_fen, _counted(claim))
    try:
        async with session.savepoint():
            await _take(session, wanted)
    except (LimitReached, BudgetSpent, QuotaSpent):
        return False
    return True


async def settle(session: Session, order_id: UUID, given_fen: int) -> None:
    """What was open of an order's discount is known: `given_fen` of it was given, the rest is the budget's again.

    Safe to replay; an order that gave everything back meanwhile holds nothing any more.
    """
    claim = await session.maybe(store.LOCK_CLAIM, order_id=order_id)
    if claim is None or claim.state != "paid" or not claim.more_fen:
        return
    await session.later(store.UNSPEND, **_of(claim), discount_fen=claim.more_fen - given_fen)
    await session.later(store.SETTLE, order_id=order_id, given_fen=given_fen)


async def count_refunded(session: Session, order_id: UUID) -> None:
    """Money of an order went back: the claim knows how much in all. Safe to replay."""
    if await session.maybe(store.CLAIM, order_id=order_id) is None:
        return
    order = await orders.order(session, order_id)
    await session.later(store.COUNT_REFUNDED, order_id=order_id, refunded_fen=order.refunded_fen)
