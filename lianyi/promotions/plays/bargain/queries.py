"""Reads of bargains: a run with its helpers, what can be bargained for, what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from lianyi.catalog import queries as catalog
from lianyi.catalog.types import SellableSku, SkuId
from lianyi.identity import queries as identity
from lianyi.identity.types import Channel, PersonId
from lianyi.kit.db import ReadSession, Statement
from lianyi.kit.ids import encode
from lianyi.promotions import queries as frame
from lianyi.promotions.errors import HelpRunUnknown
from lianyi.promotions.play import RUNS_MAX
from lianyi.promotions.play import Run as Listed
from lianyi.promotions.plays.bargain import rules
from lianyi.promotions.plays.bargain.errors import BargainUnknown, NoBargain
from lianyi.promotions.plays.bargain.types import Act, BargainSettings, BargainSku, Run, Terms
from lianyi.promotions.types import Campaign, Figure, Help, HelpPhase, ShareFacts

PLAY = "bargain"
PAGE = "plays/bargain/run/index"
_TERMS = """
    select id, campaign_id, sku_id, product_id, list_fen, start_fen, floor_fen, cuts, pay_minutes, grant_id, rules_zh,
      rules_en, at
    from promotions_bargain_run
"""
TERMS = Statement(_TERMS + "where tenant_id = %(tenant)s and id = %(run_id)s", Terms)
SEVERAL = Statement(
    _TERMS + "where tenant_id = %(tenant)s and id = any(%(run_ids)s::uuid[]) order by id", Terms
)
OF_CAMPAIGN = Statement(
    _TERMS
    + """
    where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s
      and (%(before_at)s::timestamptz is null or (at, id) < (%(before_at)s, %(before_id)s::uuid))
    order by at desc, id desc limit %(limit)s
    """,
    Terms,
)


@dataclass(frozen=True, slots=True)
class Face:
    """Who helped, as others may see them, and what the help took off."""

    name: str
    avatar_url: str | None
    me: bool
    is_new: bool
    cut_fen: int
    at: datetime


@dataclass(frozen=True, slots=True)
class RunPage:
    """A run as its page shows it. `open_mini`: where to go when it does not run in this channel."""

    run: Run
    campaign: Campaign
    goods: SellableSku | None
    owner: str
    mine: bool
    faces: list[Face]
    my_help: Help | None
    phase: HelpPhase
    acts: list[Act]
    channels_ok: bool
    open_mini: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class OfferSku:
    """A SKU one can bargain for. `left`: pieces of the campaign's quota, None without one; `my_run`: the reader's own."""

    goods: SellableSku
    start_fen: int
    floor_fen: int
    cuts: list[int]
    left: int | None
    my_run: UUID | None


@dataclass(frozen=True, slots=True)
class Offer:
    """What a campaign lets one bargain for, of one product or of all."""

    campaign: Campaign
    settings: BargainSettings
    skus: list[OfferSku]
    channels_ok: bool
    open_mini: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class MyRun:
    """One of a person's runs in their list."""

    run: Run
    goods: SellableSku | None
    phase: HelpPhase

    @property
    def opened_at(self) -> datetime:
        return self.run.standing.opened_at

    @property
    def id(self) -> UUID:
        return self.run.terms.id


async def terms(session: ReadSession, run_id: UUID) -> Terms:
    """Raises BargainUnknown."""
    found = await session.maybe(TERMS, run_id=run_id)
    if found is None:
        raise BargainUnknown
    return found


async def run(session: ReadSession, run_id: UUID) -> Run:
    """Raises BargainUnknown. Two statements."""
    found = await terms(session, run_id)
    try:
        return Run(found, await frame.help_run(session, run_id))
    except HelpRunUnknown:
        raise BargainUnknown from None


