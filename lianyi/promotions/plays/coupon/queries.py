"""Reads of coupons: what a person has, what can be collected, what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from lianyi.catalog import queries as catalog
from lianyi.catalog.types import CategoryId
from lianyi.identity.queries import own_data
from lianyi.identity.types import PersonId, Shopper
from lianyi.kit.db import ReadSession, Statement
from lianyi.kit.ids import decode, encode
from lianyi.promotions import queries as promotions
from lianyi.promotions.play import RUNS_MAX, Run
from lianyi.promotions.plays.coupon import rules
from lianyi.promotions.plays.coupon.errors import CouponUnknown
from lianyi.promotions.plays.coupon.types import CouponSettings, InHand, Piece, PieceState
from lianyi.promotions.types import Campaign, Figure, Intent, PlayLine, ShareFacts, Usable

PLAY = "coupon"
OFFERED_MAX = 20
OWN_MAX = 1000
REACH_MAX = 20_000

_PIECE = """
    select id, campaign_id, person_id, grant_id, face_fen, discount_fen, state, starts_at, expires_at, order_id, at
    from promotions_coupon_piece where tenant_id = %(tenant)s
"""
# The owner stands in the statement: a piece of somebody else is no piece.
OWN_PIECE = Statement(
    _PIECE + " and id = %(id)s and campaign_id = %(campaign_id)s and person_id = %(person_id)s", Piece
)
BY_ID = Statement(_PIECE + " and id = %(id)s", Piece)
IN_HAND = Statement(
    _PIECE
    + """ and person_id = %(person_id)s and state = 'ready' and expires_at > %(now)s
    order by expires_at, id limit %(limit)s""",
    Piece,
)
MINE = Statement(
    _PIECE
    + """ and person_id = %(person_id)s
      and case %(which)s when 'ready' then state = 'ready' and expires_at > %(now)s
        when 'used' then state in ('used', 'spent')
        else state = 'expired' or (state = 'ready' and expires_at <= %(now)s) end
      and (%(before_at)s::timestamptz is null or (at, id) < (%(before_at)s, %(before_id)s::uuid))
    order by at desc, id desc limit %(limit)s""",
    Piece,
)
OF_CAMPAIGN = Statement(
    _PIECE
    + """ and campaign_id = %(campaign_id)s and (%(state)s::text is null or state = %(state)s)
      and (%(before_at)s::timestamptz is null or (at, id) < (%(before_at)s, %(before_id)s::uuid))
    order by at desc, id desc limit %(limit)s""",
    Piece,
)
EXPORTED = Statement(_PIECE + " and person_id = %(person_id)s order by at desc limit %(limit)s", Piece)


@dataclass(frozen=True, slots=True)
class Stand:
    """How many of a campaign were given, and how many a person had of it."""

    campaign_id: UUID
    issued: int
    had: int


STANDS = Statement(
    """
    select asked.id as campaign_id, coalesce(c.issued, 0) as issued,
      (select count(*)::int from promotions_coupon_piece p
       where p.tenant_id = %(tenant)s and p.campaign_id = asked.id and p.person_id = %(person_id)s::uuid
         and p.key is null) as had
    from unnest(%(ids)s::uuid[]) as asked (id)
    left join promotions_coupon_count c on c.tenant_id = %(tenant)s and c.campaign_id = asked.id
    """,
    Stand,
)


@dataclass(frozen=True, slots=True)
class Counted:
    given: int
    ready: int
    used: int
    expired: int
    discount_fen: int
    people: int


COUNTED = Statement(
    """
    select count(*)::int as given, (count(*) filter (where state = 'ready'))::int as ready,
      (count(*) filter (where state in ('used', 'spent')))::int as used,
      (count(*) filter (where state = 'expired'))::int as expired,
      coalesce(sum(discount_fen) filter (where state in ('used', 'spent')), 0)::bigint as discount_fen,
      count(distinct person_id)::int as people
    from promotions_coupon_piece where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s
    """,
    Counted,
)
OPEN = Statement(
    """
    select count(*)::int from promotions_coupon_piece
    where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s and state in ('ready', 'used')
    """,
    int,
)


def terms_of(campaign: Campaign) -> CouponSettings:
    """The terms of a campaign's pieces."""
    return CouponSettings.model_validate(campaign.settings)


async def own_piece(session: ReadSession, campaign_id: UUID, piece_id: UUID, person_id: UUID) -> Piece:
    """A piece of its owner's. One statement. Raises CouponUnknown, also for somebody else's."""
    found = await session.maybe(OWN_PIECE, id=piece_id, campaign_id=campaign_id, person_id=person_id)
    if found is None:
        raise CouponUnknown(field="run_id")
    return found


async def piece(session: ReadSession, piece_id: UUID) -> Piece:
    """A piece. Raises CouponUnknown."""
    found = await session.maybe(BY_ID, id=piece_id)
    if found is None:
        raise CouponUnknown
    return found


async def campaign_of(session: ReadSession, held: Piece) -> Campaign:
    """The campaign of a piece. One statement."""
    return await promotions.campaign(session, held.campaign_id)


