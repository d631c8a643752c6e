"""Verbs of assists. The frame keeps who helped whom; here stands what a full run gets."""

from collections.abc import Awaitable
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from lianyi.catalog import queries as catalog
from lianyi.identity.types import Channel, Shopper
from lianyi.kit import wire
from lianyi.kit.db import ReadSession, Session
from lianyi.kit.errors import Refusal
from lianyi.kit.ids import decode, encode, new_id
from lianyi.promotions import actions as promotions
from lianyi.promotions import queries as campaigns
from lianyi.promotions import rules as frame
from lianyi.promotions.errors import BudgetSpent, GoodsNotInCampaign, HelpRunUnknown, QuotaSpent
from lianyi.promotions.plays.assist import queries, rules, store
from lianyi.promotions.plays.assist.errors import HelperCouponGone, NoAssist, RewardGone
from lianyi.promotions.plays.assist.types import Asked, Promise
from lianyi.promotions.types import Asking, Campaign, Claimed, Claiming, Help, HelpRun, Marks


async def open_run(
    session: Session, shopper: Shopper, channel: Channel, marks: Marks | None, campaign_id: UUID, sku_id: UUID | None
) -> UUID:  # fmt: skip
    """Call for help, for a SKU of the shelf or (None) for the coupon; answers the run.

    Raises what the frame's door refuses, NoAssist, GoodsNotInCampaign, RewardGone when nothing is left to help for,
    TooLateToOpen, HelpRunsUsedUp: nothing has moved then.
    """
    campaign = await promotions.admit(session, shopper, channel, campaign_id)
    if campaign.play != queries.PLAY:
        raise NoAssist
    settings = rules.settings_of(campaign)
    sku = None if sku_id is None else rules.on_shelf(campaign, sku_id)
    if not {"goods": sku is not None, "coupon": sku_id is None}[settings.reward]:
        raise GoodsNotInCampaign(sku_ids=[encode("sku", sku_id)] if sku_id else [], titles="")
    queries.assert_left(campaign, sku_id)
    closes_at, ends_at = rules.times(settings, campaign, session.now)
    run_id = new_id()
    await promotions.open_help_run(
        session, campaign, shopper, marks, run_id, rules.terms_of(settings), about=sku_id, closes_at=closes_at,
        ends_at=ends_at,
    )  # fmt: skip
    await session.later(
        store.PROMISE, run_id=run_id, campaign_id=campaign_id, sku_id=sku_id,
        product_id=next((one.product_id for one in campaign.skus if one.sku_id == sku_id), None),
        reward_fen=sku.price_fen if sku else settings.coupon_fen,
        rules_zh=wire.dumps(campaign.rules_zh).decode(), rules_en=wire.dumps(campaign.rules_en).decode(),
    )  # fmt: skip
    return run_id


class Helped(NamedTuple):
    """A help that was given, and what it has earned its helper so far (0 while the staff look into the run)."""

    run: HelpRun
    help: Help
    earned_fen: int


async def help_run(
    session: Session, shopper: Shopper, channel: Channel, run_id: UUID, marks: Marks, *, with_coupon: bool
) -> Helped:
    """Confirm a help on the page that has told all rules.

    The last one keeps a piece and its worth for the run's owner, or gives the coupon; `with_coupon`: the helper was told
    of one and expects it. Cost: the frame's help, and what grants and coupons need. Locks the run, then budget and
    quota, then what another campaign gives. Raises what the frame refuses, RewardGone, HelperCouponGone: nothing has
    moved then.
    """
    promise = await queries.promise(session, run_id)
    run, given = await promotions.confirm_help(session, shopper, channel, run_id, marks)
    campaign = await campaigns.campaign(session, promise.campaign_id)
    if not run.missing:
        await _keep(session, campaign, promise, run)
    earned_fen = 0
    settings = rules.settings_of(campaign)
    if with_coupon and settings.helper_fen is not None and run.review != "waiting":
        await _or(HelperCouponGone(), _thank(session, campaign, run_id, shopper.person))
        earned_fen = settings.helper_fen
    return Helped(run, given, earned_fen)


async def _keep(session: Session, campaign: Campaign, promise: Promise, run: HelpRun) -> None:
    """The run is full: its worth out of the budget, its piece out of the quota; a coupon unless the staff look first."""
    fen = promise.reward_fen
    if promise.sku_id is not None:
        worth = await catalog.worth(session, [promise.sku_id])
        fen = max(worth[promise.sku_id].price_fen - promise.reward_fen, 0) if promise.sku_id in worth else 0
    try:
        grant_id = await promotions.grant(session, campaign, run.person_id, fen, f"run:{run.id}")
        counted = promise.sku_id is not None and await promotions.keep_place(
            session, campaign, promise.sku_id
        )
    except (BudgetSpent, QuotaSpent):
        raise RewardGone from None
    await session.run(store.KEEP, run_id=run.id, grant_id=grant_id, held_fen=fen, counted=counted)
    if promise.sku_id is None and run.review != "waiting":
        await _or(RewardGone(), give_coupon(session, campaign, run))


async def _or(refusal: Refusal, act: Awaitable[None]) -> None:
    """What another campaign refuses, in the words of this one: its reader came for this one."""
    try:
        await act
    except Refusal:
        raise refusal from None