async def run_page(session: ReadSession, run_id: UUID, person_id: UUID | None, channel: Channel) -> RunPage:
    """A run for whoever opens its page. Raises BargainUnknown."""
    found = await run(session, run_id)
    campaign = await frame.campaign(session, found.terms.campaign_id)
    goods = (await catalog.sellable(session, [found.terms.sku_id])).get(SkuId(found.terms.sku_id))
    helps = await frame.helps_of(session, run_id)
    mine = next((one for one in helps if one.person_id == person_id), None)
    owner_id = PersonId(found.standing.person_id)
    briefs = await identity.people_brief(session, [owner_id, *(PersonId(one.person_id) for one in helps)])
    owner = briefs.get(owner_id)
    phase = frame.run_phase(found.standing, session.now)
    ok = channel in campaign.channels
    faces = []
    for one in helps:
        brief, me = briefs.get(PersonId(one.person_id)), one.person_id == person_id
        name = brief.nickname if brief else ""
        faces.append(
            Face(
                name if me else frame.mask_name(name), brief.avatar_url if brief and me else None, me,
                one.is_new and found.standing.weight_new > 1,
                sum(found.terms.cuts[one.first : one.first + one.steps]), one.at,
            )
        )  # fmt: skip
    name = owner.nickname if owner else ""
    is_mine = owner_id == person_id
    acts = rules.acts_of(
        found, phase, person_id, helped=mine is not None, running=campaign.running(session.now), now=session.now
    )  # fmt: skip
    return RunPage(
        found, campaign, goods, name if is_mine else frame.mask_name(name), is_mine, faces, mine, phase,
        acts if ok else [], ok,
        await frame.way_to_mini(session, campaign, channel, f"{PAGE}?id={encode('team', run_id)}"),
    )  # fmt: skip


async def offers(
    session: ReadSession, channel: Channel, *, person_id: UUID | None = None, product_id: UUID | None = None
) -> list[Offer]:
    """What can be bargained for now, the first to end first. One statement, and two or three for each campaign."""
    found = await frame.running(session, play=PLAY, product_ids=None if product_id is None else [product_id])
    shown = [await _offer(session, one, channel, person_id, product_id) for one in found]
    return [one for one in shown if one.skus]


async def offer(session: ReadSession, channel: Channel, product_id: UUID, person_id: UUID | None) -> Offer:
    """The bargain of a product. Raises NoBargain."""
    found = await offers(session, channel, person_id=person_id, product_id=product_id)
    if not found:
        raise NoBargain
    return found[0]


async def _offer(
    session: ReadSession,
    campaign: Campaign,
    channel: Channel,
    person_id: UUID | None,
    product_id: UUID | None,
) -> Offer:
    settings = BargainSettings.model_validate(campaign.settings)
    shelf = [one for one in campaign.skus if product_id in {None, one.product_id}]
    goods = await catalog.sellable(session, [one.sku_id for one in shelf])
    skus = []
    for kept in shelf:
        item, sku = goods.get(SkuId(kept.sku_id)), BargainSku.model_validate(kept.settings)
        if item is None or not item.state_ok or not rules.is_fair(settings, sku, item.price_fen):
            continue
        start_fen = rules.start_of(sku, item.price_fen)
        live = person_id and await frame.live_run(session, campaign.id, person_id, kept.sku_id)
        skus.append(
            OfferSku(
                item, start_fen, sku.floor_price_fen, rules.cuts_of(settings, start_fen, sku.floor_price_fen),
                None if kept.quota is None else kept.quota - kept.taken, live.id if live else None,
            )
        )  # fmt: skip
    path = f"pages/product/index?id={encode('prd', product_id)}" if product_id else "plays/bargain/list/index"
    return Offer(
        campaign, settings, skus, channel in campaign.channels,
        await frame.way_to_mini(session, campaign, channel, path),
    )  # fmt: skip


async def my_runs(
    session: ReadSession, person_id: UUID, *, limit: int, before: tuple[datetime, UUID] | None
) -> list[MyRun]:
    """A person's runs, newest first; one more than `limit`. Three statements."""
    standings = await frame.runs_of(session, person_id, PLAY, limit=limit, before=before)
    about = {one.id: one for one in await session.all(SEVERAL, run_ids=[one.id for one in standings])}
    runs = [Run(about[one.id], one) for one in standings if one.id in about]
    goods = await goods_of(session, runs)
    return [
        MyRun(one, goods.get(SkuId(one.terms.sku_id)), frame.run_phase(one.standing, session.now))
        for one in runs
    ]


_PHASE_WORDS: Mapping[HelpPhase, tuple[Literal["open", "done", "over"], str, str]] = {
    "open": ("open", "正在砍", "Going on"),
    "full": ("open", "已砍到底价,去买下它", "Down to the floor: buy it"),
    "ordered": ("open", "已下单,等待付款", "Ordered, to be paid"),
    "used": ("done", "已买下", "Bought"),
    "over": ("over", "时间到,已结束", "Time is up"),
    "refused": ("over", "商家核对没有通过", "Refused by the shop"),
}


async def own_runs(session: ReadSession, person_id: UUID) -> list[Listed]:
    """A person's runs among all that is theirs. Three statements."""
    return [_listed(one) for one in await my_runs(session, person_id, limit=RUNS_MAX - 1, before=None)]