async def in_hand(
    session: ReadSession, campaign: Campaign, held: Piece | None, lines: Sequence[PlayLine]
) -> InHand:
    """What a campaign's terms mean for lines. One statement when they are for a category, else none."""
    terms = terms_of(campaign)
    shelf = frozenset(sku.sku_id for sku in campaign.skus)
    counted = None
    if terms.scope == "goods":
        counted = shelf
    elif terms.category_id is not None:
        products = [line.product_id for line in lines]
        counted = await catalog.products_within(session, decode("cat", terms.category_id), products)
    return InHand(
        campaign.id, terms, held.face_fen if held else rules.face_fen(terms), counted,
        shelf if terms.kind == "gift" else frozenset(), held,
    )  # fmt: skip


async def offers(session: ReadSession, shopper: Shopper, _lines: Sequence[PlayLine]) -> list[Usable]:
    """A shopper's pieces, the first to end first, and what runs by itself. Three statements at most, two without pieces."""
    pieces = await session.all(IN_HAND, person_id=shopper.person, limit=OFFERED_MAX)
    by_itself = [
        one for one in await promotions.running(session, play=PLAY) if terms_of(one).take == "automatic"
    ]
    campaigns = await promotions.campaigns(session, sorted({one.campaign_id for one in pieces}))
    found = [_usable(campaigns[one.campaign_id], one, session.now) for one in pieces]
    return found + [_usable(one, None, session.now) for one in by_itself[:OFFERED_MAX]]


def _usable(campaign: Campaign, held: Piece | None, now: datetime) -> Usable:
    zh, en = rules.label(terms_of(campaign), held.face_fen if held else None)
    until_at = held.expires_at if held else campaign.ends_at
    early = held is not None and held.starts_at > now
    return Usable(
        Intent(campaign.id, held.id if held else None), campaign.title, zh, en, until_at,
        "还没有到生效时间" if early else "", "It is not good yet" if early else "",
    )  # fmt: skip


async def centre(session: ReadSession, person_id: UUID | None) -> list[tuple[Campaign, Stand]]:
    """What can be collected or comes off by itself now, with what is left and what the person had. Two statements."""
    running = await promotions.running(session, play=PLAY)
    shown = [one for one in running if terms_of(one).take in {"collect", "automatic"}]
    return await stands(session, shown, person_id)


async def stands(
    session: ReadSession, campaigns: Sequence[Campaign], person_id: UUID | None
) -> list[tuple[Campaign, Stand]]:
    """Campaigns with how many were given, in all and to a person. One statement."""
    ids: list[UUID] = [one.id for one in campaigns]
    found = {one.campaign_id: one for one in await session.all(STANDS, ids=ids, person_id=person_id)}
    return [(one, found[one.id]) for one in campaigns]


async def for_product(
    session: ReadSession, product_id: UUID, person_id: UUID | None
) -> list[tuple[Campaign, Stand]]:
    """As `centre`, for one product's page; of the first 20 each category is asked for."""
    found = []
    for campaign, stand in (await centre(session, person_id))[:OFFERED_MAX]:
        terms = terms_of(campaign)
        if terms.scope == "goods":
            within = any(sku.product_id == product_id for sku in campaign.skus)
        elif terms.category_id is not None:
            found_in = await catalog.products_within(session, decode("cat", terms.category_id), [product_id])
            within = bool(found_in)
        else:
            within = True
        if within:
            found.append((campaign, stand))
    return found


async def by_code(session: ReadSession, code: str) -> Campaign | None:
    """The running campaign that gives its pieces for a code, whatever its case. One statement."""
    wanted = code.strip().casefold()
    return next(
        (
            one for one in await promotions.running(session, play=PLAY)
            if (terms := terms_of(one)).take == "code" and (terms.code_word or "").strip().casefold() == wanted
        ),
        None,
    )  # fmt: skip


async def mine(
    session: ReadSession, person_id: UUID, which: str, limit: int, after: tuple[datetime, UUID] | None
) -> tuple[list[Piece], dict[UUID, Campaign]]:
    """A person's pieces, the newest first, one more than `limit`, and their campaigns. Two statements."""
    pieces = await session.all(
        MINE, person_id=person_id, which=which, limit=limit + 1, before_at=after[0] if after else None,
        before_id=after[1] if after else None,
    )  # fmt: skip
    return pieces, await promotions.campaigns(session, sorted({one.campaign_id for one in pieces}))


def listed(campaign: Campaign) -> bool:
    """Whether the play centre names a campaign: what needs a word, or another campaign's act, is told elsewhere."""
    return terms_of(campaign).take in {"collect", "automatic"}


async def runs(session: ReadSession, person_id: UUID) -> list[Run]:
    """A person's pieces among all that is theirs. Two statements."""
    pieces = await session.all(EXPORTED, person_id=person_id, limit=RUNS_MAX)
    campaigns = await promotions.campaigns(session, sorted({one.campaign_id for one in pieces}))
    return [_run(one, campaigns[one.campaign_id], session.now) for one in pieces]


