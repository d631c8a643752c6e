"""Sharing from the shop, my shares, and who came by them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Request
from pydantic import BaseModel, StringConstraints

from lianyi.content import actions, queries
from lianyi.content.errors import TargetIdMissing
from lianyi.identity.edges import CurrentChannel, CurrentShopper, MaybeShopper, MaybeVisitor
from lianyi.kit.http import Read, Write, edge, language_of
from lianyi.kit.ids import as_word, decode
from lianyi.kit.limits import rate_limit
from lianyi.kit.paging import Page, PageQuery, next_cursor
from lianyi.social import queries as social
from lianyi.social.types import SHOP, TARGET_PREFIXES, Came, MyShare, Sharing, Target, target_word

router = edge("/api/shop", tags=["shop: sharing"])

ShareRef = Annotated[UUID, as_word("shr")]
CampaignRef = Annotated[UUID, as_word("cmp")]
GONE = {"zh": "已下架的内容", "en": "No longer there"}
A_FRIEND = {"zh": "一位朋友", "en": "A friend"}


class TargetIn(BaseModel):
    """`id`: `prd_…`, `cmp_…`, `team_…`, `shk_…` (a micro-shop); null for the shop."""

    kind: Literal["product", "campaign", "team", "micro_shop", "shop"]
    id: Annotated[str, StringConstraints(max_length=40)] | None = None


class ShareIn(BaseModel):
    """`show_me`: my name and picture may stand on this share; left out, it stays as it was (not, at first)."""

    target: TargetIn
    campaign_id: CampaignRef | None = None
    show_me: bool | None = None


class ShareOut(BaseModel):
    """What travels. `card_url` is 5 : 4, `poster_url` 750 × 1334; both change with the numbers they show.

    `expires` is null: a share works as long as the shop does.
    """

    id: ShareRef
    token: str
    title: str
    description: str
    timeline_title: str
    link: str
    mini_path: str
    scene: str
    card_url: str
    poster_url: str
    shows_me: bool
    expires: datetime | None = None


@router.post(
    "/shares",
    dependencies=[
        rate_limit("120/minute", name="shares", by="address"),
        rate_limit("20000/day", name="shares-day", by="address"),
    ],
)
async def make_share(
    wanted: ShareIn, session: Write, shopper: MaybeShopper, visitor: MaybeVisitor, channel: CurrentChannel
) -> ShareOut:
    """Prepare a share of what the page shows; the same again is the same. It counts once somebody else opened it."""
    target = Target(wanted.target.kind, _target_id(wanted.target))
    person = shopper.person if shopper else None
    words = await actions.share(
        session, Sharing(visitor, person, target, wanted.campaign_id, channel, wanted.show_me)
    )
    return ShareOut(
        id=words.share.id, token=words.share.token, title=words.title, description=words.description,
        timeline_title=words.timeline_title, link=words.link, mini_path=words.mini_path, scene=words.scene,
        card_url=words.card_url, poster_url=words.poster_url, shows_me=words.share.shows_sharer,
    )  # fmt: skip


def _target_id(target: TargetIn) -> UUID | None:
    if target.kind == SHOP:
        return None
    if target.id is None:
        raise TargetIdMissing(field="target.id")
    return decode(TARGET_PREFIXES[target.kind], target.id)


class MyTarget(BaseModel):
    kind: str
    id: str | None
    title: str
    picture_url: str | None


class MyShareOut(BaseModel):
    """`people` came, once each; `joined` of them signed in; `orders` were paid, null where nobody counts them."""

    id: ShareRef
    target: MyTarget
    created_at: datetime
    opens: int
    people: int
    joined: int
    orders: int | None


@router.get("/shares/mine")
async def my_shares(
    request: Request, session: Read, shopper: CurrentShopper, paging: PageQuery
) -> Page[MyShareOut]:
    """My shares that somebody opened, the newest first."""
    after = paging.after(UUID)
    rows = await social.mine(session, shopper.person, after[0] if after else None, paging.limit + 1)
    shown = rows[: paging.limit]
    targets = await queries.shared_targets(session, shown)
    orders = await social.orders_by_share(session, [row.id for row in shown])
    gone = GONE[language_of(request)]

    def target(row: MyShare) -> MyTarget:
        found = targets.get((row.target_kind, row.target_id))
        return MyTarget(
            kind=row.target_kind, id=target_word(row.target_kind, row.target_id),
            title=found.title if found else gone, picture_url=found.picture_url if found else None,
        )  # fmt: skip

    items = [
        MyShareOut(
            id=row.id, target=target(row), created_at=row.created_at, opens=row.opens, people=row.people,
            joined=row.joined, orders=None if orders is None else orders.get(row.id, 0),
        )
        for row in shown
    ]  # fmt: skip
    return Page(items=items, next_cursor=next_cursor(rows, paging.limit, "id"))


class MyFigures(BaseModel):
    shares: int
    people: int
    opens: int
    joined: int


@router.get("/shares/mine/figures")
async def my_figures(session: Read, shopper: CurrentShopper) -> MyFigures:
    """What all my shares brought; openings by myself and by robots are not in it."""
    return MyFigures.model_validate(await social.my_figures(session, shopper.person), from_attributes=True)


class ComerOut(BaseModel):
    """`masked`: this visitor has not agreed to be named. `again`: openings after the first."""

    name: str
    avatar_url: str | None
    masked: bool
    at: datetime
    joined: bool
    again: int


@router.get("/shares/{share_id}/visitors")
async def comers(
    share_id: ShareRef, request: Request, session: Read, shopper: CurrentShopper, paging: PageQuery
) -> Page[ComerOut]:
    """Who came by my share, the latest first; named only those who agreed to it."""
    before = paging.after(datetime, UUID)
    rows = await social.visitors_of(session, shopper.person, share_id, before, paging.limit + 1)
    shown = rows[: paging.limit]
    names = await social.names_for_sharer(session, shown)
    friend = A_FRIEND[language_of(request)]

    def comer(row: Came) -> ComerOut:
        named = names.get(row.who)
        return ComerOut(
            name=named.nickname if named else friend, avatar_url=named.avatar_url if named else None,
            masked=named is None, at=row.at, joined=row.person_id is not None, again=row.opens - 1,
        )  # fmt: skip

    return Page(items=[comer(row) for row in shown], next_cursor=next_cursor(rows, paging.limit, "at", "who"))


class PageOut(BaseModel):
    """A page without a leading slash, and its query."""

    page: str
    query: dict[str, str]


@router.get("/codes/{token}")
async def open_code(token: Annotated[str, StringConstraints(max_length=64)], session: Read) -> PageOut:
    """The page behind a scanned code."""
    page, query = await queries.page_behind(session, token)
    return PageOut(page=page, query=query)
