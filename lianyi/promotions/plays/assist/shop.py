"""Assists for shoppers: what runs, opening a run, its page, helping. Ordering goes through checkout."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel

from lianyi.identity.edges import CurrentChannel, CurrentShopper, MaybeShopper
from lianyi.identity.types import Channel
from lianyi.kit.db import ReadSession
from lianyi.kit.http import Language, Read, Write, edge
from lianyi.kit.ids import as_word
from lianyi.kit.paging import Page, PageQuery, next_cursor
from lianyi.promotions.edges import HelperMarks
from lianyi.promotions.plays.assist import actions, queries, rules
from lianyi.promotions.plays.assist.queries import MyRun, Offer, RunPage
from lianyi.promotions.plays.assist.types import Reward, Stage

router = edge("/api/shop/assist", tags=["shop: assist"])
CampaignRef = Annotated[UUID, as_word("cmp")]
ProductRef = Annotated[UUID, as_word("prd")]
SkuRef = Annotated[UUID, as_word("sku")]
RunRef = Annotated[UUID, as_word("team")]


class OpenMiniOut(BaseModel):
    """How a page of WeChat's browser opens the mini program."""

    appid: str
    path: str


class OfferSkuOut(BaseModel):
    """`left`: pieces nobody has been promised; null without a quota."""

    sku_id: SkuRef
    product_id: ProductRef
    title: str
    option_text: str
    picture_url: str | None
    price_fen: int
    assist_price_fen: int
    left: int | None


class OfferOut(BaseModel):
    """A running campaign; `coupon_fen`: what a full run gets where it is a coupon."""

    id: CampaignRef
    title: str
    ends_at: datetime
    reward: Reward
    people: int
    hours: int
    coupon_fen: int | None
    skus: list[OfferSkuOut]
    rules: list[str]
    channels_ok: bool
    open_mini: OpenMiniOut | None


def _offer(one: Offer, language: str) -> OfferOut:
    campaign, settings = one.campaign, rules.settings_of(one.campaign)
    return OfferOut(
        id=campaign.id, title=campaign.title, ends_at=campaign.ends_at, reward=settings.reward, people=settings.people,
        hours=settings.hours, coupon_fen=settings.coupon_fen,
        skus=[
            OfferSkuOut(
                sku_id=sku.sku_id, product_id=sku.goods.product_id, title=sku.goods.title,
                option_text=sku.goods.option_text, picture_url=sku.goods.picture_url, price_fen=sku.goods.price_fen,
                assist_price_fen=min(sku.assist_price_fen, sku.goods.price_fen), left=sku.left,
            )
            for sku in one.skus
        ],
        rules=list(campaign.rules_en if language == "en" else campaign.rules_zh), channels_ok=one.channels_ok,
        open_mini=_mini(one.open_mini),
    )  # fmt: skip


def _mini(found: tuple[str, str] | None) -> OpenMiniOut | None:
    return None if found is None else OpenMiniOut(appid=found[0], path=found[1])


@router.get("/campaigns")
async def running(session: Read, channel: CurrentChannel, language: Language) -> list[OfferOut]:
    """What runs now, the first to end first."""
    return [_offer(one, language) for one in await queries.offers(session, channel)]


@router.get("/products/{product_id}")
async def product_offer(
    session: Read, channel: CurrentChannel, product_id: ProductRef, language: Language
) -> OfferOut:
    """The campaign that runs for a product; 404 `no_assist` when there is none."""
    return _offer(await queries.offer(session, channel, product_id), language)


class GoodsOut(BaseModel):
    sku_id: SkuRef
    product_id: ProductRef
    title: str
    option_text: str
    picture_url: str | None
    price_fen: int


class FaceOut(BaseModel):
    """First character and two stars; a picture only of oneself."""

    name: str
    avatar_url: str | None
    me: bool
    at: datetime


class RunOut(BaseModel):
    """A run. `stage`: where it stands for its reader; `missing`: people still needed, true at `server_time`.

    `reward_fen`: the price of the goods once full, or the coupon's worth; `helper_fen`: what a counted help earns its
    helper; `order_id`: the owner's own order, for them alone; `review_words`: why the staff have refused it.
    """

    id: RunRef
    campaign_id: CampaignRef
    title: str
    stage: Stage
    reward: Reward
    reward_fen: int
    goods: GoodsOut | None
    need: int
    helped: int
    missing: int
    left: int | None
    helper_fen: int | None
    new_helpers_only: bool
    opened_at: datetime
    closes_at: datetime
    ends_at: datetime
    owner: FaceOut
    faces: list[FaceOut]
    mine: bool
    helped_by_me: bool
    order_id: Annotated[UUID, as_word("ord")] | None
    review_words: str
    rules: list[str]
    channels_ok: bool
    open_mini: OpenMiniOut | None
    server_time: datetime