async def give_coupon(session: Session, campaign: Campaign, run: HelpRun) -> None:
    """The owner's coupon, once a run. Raises what the paying campaign refuses."""
    settings = rules.settings_of(campaign)
    if settings.coupon_in is None or settings.coupon_fen is None:
        raise LookupError(f"run {run.id} is for no coupon")
    piece_id = await promotions.give(
        session, decode("cmp", settings.coupon_in), run.person_id, settings.coupon_fen, f"run:{run.id}"
    )
    await session.run(store.GIVE, run_id=run.id, piece_id=piece_id)
    await promotions.complete_help_run(session, run.id)


async def _thank(session: Session, campaign: Campaign, run_id: UUID, person_id: UUID) -> None:
    settings = rules.settings_of(campaign)
    if settings.helper_in is None or settings.helper_fen is None:
        return
    key = f"help:{run_id}:{person_id}"
    await promotions.grant(session, campaign, person_id, settings.helper_fen, key)
    await promotions.give(session, decode("cmp", settings.helper_in), person_id, settings.helper_fen, key)


async def settle_review(session: Session, run_id: UUID, *, released: bool) -> None:
    """The staff have looked at a run: what waited for it is given, or what was kept for it goes back. Safe to replay.

    Helpers' coupons are given while they last, as the rules say; so is one that its owner waited for.
    """
    if not released:
        await let_go(session, run_id)
        return
    promise = await queries.promise(session, run_id)
    run, campaign = (
        await campaigns.help_run(session, run_id),
        await campaigns.campaign(session, promise.campaign_id),
    )
    if (
        promise.state == "kept"
        and promise.sku_id is None
        and not await _given(session, give_coupon(session, campaign, run))
    ):
        await let_go(session, run_id)
    for one in await campaigns.helps_of(session, run_id):
        if one.state == "counted":
            await _given(session, _thank(session, campaign, run_id, one.person_id))


async def _given(session: Session, act: Awaitable[None]) -> bool:
    try:
        async with session.savepoint():
            await act
    except Refusal:
        return False
    return True


async def let_go(session: Session, run_id: UUID, *, was_given: bool = False) -> bool:
    """Nothing becomes of a run any more: what it held is the budget's and the quota's again. Safe to replay.

    `was_given`: also what was given already (the order was refunded whole).
    """
    states = ["given"] if was_given else ["open", "kept"]
    held = await session.maybe(store.LET_GO, run_id=run_id, states=states)
    if held is None:
        return False
    if held.grant_id is not None:
        await promotions.keep_of_grant(session, held.grant_id, 0)
    if held.counted and held.sku_id is not None:
        await promotions.give_place_back(session, held.campaign_id, held.sku_id)
    return True


# -- what the frame asks for an order ------------------------------------------------------------------------


async def load(session: ReadSession, campaign: Campaign, asking: Asking) -> Asked:
    """The full run an order is for. Two statements.

    Raises HelpRunUnknown (also for a run of another campaign), PlayNotHere, HelpRunInReview, HelpRunOver, HelpRunMoved
    (somebody else's), NotFull, OneSkuARun, RewardGone.
    """
    if asking.intent.run_id is None:
        raise HelpRunUnknown(field="run_id")
    promise = await queries.promise(session, asking.intent.run_id)
    run = await campaigns.help_run(session, asking.intent.run_id)
    if run.campaign_id != campaign.id:
        raise HelpRunUnknown(field="run_id")
    await promotions.assert_here(session, asking.channel, campaign)
    asked = rules.asked_of(campaign, run, promise, asking.lines)
    frame.assert_usable(run, asking.shopper.person, session.now)
    return asked


async def claim(session: Session, campaign: Campaign, asked: Asked, claiming: Claiming) -> Claimed:
    """The order takes the run: one guarded statement, and the worth anew when the price has moved since it was full.

    Raises what the frame refuses, BudgetSpent: nothing has moved then.
    """
    await promotions.take_help_run(session, asked.run, claiming.person_id, claiming.order_id)
    promise, off_fen = asked.promise, claiming.discount_fen
    if promise.grant_id is not None and off_fen != promise.held_fen:
        grant_id = promise.grant_id
        await promotions.keep_of_grant(session, grant_id, min(off_fen, promise.held_fen))
        if off_fen > promise.held_fen:
            await promotions.keep_of_grant(session, grant_id, 0)
            key = f"order:{claiming.order_id}"
            grant_id = await promotions.grant(session, campaign, claiming.person_id, off_fen, key)
        await session.run(store.REWORTH, run_id=promise.run_id, grant_id=grant_id, held_fen=off_fen)
    pay_by = session.now + timedelta(minutes=asked.pay_minutes)
    return Claimed(pay_by, waits=False, run_id=promise.run_id, covered=True)


async def paid(session: Session, order_id: UUID) -> None:
    """The order was paid: the run is complete. Safe to replay."""
    run_id = await promotions.use_help_run(session, order_id)
    if run_id is not None:
        await session.run(store.GIVE, run_id=run_id, piece_id=None)


async def take_back(session: Session, order_id: UUID) -> None:
    """The order was refunded whole: its piece and its worth are for others. Safe to replay."""
    run = await campaigns.run_of_order(session, order_id)
    if run is not None and run.play == queries.PLAY:
        await let_go(session, run.id, was_given=True)
