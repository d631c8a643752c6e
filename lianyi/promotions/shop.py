"""All plays for shoppers: the play centre, what is theirs of every play, numbers that move while one looks."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Path, Request, Response
from pydantic import BaseModel

from lianyi.identity.edges import CurrentChannel, CurrentShopper, MaybeShopper, ShopId
from lianyi.kit import live
from lianyi.kit.db import ReadSession
from lianyi.kit.files import gives
from lianyi.kit.http import Language, Own, Read, edge
from lianyi.kit.ids import as_word, decode
from lianyi.kit.limits import rate_limit
from lianyi.promotions import queries, rules
from lianyi.promotions.play import Live, Play, Run
from lianyi.promotions.queries.shopping import Offering
from lianyi.promotions.types import Audience

plays_router = edge("/api/shop/plays", tags=["shop: plays"])
live_router = edge("/api/shop/plays", tags=["shop: plays"], own=True)
CampaignRef = Annotated[UUID, as_word("cmp")]
SkuRef = Annotated[UUID, as_word("sku")]
PlayCode = Annotated[str, Path(pattern=r"^[a-z_]{1,40}$")]
RunWord = Annotated[
    str, Path(pattern=r"^[a-z]{1,12}_[0-9a-z]{26}$", description="A campaign or a run, by its id")
]
PAGES_EACH_MAX = 6  # that one person listens with at once
PAGES_AN_ADDRESS_MAX = 60  # of people who are not signed in: a whole office may stand behind one


class OfferingOut(BaseModel):
    """A running campaign. `line` says what it is now; prices null: it sells nothing by itself.

    `here`: it can be joined through this door; `not_here` says why not. `for_whom` is empty when it is for everybody.
    """

    campaign_id: CampaignRef
    title: str
    goods: str
    line: str
    badge: str
    price_fen: int | None
    market_price_fen: int | None
    picture_url: str | None
    page: str
    ends_at: datetime
    audience: Audience
    for_whom: str
    here: bool
    not_here: str


class ShelfOut(BaseModel):
    """A play with its campaigns, the first to end first; `count` is how many run, `page` where all of them stand."""

    code: str
    title: str
    about: str
    page: str | None
    count: int
    campaigns: list[OfferingOut]


class CentreOut(BaseModel):
    """What runs now; count down by `server_time`."""

    server_time: datetime
    plays: list[ShelfOut]


@plays_router.get("")
async def centre(session: Read, channel: CurrentChannel, language: Language) -> CentreOut:
    """The play centre: every campaign that runs now, by play; what WeChat forbids here says so."""
    shelves = [
        ShelfOut(
            code=shelf.play.card.code, title=_title(shelf.play, language), about=_about(shelf.play, language),
            page=shelf.play.card.page, count=shelf.count,
            campaigns=[_offering(shelf.play, one, language) for one in shelf.offerings],
        )
        for shelf in await queries.centre(session, channel)
    ]  # fmt: skip
    return CentreOut(server_time=session.now, plays=shelves)


def _title(play: Play, language: str) -> str:
    return play.card.title_en if language == "en" else play.card.title_zh


def _about(play: Play, language: str) -> str:
    return play.card.about_en if language == "en" else play.card.about_zh


def _offering(play: Play, one: Offering, language: str) -> OfferingOut:
    facts, campaign, chosen = one.facts, one.campaign, 1 if language == "en" else 0
    everybody = campaign.audience == "everyone"
    line = (facts.line_en if chosen else "") or facts.line if facts else ""
    return OfferingOut(
        campaign_id=campaign.id, title=campaign.title, goods=facts.title if facts else "",
        line=line, badge=facts.badge if facts else "",
        price_fen=facts.price_fen if facts else None, market_price_fen=facts.market_price_fen if facts else None,
        picture_url=facts.picture_url if facts else None,
        page=facts.page if facts else play.card.page or "pages/home/index", ends_at=campaign.ends_at,
        audience=campaign.audience, for_whom="" if everybody else rules.AUDIENCE_WORDS[campaign.audience][chosen],
        here=one.not_here is None, not_here=one.not_here[chosen] if one.not_here else "",
    )  # fmt: skip


class RunOut(BaseModel):
    """A team, a coupon, a row of days: whatever a play keeps for a person. `key` tells it from all others."""

    key: str
    play: str
    play_title: str
    campaign_id: CampaignRef
    state: Literal["open", "done", "over"]
    title: str
    line: str
    picture_url: str | None
    page: str
    until_at: datetime | None
    at: datetime


class RunsOut(BaseModel):
    """The newest first, of each play its newest 50."""

    server_time: datetime
    runs: list[RunOut]


@plays_router.get("/mine")
async def mine(session: Read, shopper: CurrentShopper, language: Language) -> RunsOut:
    """What the reader has begun or holds, of every play in one list."""
    found = await queries.mine(session, shopper.person)
    return RunsOut(server_time=session.now, runs=[_run(play, run, language) for play, run in found])


def _run(play: Play, run: Run, language: str) -> RunOut:
    return RunOut(
        key=f"{play.card.code}:{run.key}", play=play.card.code, play_title=_title(play, language),
        campaign_id=run.campaign_id, state=run.state, title=run.title,
        line=run.line_en if language == "en" else run.line_zh, picture_url=run.picture_url, page=run.page,
        until_at=run.until_at, at=run.at,
    )  # fmt: skip


class LivePiecesOut(BaseModel):
    """`left` null: no limit; `waiting`: taken, not paid yet, and given back when it is not. `opens_at`: of which slot."""

    sku_id: SkuRef
    left: int | None
    waiting: int
    opens_at: datetime | None


class LiveOut(BaseModel):
    """The numbers of a run or campaign as they are now, the same for everybody; null where it is not about people."""

    state: str
    joined: int | None
    need: int | None
    pieces: list[LivePiecesOut]


@live_router.get(
    "/{play}/live/{target}", response_model=LiveOut, responses=gives("application/json", live.MEDIA_TYPE),
    dependencies=[rate_limit("600/minute", name="live", by="address")],
)  # fmt: skip
async def live_numbers(
    request: Request, db: Own, shop: ShopId, shopper: MaybeShopper, play: PlayCode, target: RunWord
) -> LiveOut | Response:  # fmt: skip
    """The live numbers of a run or campaign: once as JSON, or with `Accept: text/event-stream` whenever they change.

    An event's data is this same JSON. A person listens with six pages at most and for ten minutes at a time; who is
    refused (429) reads again now and then instead.
    """
    run_id = decode(target.partition("_")[0], target)
    async with db.read(shop) as session:
        now = _live(await queries.live_one(session, play, run_id))
    if not live.wants_stream(request):
        return now
    who, most = (
        (f"person:{shopper.person}", PAGES_EACH_MAX)
        if shopper
        else (f"address:{request.client.host if request.client else '?'}", PAGES_AN_ADDRESS_MAX)
    )
    hub = live.hub(request)
    listener = hub.join(shop, look, (play, run_id), who, most=most)
    listener.tell(now.model_dump_json())
    return live.Stream(hub, listener)


async def look(session: ReadSession, topics: Sequence[tuple[str, UUID]]) -> dict[tuple[str, UUID], str]:
    """The numbers of many runs and campaigns as their events' data; what there is not is left out."""
    asked: defaultdict[str, list[UUID]] = defaultdict(list)
    for play, run_id in topics:
        asked[play].append(run_id)
    return {
        (play, run_id): _live(one).model_dump_json()
        for play, ids in asked.items()
        for run_id, one in (await queries.live(session, play, ids)).items()
    }


def _live(one: Live) -> LiveOut:
    return LiveOut(
        state=one.state, joined=one.joined, need=one.need,
        pieces=[LivePiecesOut.model_validate(each, from_attributes=True) for each in one.pieces],
    )  # fmt: skip
