"""Verbs of flash sales: each moves one shelf's row; orders are placed by checkout."""

from datetime import datetime, timedelta
from uuid import UUID

from lianyi.identity.types import Channel, Shopper
from lianyi.kit.db import ReadSession, Session
from lianyi.promotions import actions as promotions
from lianyi.promotions.errors import CampaignUnknown
from lianyi.promotions.plays.flash_sale import queries, rules, store
from lianyi.promotions.plays.flash_sale.errors import SlotNotOn
from lianyi.promotions.plays.flash_sale.types import Asked, FlashSaleSettings
from lianyi.promotions.types import Asking, Campaign, Claimed, Claiming


async def load(session: ReadSession, campaign: Campaign, asking: Asking) -> Asked:
    """What an order asks of the slot that is on. One read without a lock: most of a crowd is refused by it.

    Raises OneKindAtATime, TooManyAtOnce, SlotNotOn, SlotSoldOut.
    """
    asked = rules.asked_of(campaign, asking.lines, session.now)
    rules.assert_room(asked, await queries.shelf(session, campaign.id, asked.slot.opens_at, asked.sku_id))
    return asked


async def claim(session: Session, campaign: Campaign, asked: Asked, claiming: Claiming) -> Claimed:
    """Take the pieces from the slot's shelf: one guarded statement. Raises SlotSoldOut: nothing has moved then."""
    if not await session.run(
        store.CLAIM, campaign_id=campaign.id, opens_at=asked.slot.opens_at, sku_id=asked.sku_id,
        quota=asked.sku.slot_quota, quantity=asked.quantity, order_id=claiming.order_id, person_id=claiming.person_id,
    ):  # fmt: skip
        rules.assert_room(asked, await queries.shelf(session, campaign.id, asked.slot.opens_at, asked.sku_id))
        raise rules.sold_out(0, 0)
    return Claimed(session.now + timedelta(minutes=asked.pay_minutes), waits=False)


async def release(session: Session, order_id: UUID) -> None:
    """The order closed unpaid: the slot can sell its pieces again. Safe to replay."""
    await session.run(store.RELEASE, order_id=order_id, before="held", after="released")


async def retake(session: Session, order_id: UUID) -> None:
    """An order was paid after it had closed: its pieces are taken again. Raises SlotSoldOut when there is no room."""
    if not await session.run(store.RETAKE, order_id=order_id):
        raise rules.sold_out(0, 0)


async def count_paid(session: Session, order_id: UUID) -> None:
    """The order was paid: its pieces wait no more. Safe to replay."""
    await session.run(store.PAY, order_id=order_id, before="held", after="paid")


async def take_back(session: Session, order_id: UUID) -> None:
    """The order was refunded whole: its slot has the pieces again. Safe to replay."""
    await session.run(store.RETURN, order_id=order_id, before="paid", after="returned")


async def remind_me(
    session: Session, shopper: Shopper, channel: Channel, campaign_id: UUID, opens_at: datetime
) -> None:
    """Tell the shopper when a slot that has not begun is about to; asked twice, told once.

    Raises what the frame's door refuses, CampaignUnknown, SlotNotOn when there is no such slot ahead.
    """
    campaign = await promotions.admit(session, shopper, channel, campaign_id)
    if campaign.play != queries.PLAY:
        raise CampaignUnknown(field="campaign_id")
    settings = FlashSaleSettings.model_validate(campaign.settings)
    ahead = {one.opens_at for one in rules.slots(settings, campaign, session.now, queries.DAYS_SHOWN)}
    if opens_at not in ahead or opens_at <= session.now:
        raise SlotNotOn(next_at=None, next_zh="", next_en="")
    await promotions.remind(session, campaign_id, opens_at, shopper.person)
