"""Verbs of check-ins."""

from datetime import date
from uuid import UUID

from lianyi.identity.types import Channel, Shopper
from lianyi.kit.db import Session
from lianyi.kit.ids import decode, encode
from lianyi.members.errors import PointsOff
from lianyi.promotions import actions as promotions
from lianyi.promotions.errors import BudgetSpent, GrantNotPossible
from lianyi.promotions.plays.check_in import queries, rules, store
from lianyi.promotions.plays.check_in.errors import (
    CheckedInAlready,
    DayNotMissed,
    NoCheckIn,
    NoMakeUpLeft,
    NoNextDay,
    RewardsOver,
)
from lianyi.promotions.plays.check_in.types import CheckInSettings, Reward
from lianyi.promotions.types import Campaign

TRIES_MAX = 3


async def check_in(session: Session, shopper: Shopper, channel: Channel, campaign_id: UUID) -> Reward:
    """Check in for today, by the server's clock; answers what the day pays.

    Cost: the door, one read, the day's row, this campaign's grant and budget, and what the paying campaign or the points
    need. Raises what the frame's door refuses, NoCheckIn, CheckedInAlready, RewardsOver: nothing has moved then.
    """
    campaign, settings = await _admitted(session, shopper, channel, campaign_id)
    card = await queries.card(session, campaign, shopper.person)
    reward = rules.reward(settings, card.nth)
    if card.checked_today or not await session.run(
        store.CHECK_IN,
        campaign_id=campaign_id,
        person_id=shopper.person,
        day=card.today,
        nth=card.nth,
        fen=reward.fen,
        points=reward.points,
    ):
        raise CheckedInAlready
    await _pay(session, campaign, shopper.person, card.today, reward)
    return reward


async def _pay(session: Session, campaign: Campaign, person_id: UUID, day: date, reward: Reward) -> None:
    """Out of this campaign's budget, in the other one's kind or in points; both once a person and date."""
    key = f"{encode('cmp', campaign.id)}:{encode('psn', person_id)}:{day:%Y%m%d}"
    try:
        if reward.points:
            await promotions.give_points(session, campaign, person_id, reward.points, key)
            return
        await promotions.grant(session, campaign, person_id, reward.fen, key)
        pays_in = decode("cmp", queries.settings_of(campaign).pays_in or "")
        run_id = await promotions.give(session, pays_in, person_id, reward.fen, key)
    except (BudgetSpent, GrantNotPossible, PointsOff):
        raise RewardsOver from None
    await session.later(store.PAID, campaign_id=campaign.id, person_id=person_id, day=day, run_id=run_id)


async def make_up(session: Session, shopper: Shopper, channel: Channel, campaign_id: UUID, day: date) -> None:
    """Fill in a missed day, so that the row is kept; it is not paid.

    Raises what the frame's door refuses, NoCheckIn, DayNotMissed, NoMakeUpLeft.
    """
    campaign, settings = await _admitted(session, shopper, channel, campaign_id)
    for _ in range(TRIES_MAX):  # two at once meet on a number; the loser looks again
        card = await queries.card(session, campaign, shopper.person)
        if day not in card.missed:
            raise DayNotMissed(field="day", day=f"{day:%Y-%m-%d}")
        if not card.make_ups_left:
            raise NoMakeUpLeft
        nth = rules.place_of(settings, {one.day for one in card.days}, day)
        if await session.run(
            store.MAKE_UP, campaign_id=campaign_id, person_id=shopper.person, day=day, nth=nth,
            make_up_max=settings.make_up_max,
        ):  # fmt: skip
            return
    raise NoMakeUpLeft


async def remind_me(session: Session, shopper: Shopper, channel: Channel, campaign_id: UUID) -> None:
    """Remind the shopper of the next day, if they have not come by ten in the morning; asked twice, told once.

    Raises what the frame's door refuses, NoCheckIn, NoNextDay.
    """
    campaign, _ = await _admitted(session, shopper, channel, campaign_id)
    at = rules.remind_at(campaign, session.now)
    if at is None:
        raise NoNextDay
    await promotions.remind(session, campaign_id, at, shopper.person)


async def _admitted(
    session: Session, shopper: Shopper, channel: Channel, campaign_id: UUID
) -> tuple[Campaign, CheckInSettings]:
    campaign = await promotions.admit(session, shopper, channel, campaign_id)
    if campaign.play != queries.PLAY:
        raise NoCheckIn
    return campaign, queries.settings_of(campaign)
