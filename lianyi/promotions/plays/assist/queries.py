"""Reads of assists: what a run is for, its page, what runs, what came of a campaign."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from lianyi.catalog import queries as catalog
from lianyi.catalog.queries import SkuWorth
from lianyi.identity import queries as identity
from lianyi.identity.types import Channel, PersonBrief, PersonId
from lianyi.kit.db import ReadSession, Statement
from lianyi.kit.ids import decode, encode
from lianyi.promotions import queries as promotions
from lianyi.promotions.errors import GrantNotPossible, HelpRunUnknown
from lianyi.promotions.play import RUNS_MAX
from lianyi.promotions.play import Run as Listed
from lianyi.promotions.plays.assist import rules
from lianyi.promotions.plays.assist.errors import AssistWrong, NoAssist, RewardGone, TooLateToOpen
from lianyi.promotions.plays.assist.types import AssistSku, Promise, PromiseState, Stage
from lianyi.promotions.types import Campaign, Figure, Help, HelpReview, HelpRun, HelpRunState, ShareFacts

PLAY = "assist"
PAGE, LIST_PAGE = "plays/assist/run/index", "plays/assist/list/index"

_PROMISE = """
    select run_id, campaign_id, sku_id, product_id, reward_fen, rules_zh, rules_en, state, held_fen, counted, grant_id,
      piece_id
    from promotions_assist_promise
"""
PROMISE = Statement(_PROMISE + "where tenant_id = %(tenant)s and run_id = %(run_id)s", Promise)
PROMISES = Statement(
    _PROMISE + "where tenant_id = %(tenant)s and run_id = any(%(run_ids)s::uuid[]) order by run_id", Promise
)


@dataclass(frozen=True, slots=True)
class Counted:
    """`kept`: full, not ordered yet; `gone`: came to nothing."""

    kept: int
    given: int
    gone: int
    held_fen: int


COUNTED = Statement(
    """
    select (count(*) filter (where state = 'kept'))::int as kept, (count(*) filter (where state = 'given'))::int as given,
      (count(*) filter (where state = 'gone'))::int as gone,
      coalesce(sum(held_fen) filter (where state in ('kept', 'given')), 0)::bigint as held_fen
    from promotions_assist_promise where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s
    """,
    Counted,
)


@dataclass(frozen=True, slots=True)
class StaffRun:
    """A run as the staff's list shows it."""

    id: UUID
    person_id: UUID
    sku_id: UUID | None
    reward_fen: int
    need: int
    taken: int
    state: HelpRunState
    review: HelpReview | None
    promise: PromiseState
    order_id: UUID | None
    opened_at: datetime
    closes_at: datetime


STAFF_RUNS = Statement(
    """
    select r.id, r.person_id, p.sku_id, p.reward_fen, r.need, r.taken, r.state, r.review, p.state as promise, r.order_id,
      r.opened_at, r.closes_at
    from promotions_help_run r
    join promotions_assist_promise p on p.tenant_id = r.tenant_id and p.run_id = r.id
    where r.tenant_id = %(tenant)s and r.campaign_id = %(campaign_id)s
      and (%(promise)s::text is null or p.state = %(promise)s)
      and (%(before_at)s::timestamptz is null or (r.opened_at, r.id) < (%(before_at)s, %(before_id)s::uuid))
    order by r.opened_at desc, r.id desc limit %(limit)s
    """,
    StaffRun,
)


async def promise(session: ReadSession, run_id: UUID) -> Promise:
    """What a run is for. One statement. Raises HelpRunUnknown, also for a run of another play."""
    found = await session.maybe(PROMISE, run_id=run_id)
    if found is None:
        raise HelpRunUnknown
    return found


def assert_left(campaign: Campaign, sku_id: UUID | None) -> None:
    """Raises RewardGone when what was read has nothing left to help for; the guards decide when a run is full."""
    budget_left = campaign.budget_fen is None or campaign.spent_fen < campaign.budget_fen
    if not budget_left or (sku_id is not None and rules.left_of(campaign, sku_id) == 0):
        raise RewardGone


# -- what runs -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OfferSku:
    """A SKU of the shelf; `left`: pieces nobody has been promised, None without a quota."""

    sku_id: UUID
    goods: SkuWorth
    assist_price_fen: int
    left: int | None


