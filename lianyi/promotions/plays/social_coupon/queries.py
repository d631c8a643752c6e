"""Reads of social coupons: what an order may pass on, a pack as its reader sees it, what came of a campaign."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from lianyi.identity import queries as identity
from lianyi.identity.queries import own_data
from lianyi.identity.types import Channel, PersonId
from lianyi.kit.db import ReadSession, Statement
from lianyi.kit.ids import decode, encode
from lianyi.orders import queries as orders
from lianyi.payments import queries as payments
from lianyi.promotions import queries as promotions
from lianyi.promotions.errors import CampaignUnknown, GrantNotPossible
from lianyi.promotions.play import RUNS_MAX, Live, Run
from lianyi.promotions.plays.social_coupon import rules
from lianyi.promotions.plays.social_coupon.errors import PackUnknown, TermsWrong
from lianyi.promotions.plays.social_coupon.types import Claim, Pack
from lianyi.promotions.types import Campaign, Figure, ShareFacts
from lianyi.wechat.types import AppKind

PLAY = "social_coupon"
PAGE = "plays/social_coupon/pack/index"
OWN_MAX = 1000
TAKERS_MAX = 20

_PACK = """
    select id, campaign_id, order_id, person_id, grant_id, pieces, face_fen, claimed, state, ended_because, opened_at,
      expires_at
    from promotions_social_coupon_pack where tenant_id = %(tenant)s
"""
BY_ID = Statement(_PACK + " and id = %(id)s", Pack)
SEVERAL = Statement(_PACK + " and id = any(%(ids)s::uuid[])", Pack)
BY_ORDER = Statement(_PACK + " and order_id = %(order_id)s", Pack)
OF_CAMPAIGN = Statement(
    _PACK
    + """ and campaign_id = %(campaign_id)s
      and (%(before_at)s::timestamptz is null or (opened_at, id) < (%(before_at)s, %(before_id)s::uuid))
    order by opened_at desc, id desc limit %(limit)s""",
    Pack,
)
OWN_PACKS = Statement(
    _PACK + " and person_id = %(person_id)s order by opened_at desc, id desc limit %(limit)s", Pack
)
_CLAIM = """
    select pack_id, person_id, campaign_id, run_id, state, wechat, at
    from promotions_social_coupon_claim where tenant_id = %(tenant)s
