"""When campaigns run, and which of them meet."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel

from lianyi.identity.edges import require
from lianyi.identity.types import Channel, Staff
from lianyi.insight import queries
from lianyi.insight.console.spans import span_of
from lianyi.kit.http import Language, Read, edge
from lianyi.kit.ids import as_word
from lianyi.promotions.types import Audience, CampaignState

calendar_router = edge("/api/console/campaign-calendar", tags=["console: growth"])
Reader = Annotated[Staff, require("campaigns.read")]
CampaignRef = Annotated[UUID, as_word("cmp")]
DAYS_USUAL, DAYS_MAX = 31, 92


class PlannedOut(BaseModel):
    """A campaign in the calendar; `conflicts` are places in the list of conflicts."""

    id: CampaignRef
    play: str
    title: str
    state: CampaignState
    starts_at: datetime
    ends_at: datetime
    audience: Audience
    channels: list[Channel]
    skus: int
    conflicts: list[int]


class MetGoodsOut(BaseModel):
    """A product, and those of its variants that stand in all of the campaigns; none where it comes in one only."""

    title: str
    options: list[str]


class ConflictOut(BaseModel):
    """Campaigns that meet, two or more. `why` says what happens then; `goods` and `days` where it does.

    `goods` name at most 50 of the `goods_count` variants, by product.
    """

    kind: Literal["same_goods", "told_twice"]
    level: Literal["warn", "note"]
    campaign_ids: list[CampaignRef]
    since: datetime
    until: datetime
    goods: list[MetGoodsOut]
    goods_count: int
    days: list[date]
    why: str


class CalendarOut(BaseModel):
    """The first to begin first; `cut`: more run in the span than one page names."""

    first: date
    last: date
    campaigns: list[PlannedOut]
    conflicts: list[ConflictOut]
    cut: bool


@calendar_router.get("")
async def calendar(
    session: Read, _staff: Reader, language: Language, first: date | None = None, last: date | None = None
) -> CalendarOut:
    """Campaigns of all plays within a span of days, drafts as well, with the pairs that meet from now on."""
    begin, end = span_of(session, first, last, usual=DAYS_USUAL, days_max=DAYS_MAX)
    found = await queries.calendar(session, begin, end)
    return CalendarOut(
        first=begin, last=end, cut=found.cut,
        campaigns=[
            PlannedOut(
                id=one.id, play=one.play, title=one.title, state=one.state, starts_at=one.starts_at, ends_at=one.ends_at,
                audience=one.audience, channels=list(one.channels), skus=len(one.skus),
                conflicts=[place for place, met in enumerate(found.conflicts) if one.id in met.campaign_ids],
            )
            for one in found.campaigns
        ],
        conflicts=[
            ConflictOut(
                kind=met.kind, level=met.level, campaign_ids=list(met.campaign_ids), since=met.since, until=met.until,
                goods=[MetGoodsOut(title=one.title, options=list(one.options)) for one in goods],
                goods_count=len(met.goods), days=list(met.days),
                why=met.en if language == "en" else met.zh,
            )
            for met, goods in zip(found.conflicts, found.goods, strict=True)
        ],
    )  # fmt: skip
