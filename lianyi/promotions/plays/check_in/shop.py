"""Check-in for shoppers: the card, today's tap, making up a day."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel

from lianyi.identity.edges import CurrentChannel, CurrentShopper, MaybeShopper
from lianyi.kit.db import ReadSession
from lianyi.kit.http import Language, Read, Write, edge
from lianyi.kit.ids import as_word
from lianyi.promotions.plays.check_in import actions, queries
from lianyi.promotions.plays.check_in.types import PaidAs
from lianyi.promotions.types import Campaign

router = edge("/api/shop/check-in", tags=["shop: check-in"])
CampaignRef = Annotated[UUID, as_word("cmp")]


class StepOut(BaseModel):
    nth: int
    fen: int
    points: int
    state: Literal["done", "today", "ahead"]


class DayOut(BaseModel):
    day: date
    fen: int
    points: int
    made_up: bool


class CardOut(BaseModel):
    """Where the reader stands. `nth` is today's place on the curve; `missed` are days that can be made up.

    A reward is fen of a coupon or points, as `paid_as` says; the other is 0. `remind_at`: when the reader can be reminded of
    the next day, null where there is none.
    """

    campaign_id: CampaignRef
    paid_as: PaidAs
    title: str
    ends_at: datetime
    server_time: datetime
    today: date
    checked_today: bool
    nth: int
    steps: list[StepOut]
    days: list[DayOut]
    missed: list[date]
    make_ups_left: int
    earned_fen: int
    earned_points: int
    remind_at: datetime | None
    reminded: bool
    rules: list[str]


async def _card(session: ReadSession, campaign: Campaign, person_id: UUID | None, language: str) -> CardOut:
    card = await queries.card(session, campaign, person_id)
    remind_at, reminded = await queries.next_day(session, campaign, person_id)
    return CardOut(
        campaign_id=campaign.id, paid_as=queries.settings_of(campaign).paid_as, title=campaign.title,
        ends_at=campaign.ends_at, server_time=session.now,
        today=card.today, checked_today=card.checked_today, nth=card.nth,
        steps=[StepOut.model_validate(one, from_attributes=True) for one in card.steps],
        days=[
            DayOut(day=one.day, fen=one.fen, points=one.points, made_up=one.made_up is not None) for one in card.days
        ],
        missed=list(card.missed), make_ups_left=card.make_ups_left, earned_fen=card.earned.fen,
        earned_points=card.earned.points, remind_at=remind_at, reminded=reminded,
        rules=list(campaign.rules_en if language == "en" else campaign.rules_zh),
    )  # fmt: skip


@router.get("/card")
async def card(session: Read, shopper: MaybeShopper, language: Language) -> CardOut:
    """The check-in that runs now; 404 `no_check_in` when there is none."""
    campaign = await queries.running(session)
    return await _card(session, campaign, shopper.person if shopper else None, language)


class CheckedInOut(BaseModel):
    """`fen` of a coupon or `points`: what the day has paid."""

    fen: int
    points: int
    card: CardOut


@router.post("/campaigns/{campaign_id}/check-in", status_code=201)
async def check_in(
    session: Write, shopper: CurrentShopper, channel: CurrentChannel, language: Language, campaign_id: CampaignRef
) -> CheckedInOut:  # fmt: skip
    """Check in for today."""
    paid = await actions.check_in(session, shopper, channel, campaign_id)
    campaign = await queries.campaign(session, campaign_id)
    return CheckedInOut(
        fen=paid.fen, points=paid.points, card=await _card(session, campaign, shopper.person, language)
    )


class MakeUpIn(BaseModel):
    day: date


@router.post("/campaigns/{campaign_id}/make-up", status_code=201)
async def make_up(
    session: Write, shopper: CurrentShopper, channel: CurrentChannel, language: Language, campaign_id: CampaignRef,
    given: MakeUpIn,
) -> CardOut:  # fmt: skip
    """Fill in a missed day; it keeps the row and is not paid."""
    await actions.make_up(session, shopper, channel, campaign_id, given.day)
    return await _card(session, await queries.campaign(session, campaign_id), shopper.person, language)


@router.post("/campaigns/{campaign_id}/remind", status_code=204)
async def remind_me(
    session: Write, shopper: CurrentShopper, channel: CurrentChannel, campaign_id: CampaignRef
) -> None:
    """Remind me of tomorrow, at ten in the morning, if I have not come by then."""
    await actions.remind_me(session, shopper, channel, campaign_id)
