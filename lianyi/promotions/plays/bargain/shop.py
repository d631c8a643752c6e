"""Bargains for shoppers: what can be bargained for, a run's page, starting and helping. Ordering goes through checkout."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel

from lianyi.catalog.types import SellableSku
from lianyi.identity.edges import CurrentChannel, CurrentShopper, MaybeShopper
from lianyi.kit.http import Language, Read, Write, edge
from lianyi.kit.ids import as_word
from lianyi.kit.limits import rate_limit
from lianyi.kit.paging import Page, PageQuery, next_cursor
from lianyi.promotions.edges import HelperMarks
from lianyi.promotions.plays.bargain import actions, queries, rules
from lianyi.promotions.plays.bargain.queries import MyRun, Offer, RunPage
from lianyi.promotions.plays.bargain.types import Act
from lianyi.promotions.types import HelpPhase

router = edge("/api/shop/bargain", tags=["shop: bargain"])
CampaignRef = Annotated[UUID, as_word("cmp")]
ProductRef = Annotated[UUID, as_word("prd")]
SkuRef = Annotated[UUID, as_word("sku")]
OrderRef = Annotated[UUID, as_word("ord")]
# the word of whatever run is shared and ordered by: checkout's intent and social's shares know it by this name
RunRef = Annotated[UUID, as_word("team")]


class OpenMiniOut(BaseModel):
    """How a page of WeChat's browser opens the mini program."""

    appid: str
    path: str


class GoodsOut(BaseModel):
    id: ProductRef
    title: str
    picture_url: str | None


class OfferSkuOut(BaseModel):
    """A SKU one can bargain for. `cuts`: what each takes off, in order; `left` null: no quota of the campaign."""

    sku_id: SkuRef
    product: GoodsOut
    option_text: str
    price_fen: int
    start_fen: int
    floor_fen: int
    cuts: list[int]
    left: int | None
    my_run: RunRef | None


class OfferOut(BaseModel):
    """`new_customer_cuts`: how many cuts a new customer's help takes."""

    campaign_id: CampaignRef
    title: str
    ends_at: datetime
    server_time: datetime
    people: int
    new_customer_cuts: int
    hours: int
    buy_early: bool
    rules: list[str]
    skus: list[OfferSkuOut]
    channels_ok: bool
    open_mini: OpenMiniOut | None


def _goods(product_id: UUID, goods: SellableSku | None) -> GoodsOut:
    return GoodsOut(
        id=product_id, title=goods.title if goods else "", picture_url=goods.picture_url if goods else None
    )


def _mini(way: tuple[str, str] | None) -> OpenMiniOut | None:
    return None if way is None else OpenMiniOut(appid=way[0], path=way[1])


def _offer(found: Offer, now: datetime, language: str) -> OfferOut:
    campaign, settings = found.campaign, found.settings
    return OfferOut(
        campaign_id=campaign.id, title=campaign.title, ends_at=campaign.ends_at, server_time=now,
        people=settings.people, new_customer_cuts=settings.new_customer_cuts, hours=settings.hours,
        buy_early=settings.buy_early,
        rules=list(campaign.rules_en if language == "en" else campaign.rules_zh),
        skus=[
            OfferSkuOut(
                sku_id=one.goods.sku_id, product=_goods(one.goods.product_id, one.goods),
                option_text=one.goods.option_text, price_fen=one.goods.price_fen, start_fen=one.start_fen,
                floor_fen=one.floor_fen, cuts=one.cuts, left=one.left, my_run=one.my_run,
            )
            for one in found.skus
        ],
        channels_ok=found.channels_ok, open_mini=_mini(found.open_mini),
    )  # fmt: skip


@router.get("/campaigns")
async def running_campaigns(
    session: Read, shopper: MaybeShopper, channel: CurrentChannel, language: Language
) -> list[OfferOut]:
    """What can be bargained for now, the first to end first."""
    found = await queries.offers(session, channel, person_id=shopper.person if shopper else None)
    return [_offer(one, session.now, language) for one in found]


@router.get("/products/{product_id}")
async def product_offer(
    session: Read, shopper: MaybeShopper, channel: CurrentChannel, product_id: ProductRef, language: Language
) -> OfferOut:
    """The bargain of a product; 404 `no_bargain` when there is none."""
    found = await queries.offer(session, channel, product_id, shopper.person if shopper else None)
    return _offer(found, session.now, language)


class StartIn(BaseModel):
    sku_id: SkuRef


class StartedOut(BaseModel):
    run_id: RunRef


@router.post("/campaigns/{campaign_id}/runs", status_code=201)
async def start(
    session: Write,
    shopper: CurrentShopper,
    channel: CurrentChannel,
    marks: HelperMarks,
    campaign_id: CampaignRef,
    given: StartIn,
) -> StartedOut:
    """Start a bargain for one SKU."""
    run_id = await actions.start(session, shopper, channel, campaign_id, given.sku_id, marks)
    return StartedOut(run_id=run_id)


class HelperOut(BaseModel):
    """Somebody who helped; others are masked and without a picture. `is_new` only where new customers count for more."""

    name: str
    avatar_url: str | None
    me: bool
    is_new: bool
    cut_fen: int
    at: datetime


