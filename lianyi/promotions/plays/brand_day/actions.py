"""Verbs of brand days; orders are placed by checkout."""

from uuid import UUID

from lianyi.identity.types import Shopper
from lianyi.kit.db import ReadSession, Session
from lianyi.promotions import actions as promotions
from lianyi.promotions import queries as frame
from lianyi.promotions.errors import CampaignUnknown
from lianyi.promotions.plays.brand_day import queries, rules, store
from lianyi.promotions.plays.brand_day.errors import DayNotAhead, DayTaken, NoBrandDay
from lianyi.promotions.plays.brand_day.types import Asked
from lianyi.promotions.types import Asking, Campaign, Claimed, Claiming


async def book(session: Session, campaign: Campaign) -> None:
    """Take the date as the campaign is published; safe to ask again. Raises NotOneDay, DayTaken: nothing has moved then."""
    rules.assert_one_day(campaign)
    day = rules.day_of(campaign)
    if not await session.run(store.BOOK, campaign_id=campaign.id, day=day):
        other = await queries.taken_by(session, day)
        if other is None or other.id != campaign.id:
            raise DayTaken(day=f"{day:%Y-%m-%d}", title=other.title if other else "")


async def let_go(session: Session, campaign_id: UUID) -> None:
    """The campaign is over: its date can be booked again. Safe to replay."""
    await session.later(store.LET_GO, campaign_id=campaign_id)


async def load(session: ReadSession, campaign: Campaign, asking: Asking) -> Asked:
    """What an order asks of the day. No statement: the frame has read the campaign. Raises DayNotOn."""
    return rules.asked_of(campaign, asking.lines, session.now)


async def claim(_session: Session, _campaign: Campaign, _asked: Asked, _claiming: Claiming) -> Claimed:
    """An order takes nothing of a day but what the frame takes of its quota and limits."""
    return Claimed(None, waits=False)


async def release(_session: Session, _order_id: UUID) -> None:
    """The frame gives back what an order took; a day holds nothing else of it."""


async def remind_me(session: Session, shopper: Shopper, campaign_id: UUID) -> None:
    """Tell the shopper when a day that is ahead begins; asked twice, told once. Raises NoBrandDay, DayNotAhead."""
    try:
        campaign = await frame.campaign(session, campaign_id)
    except CampaignUnknown:
        raise NoBrandDay from None
    if campaign.play != queries.PLAY or campaign.state == "draft":
        raise NoBrandDay
    if rules.state_of(campaign, session.now) != "next":
        raise DayNotAhead
    await promotions.remind(session, campaign_id, campaign.starts_at, shopper.person)