def _listed(one: MyRun) -> Listed:
    state, zh, en = _PHASE_WORDS[one.phase]
    standing, word = one.run.standing, encode("team", one.id)
    if one.phase == "open":
        zh, en = f"{zh},还差 {standing.missing} 刀", f"{en}, {standing.missing} cuts to go"
    return Listed(
        key=word, campaign_id=standing.campaign_id, state=state,
        title=f"{one.goods.title} {one.goods.option_text}".strip() if one.goods else "", line_zh=zh, line_en=en,
        picture_url=one.goods.picture_url if one.goods else None, page=f"{PAGE}?id={word}",
        until_at=(standing.closes_at if one.phase == "open" else standing.ends_at) if state == "open" else None,
        at=standing.opened_at,
    )  # fmt: skip


async def campaign_runs(
    session: ReadSession, campaign_id: UUID, *, limit: int, before: tuple[datetime, UUID] | None
) -> list[Run]:
    """The runs of a campaign for its staff, newest first; one more than `limit`. Two statements."""
    at, before_id = before or (None, None)
    found = await session.all(
        OF_CAMPAIGN, campaign_id=campaign_id, limit=limit + 1, before_at=at, before_id=before_id
    )
    standings = await frame.help_runs(session, [one.id for one in found])
    return [Run(one, standings[one.id]) for one in found if one.id in standings]


async def goods_of(session: ReadSession, runs: Sequence[Run]) -> dict[SkuId, SellableSku]:
    """Title, picture and option of what runs are about, also of what is not for sale any more."""
    sku_ids = list(dict.fromkeys(one.terms.sku_id for one in runs))
    return dict(await catalog.sellable(session, sku_ids)) if sku_ids else {}


async def share_facts(session: ReadSession, run_id: UUID) -> ShareFacts | None:
    """What a card says of a run now; None when there is no such run."""
    try:
        found = await run(session, run_id)
    except BargainUnknown:
        return None
    goods = (await catalog.sellable(session, [found.terms.sku_id])).get(SkuId(found.terms.sku_id))
    if goods is None:
        return None
    open_now = frame.run_phase(found.standing, session.now) == "open"
    line = (
        f"还差 {found.standing.missing} 刀到底价 · {rules.clock_words(found.standing.closes_at)} 前"
        if open_now
        else "已砍到底价"
        if not found.standing.missing
        else "砍价已结束"
    )
    return ShareFacts(
        title=f"{goods.title} {goods.option_text}".strip(), line=line, price_fen=found.price_fen,
        market_price_fen=found.terms.list_fen, product_id=found.terms.product_id, picture_url=goods.picture_url,
        badge="帮我砍价", page=f"{PAGE}?id={encode('team', run_id)}", ends_at=found.standing.closes_at,
        campaign_id=found.terms.campaign_id,
    )  # fmt: skip


async def campaign_facts(session: ReadSession, campaign: Campaign) -> ShareFacts | None:
    """A campaign's card: its first goods on sale with their floor; over, it names their own price. None without goods."""
    goods = await catalog.worth(session, [one.sku_id for one in campaign.skus])
    first = next((one for one in campaign.skus if one.sku_id in goods and goods[one.sku_id].on_sale), None)
    if first is None:
        return None
    item, page = goods[first.sku_id], "plays/bargain/list/index"
    over = campaign.state in {"stopped", "ended"}
    settings = BargainSettings.model_validate(campaign.settings)
    return ShareFacts(
        title=item.title, line="活动已结束" if over else f"{settings.people} 刀砍到底价",
        price_fen=item.price_fen if over else BargainSku.model_validate(first.settings).floor_price_fen,
        market_price_fen=None if over else item.price_fen, product_id=item.product_id, picture_url=item.picture_url,
        badge="" if over else "砍价", page=page, ends_at=None if over else campaign.ends_at,
        line_en="" if over else f"{settings.people} cuts to the floor",
    )  # fmt: skip


async def figures(session: ReadSession, campaign_id: UUID) -> Sequence[Figure]:
    """The declared figures of the result page. One statement."""
    found = await frame.help_figures(session, campaign_id)
    return [
        Figure("runs", "发起次数", "Runs", found.runs, "count"),
        Figure("filled", "砍到底价", "Down to the floor", found.filled, "count"),
        Figure("bought", "买下", "Bought", found.used, "count"),
        Figure("helps", "帮砍次数", "Helps", found.helps, "count"),
        Figure("new_helpers", "帮砍的新客", "New customers who helped", found.new_helpers, "count"),
        Figure("held", "待核对", "Waiting for review", found.held, "count"),
        Figure("refused", "核对不通过", "Refused after review", found.refused, "count"),
    ]