@dataclass(frozen=True, slots=True)
class Offer:
    """A running campaign. `open_mini`: (app, page) to go to when it does not run in this channel."""

    campaign: Campaign
    channels_ok: bool
    open_mini: tuple[str, str] | None
    skus: list[OfferSku]


async def offers(session: ReadSession, channel: Channel, product_id: UUID | None = None) -> list[Offer]:
    """What runs, whole or for one product, the first to end first. Two statements, one more for each that runs elsewhere."""
    wanted = None if product_id is None else [product_id]
    found = await promotions.running(session, play=PLAY, product_ids=wanted)
    goods = await catalog.worth(session, [sku.sku_id for one in found for sku in one.skus]) if found else {}
    return [
        _offer(
            one, goods, product_id, channels_ok=channel in one.channels,
            mini=await promotions.way_to_mini(session, one, channel, LIST_PAGE),
        )
        for one in found
    ]  # fmt: skip


def _offer(
    campaign: Campaign, goods: dict[UUID, SkuWorth], product_id: UUID | None, *, channels_ok: bool,
    mini: tuple[str, str] | None,
) -> Offer:  # fmt: skip
    skus = [
        OfferSku(
            kept.sku_id, goods[kept.sku_id], AssistSku.model_validate(kept.settings).price_fen,
            rules.left_of(campaign, kept.sku_id),
        )
        for kept in campaign.skus
        if product_id in {None, kept.product_id} and kept.sku_id in goods and goods[kept.sku_id].on_sale
    ]  # fmt: skip
    return Offer(campaign, channels_ok, mini, skus)


async def offer(session: ReadSession, channel: Channel, product_id: UUID) -> Offer:
    """The campaign that runs for a product. Raises NoAssist."""
    found = [one for one in await offers(session, channel, product_id) if one.skus]
    if not found:
        raise NoAssist
    return found[0]


# -- a run's page --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Face:
    """Who helped, as others may see them; `me`: the reader, with their own name and picture."""

    name: str
    avatar_url: str | None
    me: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class RunPage:
    """A run as its page shows it; `owner` is masked for others. `left`: pieces nobody has been promised."""

    run: HelpRun
    promise: Promise
    campaign: Campaign
    goods: SkuWorth | None
    owner: Face
    faces: list[Face]
    my_help: Help | None
    left: int | None
    channels_ok: bool
    open_mini: tuple[str, str] | None


async def run_page(session: ReadSession, run_id: UUID, person_id: UUID | None, channel: Channel) -> RunPage:
    """A run for whoever opens its page. Seven statements at most. Raises HelpRunUnknown."""
    held = await promise(session, run_id)
    run = await promotions.help_run(session, run_id)
    campaign = await promotions.campaign(session, held.campaign_id)
    helps = [one for one in await promotions.helps_of(session, run_id) if one.state != "refused"]
    people = [PersonId(run.person_id), *(PersonId(one.person_id) for one in helps)]
    briefs = await identity.people_brief(session, people)
    goods = (await goods_of(session, [held])).get(held.sku_id) if held.sku_id else None
    mini = await promotions.way_to_mini(session, campaign, channel, f"{PAGE}?id={encode('team', run_id)}")
    return RunPage(
        run, held, campaign, goods, _face(run.person_id, run.opened_at, briefs, person_id),
        [_face(one.person_id, one.at, briefs, person_id) for one in helps],
        next((one for one in helps if one.person_id == person_id), None),
        rules.left_of(campaign, held.sku_id) if held.sku_id else None,
        channel in campaign.channels, mini,
    )  # fmt: skip


def _face(person_id: UUID, at: datetime, briefs: dict[PersonId, PersonBrief], reader: UUID | None) -> Face:
    brief, mine = briefs.get(PersonId(person_id)), person_id == reader
    name = brief.nickname if brief else ""
    return Face(
        name if mine else promotions.mask_name(name), brief.avatar_url if brief and mine else None, mine, at
    )


async def goods_of(session: ReadSession, promises: Sequence[Promise]) -> dict[UUID, SkuWorth]:
    """The goods that runs are for. One statement."""
    wanted = [one.sku_id for one in promises if one.sku_id]
    return await catalog.worth(session, wanted) if wanted else {}