"""
TAKEN_BY = Statement(
    _CLAIM + " and pack_id = %(pack_id)s and state <> 'refused' order by at, person_id limit %(limit)s", Claim
)
OWN_CLAIM = Statement(_CLAIM + " and pack_id = %(pack_id)s and person_id = %(person_id)s", Claim)
OWN_CLAIMS = Statement(_CLAIM + " and person_id = %(person_id)s order by at desc limit %(limit)s", Claim)


@dataclass(frozen=True, slots=True)
class Counted:
    packs: int
    pieces: int
    claimed: int
    open: int
    back: int
    fen: int
    people: int
    held: int
    waiting: int


COUNTED = Statement(
    """
    select count(*)::int as packs, coalesce(sum(pieces), 0)::int as pieces, coalesce(sum(claimed), 0)::int as claimed,
      coalesce(sum(pieces - claimed) filter (where state = 'open'), 0)::int as open,
      coalesce(sum(pieces - claimed) filter (where state = 'ended'), 0)::int as back,
      coalesce(sum(claimed * face_fen), 0)::bigint as fen,
      (select count(distinct person_id)::int from promotions_social_coupon_claim
       where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s and state <> 'refused') as people,
      (select count(*)::int from promotions_social_coupon_claim
       where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s and state = 'held') as held,
      (select count(*)::int from promotions_social_coupon_claim
       where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s and wechat = 'waiting') as waiting
    from promotions_social_coupon_pack where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s
    """,
    Counted,
)


@dataclass(frozen=True, slots=True)
class Taker:
    """Somebody who took one, masked."""

    name: str
    at: datetime
    me: bool


@dataclass(frozen=True, slots=True)
class PackPage:
    """A pack as one reader sees it. `own`: the reader's own claim. `alive`: it can be taken of now, by somebody.

    `channels_ok`: the campaign runs where the reader is; `open_mini` (app, page): where to go when it does not.
    """

    pack: Pack
    campaign: Campaign
    giver: str
    takers: tuple[Taker, ...]
    own: Claim | None
    mine: bool
    alive: bool
    channels_ok: bool
    open_mini: tuple[str, str] | None


async def pack(session: ReadSession, pack_id: UUID) -> Pack:
    """A pack. One statement. Raises PackUnknown."""
    found = await session.maybe(BY_ID, id=pack_id)
    if found is None:
        raise PackUnknown
    return found


async def pack_of_order(session: ReadSession, order_id: UUID) -> Pack | None:
    """The pack that an order opened. One statement."""
    return await session.maybe(BY_ORDER, order_id=order_id)


async def to_pass_on(
    session: ReadSession, person_id: UUID, channel: Channel, order_id: UUID
) -> Campaign | None:
    """The campaign under which an order of the reader's can open a pack now and here, the first to end. Two statements.

    Raises OrderUnknown, also for somebody else's order.
    """
    order = await orders.order_of(session, person_id, order_id)
    running = await promotions.running(session, play=PLAY)
    return next(
        (one for one in running if channel in one.channels and rules.may_open(one, order, session.now)), None
    )


async def own_claim(session: ReadSession, pack_id: UUID, person_id: UUID) -> Claim | None:
    """What a person took of a pack. One statement."""
    return await session.maybe(OWN_CLAIM, pack_id=pack_id, person_id=person_id)


async def pack_page(
    session: ReadSession, pack_id: UUID, person_id: UUID | None, channel: Channel
) -> PackPage:
    """A pack with who took of it, masked; the giver's name only where the reader is the giver. Six statements at most.

    Raises PackUnknown.
    """
    found = await pack(session, pack_id)
    campaign = await promotions.campaign(session, found.campaign_id)
    claims = await session.all(TAKEN_BY, pack_id=pack_id, limit=TAKERS_MAX)
    people = [PersonId(one.person_id) for one in claims] + [PersonId(found.person_id)]
    named = await identity.people_brief(session, people)
    takers = tuple(
        Taker(promotions.mask_name(named[who].nickname if who in named else ""), one.at, who == person_id)
        for one, who in zip(claims, people, strict=False)
    )
    giver = named[people[-1]].nickname if people[-1] in named else ""
    own = await own_claim(session, pack_id, person_id) if person_id else None
    alive = (
        campaign.running(session.now) and found.state == "open" and found.expires_at > session.now and found.left > 0
    )  # fmt: skip
    mine, here = found.person_id == person_id, channel in campaign.channels
    return PackPage(
        found, campaign, giver if mine else promotions.mask_name(giver), takers, own, mine, alive, here,
        None if here else await _open_mini(session, found, campaign),
    )  # fmt: skip


async def _open_mini(session: ReadSession, found: Pack, campaign: Campaign) -> tuple[str, str] | None:
    if Channel.MINI not in campaign.channels:
        return None
    appid = (await identity.wechat_appids(session)).get(AppKind.MINI)
    return (appid, page_of(found.id)) if appid else None


def page_of(pack_id: UUID) -> str:
    """The page of a pack, as links name it."""
    return f"{PAGE}?id={encode('team', pack_id)}"


async def openid_here(session: ReadSession, person_id: UUID) -> tuple[str, str] | None:
    """A person's (app, openid) of the shop's mini program, as WeChat Pay wants it; None without one. Two statements."""
    appid = (await identity.wechat_appids(session)).get(AppKind.MINI)
    openid = await identity.openid_of(session, PersonId(person_id), appid) if appid else None
    return (appid, openid) if appid and openid else None


async def of_campaign(
    session: ReadSession, campaign_id: UUID, limit: int, after: tuple[datetime, UUID] | None
) -> list[Pack]:
    """Packs of a campaign for the staff, the newest first, one more than `limit`. One statement."""
    return await session.all(
        OF_CAMPAIGN, campaign_id=campaign_id, limit=limit + 1, before_at=after[0] if after else None,
        before_id=after[1] if after else None,
    )  # fmt: skip


async def assert_ready(session: ReadSession, campaign: Campaign) -> None:
    """Refuse a campaign whose coupons nobody could pay, or whose buyers it would not let in. Raises TermsWrong."""
    settings = rules.settings_of(campaign)
    if settings.wechat_stock_id and not await payments.is_configured(session):
        raise TermsWrong(
            "settings.wechat_stock_id", "还没有填微信支付商户密钥,不能用微信支付的代金券",
            "WeChat Pay's coupons need the merchant's keys, and there are none yet",
        )  # fmt: skip
    if campaign.audience == "new_customers":
        raise TermsWrong(
            "audience", "转赠的人都买过;要只给新客领,请用设置里的「只给没买过的人」",
            "Whoever passes on has bought; to give to new customers only, use the setting for that",
        )  # fmt: skip
    try:
        await promotions.assert_gives(
            session, decode("cmp", settings.pays_in), settings.face_fen, campaign.ends_at
        )
    except (GrantNotPossible, CampaignUnknown) as refusal:
        raise TermsWrong("settings.pays_in", refusal.words("zh"), refusal.words("en")) from None


async def share_facts(session: ReadSession, run_id: UUID) -> ShareFacts | None:
    """A pack's card: what one piece is, how many are left, on goods that it is good for; never what its giver bought."""
    found = await session.maybe(BY_ID, id=run_id)
    if found is None:
        return None
    campaign = await promotions.campaign(session, found.campaign_id)
    goods = await promotions.share_facts(
        session, "campaign", decode("cmp", rules.settings_of(campaign).pays_in)
    )
    if goods is None:
        return None
    zh = rules.label(found.face_fen)[0]
    alive = campaign.running(session.now) and found.state == "open" and found.expires_at > session.now
    left = f"还有 {found.left} 份" if found.left else "已领完"
    return replace(
        goods, title=f"送你一张{zh}", line=left if alive else "领取已结束", badge=zh if alive and found.left else "",
        page=page_of(found.id), ends_at=found.expires_at if alive else None,
        campaign_id=found.campaign_id,
    )  # fmt: skip