def _run(held: Piece, campaign: Campaign, now: datetime) -> Run:
    zh, en = rules.label(terms_of(campaign), held.face_fen)
    state: Literal["open", "done", "over"] = "open" if held.state == "ready" else "done"
    if held.state == "expired" or (held.state == "ready" and held.expires_at <= now):
        state, zh, en = "over", f"{zh} · 已过期", f"{en}, over"
    elif held.state != "ready":
        zh, en = f"{zh} · 已使用", f"{en}, used"
    return Run(
        key=encode("run", held.id), campaign_id=held.campaign_id, state=state, title=campaign.title, line_zh=zh,
        line_en=en, picture_url=None, page="plays/coupon/mine/index",
        until_at=held.expires_at if state == "open" else None, at=held.at,
    )  # fmt: skip


async def of_campaign(
    session: ReadSession, campaign_id: UUID, state: PieceState | None, limit: int,
    after: tuple[datetime, UUID] | None,
) -> list[Piece]:  # fmt: skip
    """Pieces of a campaign for the staff, the newest first; one more than `limit`. One statement."""
    return await session.all(
        OF_CAMPAIGN, campaign_id=campaign_id, state=state, limit=limit + 1, before_at=after[0] if after else None,
        before_id=after[1] if after else None,
    )  # fmt: skip


async def reach(session: ReadSession, campaigns: Sequence[Campaign]) -> dict[UUID, Sequence[UUID]]:
    """The SKUs a piece can fall on where that is not the shelf: a category, or the whole shop. One statement for each."""
    terms = {one.id: terms_of(one) for one in campaigns}
    scopes = {own.category_id for own in terms.values() if own.scope != "goods"}
    found = {
        scope: await catalog.skus_for_sale(session, decode("cat", scope) if scope else None, REACH_MAX)
        for scope in scopes
    }
    return {one: found[own.category_id] for one, own in terms.items() if own.scope != "goods"}


def gives_most(campaign: Campaign) -> int:
    """The most another campaign can pay in a piece, in fen; nothing unless the terms are made for it."""
    terms = terms_of(campaign)
    return rules.face_fen(terms) if terms.take == "granted" else 0


async def open_runs(session: ReadSession, campaign_id: UUID) -> int:
    """Pieces that can still be used or come back. One statement."""
    return await session.one(OPEN, campaign_id=campaign_id)


async def share_facts(_session: ReadSession, _run_id: UUID) -> ShareFacts | None:
    """A piece is one person's own and is not shared; campaigns are."""
    return None


async def campaign_facts(session: ReadSession, campaign: Campaign) -> ShareFacts | None:
    """A campaign's card: what it takes off, on goods it is for at their own price. None when there are none."""
    terms = terms_of(campaign)
    reached = (await reach(session, [campaign])).get(campaign.id)
    sku_ids = [sku.sku_id for sku in campaign.skus] if reached is None else reached[:1]
    goods = next((one for one in (await catalog.worth(session, sku_ids)).values() if one.on_sale), None)
    if goods is None:
        return None
    over = campaign.state in {"stopped", "ended"} or campaign.ends_at <= session.now
    label, label_en = rules.label(terms)
    return ShareFacts(
        title=campaign.title, line="活动已结束" if over else label, price_fen=goods.price_fen,
        market_price_fen=None, product_id=goods.product_id, picture_url=goods.picture_url,
        badge="" if over else "优惠券", page="plays/coupon/centre/index", ends_at=None if over else campaign.ends_at,
        line_en="" if over else label_en,
    )  # fmt: skip


async def category_name(session: ReadSession, terms: CouponSettings) -> str:
    """The name of the category that terms are for; empty for none."""
    if terms.category_id is None:
        return ""
    names = await catalog.path_names(session, CategoryId(decode("cat", terms.category_id)))
    return names[-1] if names else ""


async def figures(session: ReadSession, campaign_id: UUID) -> Sequence[Figure]:
    """The declared figures of the result page. One statement."""
    found = await session.one(COUNTED, campaign_id=campaign_id)
    return [
        Figure("given", "发出", "Given", found.given, "count"),
        Figure("people", "领到的人", "People who have one", found.people, "count"),
        Figure("used", "用掉", "Used", found.used, "count"),
        Figure(
            "used_share",
            "使用率",
            "Share used",
            found.used * 10_000 // found.given if found.given else 0,
            "bp",
        ),
        Figure("ready", "还没用", "Not used yet", found.ready, "count"),
        Figure("expired", "过期", "Expired", found.expired, "count"),
        Figure("coupon_discount", "券减掉的金额", "Taken off by them", found.discount_fen, "fen"),
    ]


@own_data.answer("coupons")
async def own_pieces(session: ReadSession, person: PersonId) -> object:
    """A person's pieces as they may take them away."""
    return [
        {"face_fen": one.face_fen, "state": one.state, "at": one.at, "expires_at": one.expires_at}
        for one in await session.all(EXPORTED, person_id=person, limit=OWN_MAX)
    ]
