"""Reads of check-ins: a person's days, and what came of a campaign."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from lianyi.identity.queries import own_data
from lianyi.identity.types import PersonId
from lianyi.kit.clock import business_day
from lianyi.kit.db import ReadSession, Statement
from lianyi.kit.ids import decode, encode
from lianyi.kit.money import format_yuan
from lianyi.members import queries as members
from lianyi.promotions import queries as promotions
from lianyi.promotions.errors import CampaignInvalid, GrantNotPossible
from lianyi.promotions.play import RUNS_MAX, Run
from lianyi.promotions.plays.check_in import rules
from lianyi.promotions.plays.check_in.errors import CurveWrong, NoCheckIn
from lianyi.promotions.plays.check_in.types import Card, CheckInSettings, Day
from lianyi.promotions.types import Campaign, Figure, ShareFacts

PLAY = "check_in"
PAGE = "plays/check_in/card/index"
DAYS_READ = 400
DAYS_LISTED = 92

DAYS = Statement(
    """
    select day, nth, fen, points, made_up, run_id from promotions_check_in_day
    where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s and person_id = %(person_id)s
    order by day desc limit %(limit)s
    """,
    Day,
)


@dataclass(frozen=True, slots=True)
class Counted:
    people: int
    days: int
    made_up: int
    paid_fen: int
    paid_points: int
    today: int


COUNTED = Statement(
    """
    select count(distinct person_id)::int as people, (count(*) filter (where made_up is null))::int as days,
      (count(*) filter (where made_up is not null))::int as made_up, coalesce(sum(fen), 0)::bigint as paid_fen,
      coalesce(sum(points), 0)::bigint as paid_points,
      (count(*) filter (where day = %(today)s and made_up is null))::int as today
    from promotions_check_in_day where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s
    """,
    Counted,
)


@dataclass(frozen=True, slots=True)
class PerDay:
    """A date: who came, for the first time or again, what was paid."""

    day: date
    people: int
    first: int
    paid_fen: int
    paid_points: int


BY_DAY = Statement(
    """
    select d.day, count(*)::int as people,
      (count(*) filter (where not exists (
        select 1 from promotions_check_in_day b
        where b.tenant_id = d.tenant_id and b.campaign_id = d.campaign_id and b.person_id = d.person_id
          and b.day < d.day)))::int as first,
      sum(d.fen)::bigint as paid_fen, sum(d.points)::bigint as paid_points
    from promotions_check_in_day d
    where d.tenant_id = %(tenant)s and d.campaign_id = %(campaign_id)s and d.made_up is null and d.day >= %(since)s
    group by d.day order by d.day desc
    """,
    PerDay,
)
OWN = Statement(
    """
    select day, nth, fen, points, made_up, run_id from promotions_check_in_day
    where tenant_id = %(tenant)s and person_id = %(person_id)s order by day desc limit %(limit)s
    """,
    Day,
)


@dataclass(frozen=True, slots=True)
class Came:
    campaign_id: UUID
    person_id: UUID


CAME = Statement(
    """
    select campaign_id, person_id from promotions_check_in_day
    where tenant_id = %(tenant)s and day = %(day)s and person_id = any(%(people)s::uuid[])
    """,
    Came,
)


@dataclass(frozen=True, slots=True)
class Row:
    """A person's days in one campaign; `last` is the newest."""

    campaign_id: UUID
    days: int
    fen: int
    points: int
    last: date
    at: datetime


ROWS = Statement(
    """
    select campaign_id, (count(*) filter (where made_up is null))::int as days, sum(fen)::bigint as fen,
      sum(points)::bigint as points, max(day) as last, min(at) as at
    from promotions_check_in_day where tenant_id = %(tenant)s and person_id = %(person_id)s
    group by campaign_id order by min(at) desc, campaign_id limit %(limit)s
    """,
    Row,
)


def settings_of(campaign: Campaign) -> CheckInSettings:
    """A campaign's curve and rules."""
    return CheckInSettings.model_validate(campaign.settings)


async def running(session: ReadSession) -> Campaign:
    """The check-in that runs now, the first to end. One statement. Raises NoCheckIn."""
    found = await promotions.running(session, play=PLAY)
    if not found:
        raise NoCheckIn
    return found[0]


async def card(session: ReadSession, campaign: Campaign, person_id: UUID | None) -> Card:
    """Where a person stands today; somebody unknown stands at the beginning. One statement."""
    days: list[Day] = []
    if person_id is not None:
        days = await session.all(DAYS, campaign_id=campaign.id, person_id=person_id, limit=DAYS_READ)
    return rules.card(
        settings_of(campaign), days, business_day(session.now), business_day(campaign.starts_at)
    )


async def came(session: ReadSession, day: date, people: Sequence[UUID]) -> set[tuple[UUID, UUID]]:
    """Which of some people have checked in on a day, with the campaign. One statement."""
    found = await session.all(CAME, day=day, people=list(people))
    return {(one.campaign_id, one.person_id) for one in found}