async def campaign_facts(_session: ReadSession, _campaign: Campaign) -> ShareFacts | None:
    """A campaign has no card of its own: what travels is a pack, and only its buyer has one."""
    return None


async def figures(session: ReadSession, campaign_id: UUID) -> Sequence[Figure]:
    """The declared figures of the result page. One statement."""
    found = await session.one(COUNTED, campaign_id=campaign_id)
    taken_bp = found.claimed * 10_000 // found.pieces if found.pieces else 0
    return [
        Figure("packs", "转赠的订单", "Orders that passed on", found.packs, "count"),
        Figure("pieces", "转赠份数", "Passed on", found.pieces, "count"),
        Figure("claimed", "被领走", "Taken", found.claimed, "count"),
        Figure("taken_share", "领取率", "Share taken", taken_bp, "bp"),
        Figure("people", "领到的人", "People who took one", found.people, "count"),
        Figure("open", "还在等人领", "Waiting to be taken", found.open, "count"),
        Figure("back", "收回", "Came back", found.back, "count"),
        Figure("held", "待核对", "Waiting for review", found.held, "count"),
        Figure("waiting", "等微信发放", "Waiting for WeChat", found.waiting, "count"),
        Figure("given_fen", "发出的券", "Coupons given", found.fen, "fen"),
    ]


def listed(_campaign: Campaign) -> bool:
    """The play centre names none: what an order passes on is told with the order."""
    return False


async def runs(session: ReadSession, person_id: UUID) -> list[Run]:
    """What a person passed on, among all that is theirs; what they took stands among their coupons. Two statements."""
    packs = await session.all(OWN_PACKS, person_id=person_id, limit=RUNS_MAX)
    campaigns = await promotions.campaigns(session, sorted({one.campaign_id for one in packs}))
    return [_run(one, campaigns[one.campaign_id], session.now) for one in packs]


def _run(one: Pack, campaign: Campaign, now: datetime) -> Run:
    state = rules.state_of(one, now)
    return Run(
        key=encode("team", one.id), campaign_id=one.campaign_id, state=state, title=campaign.title,
        line_zh=f"被领走 {one.claimed}/{one.pieces}", line_en=f"{one.claimed} of {one.pieces} taken", picture_url=None,
        page=page_of(one.id), until_at=one.expires_at if state == "open" else None, at=one.opened_at,
    )  # fmt: skip


async def live(session: ReadSession, ids: Sequence[UUID]) -> dict[UUID, Live]:
    """How far packs are taken. One statement."""
    return {
        one.id: Live(rules.state_of(one, session.now), one.claimed, one.pieces)
        for one in await session.all(SEVERAL, ids=list(ids))
    }


@own_data.answer("social_coupons")
async def own_data_of(session: ReadSession, person: PersonId) -> object:
    """What a person passed on and took, as they may take it away."""
    packs = await session.all(OWN_PACKS, person_id=person, limit=OWN_MAX)
    claims = await session.all(OWN_CLAIMS, person_id=person, limit=OWN_MAX)
    return {
        "passed_on": [
            {"pieces": one.pieces, "face_fen": one.face_fen, "claimed": one.claimed, "at": one.opened_at} for one in packs
        ],
        "taken": [{"at": one.at} for one in claims],
    }  # fmt: skip