class RunOut(BaseModel):
    """A run. `missing`: cuts to the floor; `next_cut_fen`: what the next help takes off, `next_new_cut_fen` a new customer's.

    `acts`: what the reader may do, the next one first; none in a channel where it does not run.
    """

    id: RunRef
    campaign_id: CampaignRef
    product: GoodsOut
    sku_id: SkuRef
    option_text: str
    owner: str
    mine: bool
    list_fen: int
    start_fen: int
    floor_fen: int
    price_fen: int
    need: int
    taken: int
    missing: int
    people: int
    cuts: list[int]
    next_cut_fen: int
    next_new_cut_fen: int
    new_customer_cuts: int
    helpers: list[HelperOut]
    my_cut_fen: int | None
    phase: HelpPhase
    held: bool
    review_words: str
    buy_early: bool
    closes_at: datetime
    ends_at: datetime
    order_id: OrderRef | None
    rules: list[str]
    acts: list[Act]
    channels_ok: bool
    open_mini: OpenMiniOut | None
    server_time: datetime


def _run(page: RunPage, now: datetime, language: str) -> RunOut:
    run, standing, terms = page.run, page.run.standing, page.run.terms
    mine = next((face.cut_fen for face in page.faces if face.me), None)
    return RunOut(
        id=terms.id, campaign_id=terms.campaign_id, product=_goods(terms.product_id, page.goods),
        sku_id=terms.sku_id, option_text=page.goods.option_text if page.goods else "", owner=page.owner,
        mine=page.mine, list_fen=terms.list_fen, start_fen=terms.start_fen, floor_fen=terms.floor_fen,
        price_fen=run.price_fen, need=standing.need, taken=standing.taken, missing=standing.missing,
        people=standing.people, cuts=list(terms.cuts), next_cut_fen=rules.next_cut_fen(run, is_new=False),
        next_new_cut_fen=rules.next_cut_fen(run, is_new=True), new_customer_cuts=standing.weight_new,
        helpers=[HelperOut.model_validate(face, from_attributes=True) for face in page.faces], my_cut_fen=mine,
        phase=page.phase, held=standing.review == "waiting", review_words=standing.review_words if page.mine else "",
        buy_early=standing.early, closes_at=standing.closes_at, ends_at=standing.ends_at,
        order_id=standing.order_id if page.mine and standing.state in {"ordered", "used"} else None,
        rules=list(terms.rules_en if language == "en" else terms.rules_zh), acts=page.acts,
        channels_ok=page.channels_ok, open_mini=_mini(page.open_mini), server_time=now,
    )  # fmt: skip


@router.get("/runs/{run_id}")
async def run_page(
    session: Read, shopper: MaybeShopper, channel: CurrentChannel, run_id: RunRef, language: Language
) -> RunOut:
    """A run with all its rules and what the reader may do; also for whoever is not signed in."""
    found = await queries.run_page(session, run_id, shopper.person if shopper else None, channel)
    return _run(found, session.now, language)


class HelpedOut(BaseModel):
    """What the help took off, and the price now."""

    cut_fen: int
    price_fen: int
    missing: int


@router.post("/runs/{run_id}/help", dependencies=[rate_limit("30/minute", name="bargain-help")])
async def help_cut(
    session: Write, shopper: CurrentShopper, channel: CurrentChannel, marks: HelperMarks, run_id: RunRef
) -> HelpedOut:
    """Confirm a help, on the page that tells all rules."""
    run, given = await actions.help_cut(session, shopper, channel, run_id, marks)
    cut_fen = sum(run.terms.cuts[given.first : given.first + given.steps])
    return HelpedOut(cut_fen=cut_fen, price_fen=run.price_fen, missing=run.standing.missing)


class MyRunOut(BaseModel):
    """One of the shopper's runs."""

    id: RunRef
    product: GoodsOut
    option_text: str
    price_fen: int
    floor_fen: int
    need: int
    missing: int
    phase: HelpPhase
    held: bool
    ends_at: datetime
    order_id: OrderRef | None


def _mine(one: MyRun) -> MyRunOut:
    standing, terms = one.run.standing, one.run.terms
    return MyRunOut(
        id=terms.id, product=_goods(terms.product_id, one.goods),
        option_text=one.goods.option_text if one.goods else "", price_fen=one.run.price_fen,
        floor_fen=terms.floor_fen, need=standing.need, missing=standing.missing, phase=one.phase,
        held=standing.review == "waiting", ends_at=standing.closes_at if one.phase == "open" else standing.ends_at,
        order_id=standing.order_id if standing.state in {"ordered", "used"} else None,
    )  # fmt: skip


@router.get("/mine")
async def my_runs(session: Read, shopper: CurrentShopper, page: PageQuery) -> Page[MyRunOut]:
    """The shopper's own bargains, newest first."""
    found = await queries.my_runs(
        session, shopper.person, limit=page.limit, before=page.after(datetime, UUID)
    )
    return Page[MyRunOut](
        items=[_mine(one) for one in found[: page.limit]],
        next_cursor=next_cursor(found, page.limit, "opened_at", "id"),
    )