async def next_day(
    session: ReadSession, campaign: Campaign, person_id: UUID | None
) -> tuple[datetime | None, bool]:
    """When somebody can be reminded of the next day, None for never; and whether they asked for it. One statement."""
    at = rules.remind_at(campaign, session.now)
    asked = await promotions.reminded(session, [campaign.id], person_id)
    return at, at is not None and (campaign.id, at) in asked


async def runs(session: ReadSession, person_id: UUID) -> list[Run]:
    """A person's rows of days, one a campaign. Two statements."""
    rows = await session.all(ROWS, person_id=person_id, limit=RUNS_MAX)
    campaigns = await promotions.campaigns(session, [one.campaign_id for one in rows])
    return [_run(one, campaigns[one.campaign_id], session.now) for one in rows]


def _run(row: Row, campaign: Campaign, now: datetime) -> Run:
    earned, alive = format_yuan(row.fen), campaign.running(now)
    zh, en = f"签到 {row.days} 天,共得 {earned} 元券", f"{row.days} days, coupons for {earned} yuan"
    if settings_of(campaign).paid_as == "points":
        zh, en = f"签到 {row.days} 天,共得 {row.points} 积分", f"{row.days} days, {row.points} points"
    if alive and row.last < business_day(now):
        zh, en = f"今天还没签 · {zh}", f"Not yet today; {en}"
    return Run(
        key=encode("cmp", campaign.id), campaign_id=campaign.id, state="open" if alive else "done",
        title=campaign.title, line_zh=zh, line_en=en, picture_url=None, page=PAGE,
        until_at=campaign.ends_at if alive else None, at=row.at,
    )  # fmt: skip


async def by_day(session: ReadSession, campaign_id: UUID) -> list[PerDay]:
    """Who came on the last days, the newest first. One statement."""
    since = business_day(session.now) - timedelta(days=DAYS_LISTED)
    return await session.all(BY_DAY, campaign_id=campaign_id, since=since)


async def assert_ready(session: ReadSession, campaign: Campaign) -> None:
    """Refuse a campaign whose rewards nobody could pay. Raises CurveWrong at the setting, CampaignInvalid at the budget."""
    settings = settings_of(campaign)
    if settings.paid_as == "points":
        if campaign.budget_fen is None:
            raise CampaignInvalid("budget_fen", "发积分要填活动预算", "Points need a budget of the campaign")
        if not (await members.program(session)).points_on:
            raise CurveWrong("paid_as", "先在会员设置里开通积分", "Switch the members' points on first")
        return
    try:
        await promotions.assert_gives(
            session, decode("cmp", settings.pays_in or ""), rules.most_fen(settings), campaign.ends_at
        )
    except GrantNotPossible as refusal:
        raise CurveWrong("pays_in", refusal.words("zh"), refusal.words("en")) from None


async def share_facts(_session: ReadSession, _run_id: UUID) -> ShareFacts | None:
    """Nothing of a check-in is shared."""
    return None


async def campaign_facts(_session: ReadSession, _campaign: Campaign) -> ShareFacts | None:
    """A check-in sells nothing, so it has no card."""
    return None


async def figures(session: ReadSession, campaign_id: UUID) -> Sequence[Figure]:
    """The declared figures of the result page. Two statements."""
    found = await session.one(COUNTED, campaign_id=campaign_id, today=business_day(session.now))
    return [
        Figure("people", "签到的人", "People", found.people, "count"),
        Figure("days", "签到人次", "Check-ins", found.days, "count"),
        Figure("today", "今天签到", "Today", found.today, "count"),
        Figure("made_up", "补签", "Made up", found.made_up, "count"),
        *_paid(found, await campaign(session, campaign_id)),
    ]


def _paid(found: Counted, of: Campaign) -> list[Figure]:
    """What was given, in all and for each person, in the campaign's own unit; no mean of nobody."""
    if settings_of(of).paid_as == "points":
        given = [Figure("points", "发出的积分", "Points given", found.paid_points, "count")]
        mean = Figure(
            "each", "平均每人积分", "Points a person", found.paid_points // max(found.people, 1), "count"
        )
    else:
        given = [Figure("rewards", "发出的奖励", "Rewards", found.paid_fen, "fen")]
        mean = Figure("each", "平均每人", "For each person", found.paid_fen // max(found.people, 1), "fen")
    return [*given, mean] if found.people else given


@own_data.answer("check_ins")
async def own_days(session: ReadSession, person: PersonId) -> object:
    """A person's days as they may take them away."""
    return [
        {
            "day": one.day,
            "nth": one.nth,
            "fen": one.fen,
            "points": one.points,
            "made_up": one.made_up is not None,
        }
        for one in await session.all(OWN, person_id=person, limit=DAYS_READ)
    ]


async def campaign(session: ReadSession, campaign_id: UUID) -> Campaign:
    """A campaign as it is now. One statement. Raises CampaignUnknown."""
    return await promotions.campaign(session, campaign_id)
