"""Verbs of bargains: opened, helped, ordered. Who may help, and how often, is the frame's to decide."""

from datetime import timedelta
from uuid import UUID

from lianyi.catalog import queries as catalog
from lianyi.catalog.types import SkuId
from lianyi.identity.types import Channel, Shopper
from lianyi.kit import wire
from lianyi.kit.db import ReadSession, Session
from lianyi.kit.ids import new_id
from lianyi.promotions import actions as promotions
from lianyi.promotions import queries as frame
from lianyi.promotions.errors import CampaignUnknown
from lianyi.promotions.plays.bargain import queries, rules, store
from lianyi.promotions.plays.bargain.errors import (
    BargainSoldOut,
    BargainUnknown,
    StartFirst,
)
from lianyi.promotions.plays.bargain.types import BargainSettings, BargainSku, Run
from lianyi.promotions.types import Asking, Campaign, Claimed, Claiming, Help, Marks


async def start(
    session: Session, shopper: Shopper, channel: Channel, campaign_id: UUID, sku_id: UUID, marks: Marks
) -> UUID:
    """Open a run for a SKU; answers its id. What it can take off at most is held of the budget from now on.

    Raises what the frame's door refuses, CampaignUnknown, BargainSoldOut, HelpRunsUsedUp, BudgetSpent: nothing has moved.
    """
    campaign = await promotions.admit(session, shopper, channel, campaign_id)
    kept = next((one for one in campaign.skus if one.sku_id == sku_id), None)
    if campaign.play != queries.PLAY or kept is None:
        raise CampaignUnknown(field="campaign_id")
    settings, sku = (
        BargainSettings.model_validate(campaign.settings),
        BargainSku.model_validate(kept.settings),
    )
    goods = (await catalog.sellable(session, [sku_id])).get(SkuId(sku_id))
    left = kept.quota is None or kept.taken < kept.quota
    if goods is None or not goods.state_ok or not left or not rules.is_fair(settings, sku, goods.price_fen):
        raise BargainSoldOut(title=goods.title if goods else "")
    closes_at = min(session.now + timedelta(hours=settings.hours), campaign.ends_at)
    run_id, start_fen = new_id(), rules.start_of(sku, goods.price_fen)
    await promotions.open_help_run(
        session, campaign, shopper, marks, run_id, rules.terms_of(settings), about=sku_id, closes_at=closes_at,
        ends_at=closes_at + timedelta(hours=settings.keep_hours),
    )  # fmt: skip
    most_fen = goods.price_fen - sku.floor_price_fen
    grant_id = await promotions.grant(session, campaign, shopper.person, most_fen, f"run:{run_id}")
    await session.later(
        store.OPEN, id=run_id, campaign_id=campaign_id, sku_id=sku_id, product_id=goods.product_id,
        list_fen=goods.price_fen, start_fen=start_fen, floor_fen=sku.floor_price_fen,
        cuts=rules.cuts_of(settings, start_fen, sku.floor_price_fen), pay_minutes=settings.pay_minutes,
        grant_id=grant_id, rules_zh=wire.dumps(campaign.rules_zh).decode(),
        rules_en=wire.dumps(campaign.rules_en).decode(),
    )  # fmt: skip
    return run_id


async def help_cut(
    session: Session, helper: Shopper, channel: Channel, run_id: UUID, marks: Marks
) -> tuple[Run, Help]:
    """Somebody confirms their help on the run's page. Raises BargainUnknown and as the frame's `confirm_help`."""
    terms = await queries.terms(session, run_id)
    standing, given = await promotions.confirm_help(session, helper, channel, run_id, marks)
    return Run(terms, standing), given


async def load(session: ReadSession, campaign: Campaign, asking: Asking) -> Run:
    """The run that an order is made of, at its price now. Two reads without a lock.

    Raises StartFirst, BargainUnknown, PlayNotHere, OnePieceABargain, HelpRunInReview, HelpRunOver, HelpRunMoved.
    """
    if asking.intent.run_id is None:
        raise StartFirst(field="intent")
    run = await queries.run(session, asking.intent.run_id)
    if run.terms.campaign_id != campaign.id or run.standing.person_id != asking.shopper.person:
        raise BargainUnknown(field="intent")
    await promotions.assert_here(session, asking.channel, campaign)
    rules.assert_one_piece(asking.lines, run.terms.sku_id)
    promotions.assert_usable(run.standing, asking.shopper.person, session.now)
    return run


async def claim(session: Session, campaign: Campaign, run: Run, claiming: Claiming) -> Claimed:  # noqa: ARG001  the protocol names it
    """The order takes the run at the step it was priced at: the frame's one guarded statement.

    Raises HelpRunInReview, HelpRunOver, HelpRunMoved: nothing has moved then.
    """
    await promotions.take_help_run(session, run.standing, claiming.person_id, claiming.order_id)
    deadline_at = session.now + timedelta(minutes=run.terms.pay_minutes)
    return Claimed(deadline_at, waits=False, run_id=run.terms.id, covered=True)


async def release(session: Session, order_id: UUID) -> None:
    """The order closed unpaid: its owner can order again until the run ends. Safe to replay."""
    await promotions.give_back_help_run(session, order_id)


async def retake(session: Session, order_id: UUID) -> None:
    """An order was paid after it had closed. Raises HelpRunMoved when the run has been used, ended or held meanwhile."""
    await promotions.take_help_run_again(session, order_id)


async def count_paid(session: Session, order_id: UUID) -> None:
    """The order was paid: the run is complete, and what it has not taken off is the budget's again. Safe to replay."""
    run_id = await promotions.use_help_run(session, order_id)
    if run_id is not None:
        run = await queries.run(session, run_id)
        await _keep(session, run, run.terms.list_fen - run.price_fen)


async def take_back(session: Session, order_id: UUID) -> None:
    """The order was refunded whole: nothing was given in the end. Safe to replay."""
    standing = await frame.run_of_order(session, order_id)
    if standing is not None and standing.play == queries.PLAY and standing.state == "used":
        await _keep(session, await queries.run(session, standing.id), 0)


async def let_go(session: Session, run_id: UUID) -> Run:
    """A run is over or was refused: what was held for it is the budget's again. Safe to replay."""
    run = await queries.run(session, run_id)
    await _keep(session, run, 0)
    return run


async def _keep(session: Session, run: Run, keep_fen: int) -> None:
    await promotions.keep_of_grant(session, run.terms.grant_id, keep_fen)
    await promotions.let_go(session, run.terms.campaign_id)
