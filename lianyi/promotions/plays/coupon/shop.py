"""Coupons for shoppers: the coupon centre, collecting, the own ones. Using one goes through checkout."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from lianyi.identity.edges import CurrentChannel, CurrentShopper, MaybeShopper
from lianyi.kit.db import ReadSession
from lianyi.kit.http import Language, Read, Write, edge
from lianyi.kit.ids import as_word
from lianyi.kit.limits import rate_limit
from lianyi.kit.paging import Page, PageQuery, next_cursor
from lianyi.promotions.plays.coupon import actions, queries, rules
from lianyi.promotions.plays.coupon.queries import Stand
from lianyi.promotions.plays.coupon.types import Kind, Piece, PieceState, Scope, Take
from lianyi.promotions.types import Campaign

router = edge("/api/shop/coupon", tags=["shop: coupon"])
CampaignRef = Annotated[UUID, as_word("cmp")]
ProductRef = Annotated[UUID, as_word("prd")]
PieceRef = Annotated[UUID, as_word("run")]


class TermsOut(BaseModel):
    """What a coupon does. `face_fen`: the most it takes off; `category_id` and `product_ids` say where it is good."""

    campaign_id: CampaignRef
    title: str
    label: str
    kind: Kind
    scope: Scope
    take: Take
    face_fen: int
    off_fen: int | None
    rate_bp: int | None
    threshold_fen: int
    category_id: str | None
    category: str
    product_ids: list[ProductRef]
    rules: list[str]


class OfferOut(BaseModel):
    """What can be collected. `left` null: not limited in number; `mine` of `per_person_max` are the reader's already."""

    terms: TermsOut
    ends_at: datetime
    left: int | None
    mine: int
    per_person_max: int
    can_collect: bool


class PieceOut(BaseModel):
    id: PieceRef
    state: PieceState
    terms: TermsOut
    face_fen: int
    starts_at: datetime
    expires_at: datetime
    order_id: Annotated[UUID, as_word("ord")] | None


async def _terms(
    session: ReadSession, campaign: Campaign, language: str, face_fen: int | None = None
) -> TermsOut:
    terms = queries.terms_of(campaign)
    zh, en = rules.label(terms, face_fen)
    return TermsOut(
        campaign_id=campaign.id, title=campaign.title, label=en if language == "en" else zh, kind=terms.kind,
        scope=terms.scope, take=terms.take, face_fen=face_fen or rules.face_fen(terms), off_fen=terms.off_fen,
        rate_bp=terms.rate_bp, threshold_fen=terms.threshold_fen, category_id=terms.category_id,
        category=await queries.category_name(session, terms),
        product_ids=list(dict.fromkeys(sku.product_id for sku in campaign.skus)),
        rules=list(campaign.rules_en if language == "en" else campaign.rules_zh),
    )  # fmt: skip


async def _offer(session: ReadSession, campaign: Campaign, stand: Stand, language: str) -> OfferOut:
    terms = queries.terms_of(campaign)
    left = None if terms.total is None else max(terms.total - stand.issued, 0)
    room = campaign.budget_fen is None or campaign.spent_fen + rules.face_fen(terms) <= campaign.budget_fen
    return OfferOut(
        terms=await _terms(session, campaign, language), ends_at=campaign.ends_at,
        left=left if room else 0, mine=stand.had, per_person_max=terms.per_person_max,
        can_collect=terms.take == "collect" and room and left != 0 and stand.had < terms.per_person_max,
    )  # fmt: skip


async def _piece(session: ReadSession, piece: Piece, campaign: Campaign, language: str) -> PieceOut:
    over = piece.state == "ready" and piece.expires_at <= session.now
    return PieceOut(
        id=piece.id, state="expired" if over else piece.state,
        terms=await _terms(session, campaign, language, piece.face_fen), face_fen=piece.face_fen,
        starts_at=piece.starts_at, expires_at=piece.expires_at,
        order_id=piece.order_id if piece.state in {"used", "spent"} else None,
    )  # fmt: skip


@router.get("/campaigns")
async def campaigns(session: Read, shopper: MaybeShopper, language: Language) -> list[OfferOut]:
    """The coupon centre: what can be collected now, and what comes off by itself."""
    found = await queries.centre(session, shopper.person if shopper else None)
    return [await _offer(session, campaign, stand, language) for campaign, stand in found]


@router.get("/products/{product_id}")
async def for_product(
    session: Read, shopper: MaybeShopper, language: Language, product_id: ProductRef
) -> list[OfferOut]:
    """What of the coupon centre is good for a product."""
    found = await queries.for_product(session, product_id, shopper.person if shopper else None)
    return [await _offer(session, campaign, stand, language) for campaign, stand in found]


@router.post("/campaigns/{campaign_id}/collect", status_code=201)
async def collect(
    session: Write, shopper: CurrentShopper, channel: CurrentChannel, language: Language, campaign_id: CampaignRef
) -> PieceOut:  # fmt: skip
    """Take one."""
    piece = await actions.collect(session, shopper, channel, campaign_id)
    return await _kept(session, piece, language)


class CodeIn(BaseModel):
    code: Annotated[str, Field(min_length=1, max_length=24)]


@router.post("/redeem", status_code=201, dependencies=[rate_limit("10/minute", name="coupon_code")])
async def redeem(
    session: Write, shopper: CurrentShopper, channel: CurrentChannel, language: Language, given: CodeIn
) -> PieceOut:
    """Take one for a code."""
    piece = await actions.redeem(session, shopper, channel, given.code)
    return await _kept(session, piece, language)


async def _kept(session: ReadSession, piece: Piece, language: str) -> PieceOut:
    found = await queries.campaign_of(session, piece)
    return await _piece(session, piece, found, language)


@router.get("/mine")
async def mine(
    session: Read, shopper: CurrentShopper, page: PageQuery, language: Language,
    state: Literal["ready", "used", "expired"] = "ready",
) -> Page[PieceOut]:  # fmt: skip
    """One's own, the newest first: ready, used, or over."""
    pieces, campaigns_of = await queries.mine(
        session, shopper.person, state, page.limit, page.after(datetime, UUID)
    )
    return Page[PieceOut](
        items=[
            await _piece(session, one, campaigns_of[one.campaign_id], language)
            for one in pieces[: page.limit]
        ],
        next_cursor=next_cursor(pieces, page.limit, "at", "id"),
    )