def _run(page: RunPage, now: datetime, language: str) -> RunOut:
    run, promise, goods, settings = page.run, page.promise, page.goods, rules.settings_of(page.campaign)
    return RunOut(
        id=run.id, campaign_id=run.campaign_id, title=page.campaign.title, stage=rules.stage(run, promise.state, now),
        reward="coupon" if promise.sku_id is None else "goods", reward_fen=promise.reward_fen,
        goods=None if goods is None else GoodsOut.model_validate(goods, from_attributes=True),
        need=run.need, helped=run.taken, missing=run.missing, left=page.left, helper_fen=settings.helper_fen,
        new_helpers_only=run.only_new, opened_at=run.opened_at, closes_at=run.closes_at, ends_at=run.ends_at,
        owner=FaceOut.model_validate(page.owner, from_attributes=True),
        faces=[FaceOut.model_validate(one, from_attributes=True) for one in page.faces], mine=page.owner.me,
        helped_by_me=page.my_help is not None, order_id=run.order_id if page.owner.me else None,
        review_words=run.review_words if page.owner.me else "",
        rules=list(promise.rules_en if language == "en" else promise.rules_zh), channels_ok=page.channels_ok,
        open_mini=_mini(page.open_mini), server_time=now,
    )  # fmt: skip


async def _page(
    session: ReadSession, run_id: UUID, person_id: UUID | None, channel: Channel, language: str
) -> RunOut:
    return _run(await queries.run_page(session, run_id, person_id, channel), session.now, language)


@router.get("/runs/{run_id}")
async def run_page(
    session: Read, shopper: MaybeShopper, channel: CurrentChannel, run_id: RunRef, language: Language
) -> RunOut:  # fmt: skip
    """A run with who helped, who is missing and all its rules; also for whoever is not signed in."""
    return await _page(session, run_id, shopper.person if shopper else None, channel, language)


class OpenIn(BaseModel):
    """`sku_id`: what the run is for; null for a coupon."""

    sku_id: SkuRef | None = None


@router.post("/campaigns/{campaign_id}/runs", status_code=201)
async def open_run(
    session: Write, shopper: CurrentShopper, channel: CurrentChannel, marks: HelperMarks, language: Language,
    campaign_id: CampaignRef, given: OpenIn,
) -> RunOut:  # fmt: skip
    """Call for help."""
    run_id = await actions.open_run(session, shopper, channel, marks, campaign_id, given.sku_id)
    return await _page(session, run_id, shopper.person, channel, language)


class HelpIn(BaseModel):
    """`with_coupon`: the page told of a coupon for the helper, and they expect it."""

    with_coupon: bool = False


class HelpedOut(BaseModel):
    """`earned_fen`: the coupon the help has earned; 0: none, or not before the shop has looked into the run."""

    earned_fen: int
    run: RunOut


@router.post("/runs/{run_id}/help", status_code=201)
async def help_run(
    session: Write, shopper: CurrentShopper, channel: CurrentChannel, marks: HelperMarks, language: Language,
    run_id: RunRef, given: HelpIn,
) -> HelpedOut:  # fmt: skip
    """Confirm a help, on the page that tells all rules; opening the page is none."""
    helped = await actions.help_run(session, shopper, channel, run_id, marks, with_coupon=given.with_coupon)
    page = await _page(session, run_id, shopper.person, channel, language)
    return HelpedOut(earned_fen=helped.earned_fen, run=page)


class MyRunOut(BaseModel):
    """One of the shopper's runs in a list."""

    id: RunRef
    campaign_id: CampaignRef
    title: str
    stage: Stage
    reward: Reward
    reward_fen: int
    goods: GoodsOut | None
    need: int
    helped: int
    missing: int
    closes_at: datetime
    ends_at: datetime
    opened_at: datetime
    order_id: Annotated[UUID, as_word("ord")] | None


def _my_run(one: MyRun, now: datetime) -> MyRunOut:
    run, promise, goods = one.run, one.promise, one.goods
    return MyRunOut(
        id=run.id, campaign_id=run.campaign_id, title=one.title, stage=rules.stage(run, promise.state, now),
        reward="coupon" if promise.sku_id is None else "goods", reward_fen=promise.reward_fen,
        goods=None if goods is None else GoodsOut.model_validate(goods, from_attributes=True),
        need=run.need, helped=run.taken, missing=run.missing, closes_at=run.closes_at, ends_at=run.ends_at,
        opened_at=run.opened_at, order_id=run.order_id,
    )  # fmt: skip


@router.get("/mine")
async def my_runs(session: Read, shopper: CurrentShopper, page: PageQuery) -> Page[MyRunOut]:
    """The shopper's own runs, the newest first."""
    found = await queries.my_runs(session, shopper.person, page.limit, page.after(datetime, UUID))
    items = [_my_run(one, session.now) for one in found]
    return Page[MyRunOut](
        items=items[: page.limit], next_cursor=next_cursor(items, page.limit, "opened_at", "id")
    )