@dataclass(frozen=True, slots=True)
class MyRun:
    run: HelpRun
    promise: Promise
    title: str
    goods: SkuWorth | None


async def my_runs(
    session: ReadSession, person_id: UUID, limit: int, before: tuple[datetime, UUID] | None
) -> list[MyRun]:
    """A person's runs, the newest first, one more than `limit`. Four statements."""
    found = await promotions.runs_of(session, person_id, PLAY, limit=limit, before=before)
    held = {one.run_id: one for one in await session.all(PROMISES, run_ids=[run.id for run in found])}
    goods = await goods_of(session, list(held.values()))
    titles = await promotions.campaigns(session, sorted({run.campaign_id for run in found}))
    return [
        MyRun(run, one, titles[run.campaign_id].title, goods.get(one.sku_id) if one.sku_id else None)
        for run in found
        if (one := held.get(run.id)) is not None
    ]


async def listed_runs(session: ReadSession, person_id: UUID) -> list[Listed]:
    """A person's runs among all that is theirs. Four statements."""
    return [
        _listed(one, session.now)
        for one in await my_runs(session, person_id, limit=RUNS_MAX - 1, before=None)
    ]


_STAGE_WORDS: dict[Stage, tuple[Literal["open", "done", "over"], str, str]] = {
    "helping": ("open", "助力中", "Friends help"),
    "full": ("open", "助满了,等你下单", "Full; order it"),
    "ordered": ("open", "已下单,付款后生效", "Ordered, to be paid"),
    "review": ("open", "商家正在核对", "The shop looks into it"),
    "done": ("done", "已得到", "Yours"),
    "refused": ("over", "核对没有通过", "Not accepted by the shop"),
    "over": ("over", "时间已过", "Its time has passed"),
}


def _listed(one: MyRun, now: datetime) -> Listed:
    run, word = one.run, encode("team", one.run.id)
    stage = rules.stage(run, one.promise.state, now)
    state, zh, en = _STAGE_WORDS[stage]
    if stage == "helping":
        zh, en = f"还差 {run.missing} 位好友助力", f"{run.missing} more friends to help"
    until = {"helping": run.closes_at, "full": run.ends_at, "ordered": run.ends_at}.get(stage)
    return Listed(
        key=word, campaign_id=run.campaign_id, state=state, title=one.goods.title if one.goods else one.title,
        line_zh=zh, line_en=en, picture_url=one.goods.picture_url if one.goods else None, page=f"{PAGE}?id={word}",
        until_at=until, at=run.opened_at,
    )  # fmt: skip


async def of_campaign(
    session: ReadSession,
    campaign_id: UUID,
    state: PromiseState | None,
    limit: int,
    before: tuple[datetime, UUID] | None,
) -> list[StaffRun]:
    """A campaign's runs for the staff, the newest first, one more than `limit`. One statement."""
    at, run_id = before or (None, None)
    return await session.all(
        STAFF_RUNS, campaign_id=campaign_id, promise=state, limit=limit + 1, before_at=at, before_id=run_id
    )


# -- what the frame asks -------------------------------------------------------------------------------------


async def assert_ready(session: ReadSession, campaign: Campaign) -> None:
    """Refuse a campaign that is over before anybody could finish, or whose coupons nobody pays. Raises AssistWrong."""
    settings = rules.settings_of(campaign)
    try:
        rules.times(settings, campaign, max(campaign.starts_at, session.now))
    except TooLateToOpen:
        raise AssistWrong(
            "ends_at",
            "活动时间太短:助力之后还要留出下单时间",
            "The campaign is too short: there must be time to order after helping",
        ) from None
    for field, word, fen in rules.paid_elsewhere(settings):
        try:
            await promotions.assert_gives(session, decode("cmp", word), fen, campaign.ends_at)
        except GrantNotPossible as refusal:
            raise AssistWrong(f"settings.{field}", refusal.words("zh"), refusal.words("en")) from None


async def share_facts(session: ReadSession, run_id: UUID) -> ShareFacts | None:
    """A run's card: the goods or the coupon, how many friends are needed."""
    held = await session.maybe(PROMISE, run_id=run_id)
    if held is None:
        return None
    run = await promotions.help_run(session, run_id)
    going = run.state == "open" and run.missing > 0 and session.now < run.closes_at
    line = f"还差 {run.missing} 位好友助力" if going else "这次助力已经结束"
    if held.sku_id is None:
        campaign, word = await promotions.campaign(session, run.campaign_id), encode("team", run_id)
        title = f"{campaign.title} · {rules.coupon_word(held.reward_fen)}"
        return _coupon_card(
            title, line, f"{PAGE}?id={word}", run.closes_at if going else None, run.campaign_id
        )
    goods = (await goods_of(session, [held])).get(held.sku_id)
    if goods is None:
        return None
    return ShareFacts(
        title=goods.title, line=line, price_fen=min(held.reward_fen, goods.price_fen) if going else goods.price_fen,
        market_price_fen=goods.price_fen if going else None, product_id=held.product_id,
        picture_url=goods.picture_url, badge="助力" if going else "", page=f"{PAGE}?id={encode('team', run_id)}",
        ends_at=run.closes_at if going else None, campaign_id=run.campaign_id,
    )  # fmt: skip


def _coupon_card(
    title: str,
    line: str,
    page: str,
    ends_at: datetime | None,
    campaign_id: UUID | None = None,
    line_en: str = "",
) -> ShareFacts:
    """A coupon has neither price nor picture; `ends_at` None: it is over."""
    return ShareFacts(
        title=title, line=line, price_fen=None, market_price_fen=None, product_id=None, picture_url=None,
        badge="" if ends_at is None else "助力", page=page, ends_at=ends_at, campaign_id=campaign_id,
        line_en=line_en,
    )  # fmt: skip


async def campaign_facts(session: ReadSession, campaign: Campaign) -> ShareFacts | None:
    """A campaign's card: the coupon, or its first goods on sale; None without goods."""
    settings, over = rules.settings_of(campaign), campaign.state in {"stopped", "ended"}
    line = "活动已结束" if over else f"{settings.people} 位好友助力"
    line_en = "" if over else f"{settings.people} friends help"
    if settings.reward == "coupon":
        title = f"{campaign.title} · {rules.coupon_word(settings.coupon_fen or 0)}"
        return _coupon_card(title, line, LIST_PAGE, None if over else campaign.ends_at, line_en=line_en)
    goods = await catalog.worth(session, [sku.sku_id for sku in campaign.skus]) if campaign.skus else {}
    first = next((sku for sku in campaign.skus if sku.sku_id in goods and goods[sku.sku_id].on_sale), None)
    if first is None:
        return None
    item = goods[first.sku_id]
    price_fen = AssistSku.model_validate(first.settings).price_fen
    return ShareFacts(
        title=item.title, line=line,
        price_fen=item.price_fen if over else min(price_fen, item.price_fen),
        market_price_fen=None if over else item.price_fen, product_id=item.product_id, picture_url=item.picture_url,
        badge="" if over else "助力", page=LIST_PAGE, ends_at=None if over else campaign.ends_at, line_en=line_en,
    )  # fmt: skip


async def figures(session: ReadSession, campaign_id: UUID) -> Sequence[Figure]:
    """The declared figures of the result page. Two statements."""
    helped = await promotions.help_figures(session, campaign_id)
    found = await session.one(COUNTED, campaign_id=campaign_id)
    return [
        Figure("runs", "发起次数", "Runs", helped.runs, "count"),
        Figure("full", "助满次数", "Runs that were full", helped.filled, "count"),
        Figure(
            "full_bp", "助满率", "Share that was full",
            helped.filled * 10_000 // helped.runs if helped.runs else 0, "bp",
        ),
        Figure("helps", "助力次数", "Helps", helped.helps, "count"),
        Figure("new_helpers", "新客助力", "New customers who helped", helped.new_helpers, "count"),
        Figure("given", "已得到奖励", "Rewards given", found.given, "count"),
        Figure("kept", "助满待下单", "Full, not ordered yet", found.kept, "count"),
        Figure("held", "待核对", "Waiting for review", helped.held, "count"),
        Figure("worth", "奖励占用预算", "Budget of the rewards", found.held_fen, "fen"),
    ]  # fmt: skip
