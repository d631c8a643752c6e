"""Goods for shoppers: categories, lists and search, a product's page, what carrying it would cost."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from pydantic import BaseModel

from lianyi.catalog import queries as catalog
from lianyi.catalog.queries import CardPlace
from lianyi.catalog.types import Category, CategoryId, ReturnPolicy, Sku, Sort
from lianyi.identity.edges import MaybeShopper, ShopId
from lianyi.kit.db import ReadSession
from lianyi.kit.http import Own, Read, edge, language_of
from lianyi.kit.ids import as_word
from lianyi.kit.money import format_yuan
from lianyi.kit.paging import Page, PageQuery, Paging, next_cursor
from lianyi.kit.sharing import Shared
from lianyi.storefront import queries
from lianyi.storefront.shop.cards import (
    CardOut,
    CategoryRef,
    PictureOut,
    ProductRef,
    card_out,
    page_bytes,
    picture_out,
)
from lianyi.storefront.types import ShownProduct

QUERY_CHARS_MAX = 40
PRICE_FEN_MAX = 100_000_000_00
router = edge("/api/shop", tags=["shop: goods"])
crowded = edge("/api/shop", tags=["shop: goods"], own=True)
SkuRef = Annotated[UUID, as_word("sku")]
Words = Annotated[str, Query(max_length=QUERY_CHARS_MAX)]
PriceBound = Annotated[int | None, Query(ge=0, le=PRICE_FEN_MAX)]


class CategoryOut(BaseModel):
    """`icon_url` is null where the shop draws the icon named `icon`."""

    id: CategoryRef
    name: str
    icon: str
    icon_url: str | None
    children: list["CategoryOut"] = []


class CategoriesOut(BaseModel):
    items: list[CategoryOut]


class OptionOut(BaseModel):
    name: str
    values: list[str]


class SkuOut(BaseModel):
    id: SkuRef
    code: str
    option_values: list[str]
    price_fen: int
    market_price_fen: int | None
    available: int
    picture: PictureOut | None
    weight_g: int


class CategoryName(BaseModel):
    id: CategoryRef
    name: str


class FreightFrom(BaseModel):
    """`from_fen` is the lowest that carrying one piece may cost; `text` says it in words."""

    from_fen: int
    text: str


class ProductOut(CardOut):
    """A product's page. `favourite` is null for a visitor who has not signed in."""

    pictures: list[PictureOut]
    options: list[OptionOut]
    skus: list[SkuOut]
    description: str
    return_policy: ReturnPolicy
    category: CategoryName | None
    freight: FreightFrom
    seller_notes: str
    favourite: bool | None
    server_time: datetime


class FreightOut(BaseModel):
    freight_fen: int
    deliverable: bool


class SuggestOut(BaseModel):
    items: list[str]


@router.get("/categories")
async def categories(session: Read) -> CategoriesOut:
    """The tree of categories that are shown, in their order."""
    shown = [one for one in await catalog.categories(session) if one.shown]
    return CategoriesOut(items=_tree(shown, None))


def _tree(shown: list[Category], parent: CategoryId | None) -> list[CategoryOut]:
    return [
        CategoryOut(
            id=one.id, name=one.name, icon=one.icon, icon_url=one.picture.url_200 if one.picture else None,
            children=_tree(shown, one.id),
        )
        for one in shown
        if one.parent_id == parent
    ]  # fmt: skip


async def _page(session: ReadSession, asked: tuple[CardPlace, str | None]) -> bytes:
    """A page of cards ready to send. One statement."""
    place, cursor = asked
    after = Paging(place.limit, cursor).after(*catalog.cursor_shapes(place))
    rows = await catalog.card_page(session, place if after is None else _after(place, after))
    following = next_cursor(rows, place.limit, *catalog.cursor_fields(place))
    return page_bytes(rows[: place.limit], following)


PAGES: Shared[tuple[CardPlace, str | None], bytes] = Shared(_page)


@crowded.get("/products", response_model=Page[CardOut])
async def products(
    db: Own,
    shop: ShopId,
    paging: PageQuery,
    category_id: Annotated[CategoryRef | None, Query()] = None,
    q: Words = "",
    sort: Sort = Sort.DEFAULT,
    min_price_fen: PriceBound = None,
    max_price_fen: PriceBound = None,
) -> Response:
    """Products on the shelf, of a category and those below it, by words or by the beginning of one.

    One statement, for all who ask the same at once.
    """
    place = CardPlace(
        sort=sort, category_id=CategoryId(category_id) if category_id else None, query=q.strip(),
        price_fen_min=min_price_fen, price_fen_max=max_price_fen, limit=paging.limit,
    )  # fmt: skip
    page = await PAGES.answer(db, shop, (place, paging.cursor))
    return Response(page, media_type="application/json")


def _after(place: CardPlace, after: tuple[object, ...]) -> CardPlace:
    return CardPlace(
        place.sort,
        place.category_id,
        place.query,
        place.price_fen_min,
        place.price_fen_max,
        after,
        place.limit,
    )


@router.get("/products/{product_id}")
async def product(
    product_id: ProductRef, session: Read, request: Request, shopper: MaybeShopper
) -> ProductOut:
    """A product's page: on the shelf, with what can be promised of each SKU now."""
    shown = await queries.product(session, product_id, shopper.person if shopper else None)
    card = card_out(shown.card)
    whole = shown.product
    return ProductOut(
        **card.model_dump(exclude={"picture"}),
        picture=card.picture,
        pictures=[one for one in map(picture_out, shown.pictures) if one],
        options=[OptionOut(name=option.name, values=list(option.values)) for option in whole.options],
        skus=[_sku(shown, sku) for sku in whole.skus],
        description=whole.description,
        return_policy=whole.return_policy,
        category=CategoryName(id=shown.category[0], name=shown.category[1]) if shown.category else None,
        freight=_freight(shown, language_of(request)),
        seller_notes=shown.notice,
        favourite=shown.favourite,
        server_time=session.now,
    )


def _freight(shown: ShownProduct, language: str) -> FreightFrom:
    """The freight in words for a page that does not know the address yet."""
    from_fen, free_from_fen = shown.freight_from_fen, shown.freight_free_from_fen
    english = language == "en"
    if from_fen == 0:
        return FreightFrom(from_fen=0, text="Free delivery" if english else "包邮")
    text = f"Delivery from ¥{format_yuan(from_fen)}" if english else f"运费 ¥{format_yuan(from_fen)} 起"
    if free_from_fen is not None:
        free = format_yuan(free_from_fen)
        text += f", free from ¥{free} to some regions" if english else f",部分地区满 ¥{free} 包邮"
    return FreightFrom(from_fen=from_fen, text=text)


def _sku(shown: ShownProduct, sku: Sku) -> SkuOut:
    picture = shown.sku_pictures.get(sku.picture_id) if sku.picture_id else None
    return SkuOut(
        id=sku.id, code=sku.code, option_values=list(sku.option_values), price_fen=sku.price_fen,
        market_price_fen=sku.market_price_fen, available=shown.available[sku.id], picture=picture_out(picture),
        weight_g=sku.weight_g,
    )  # fmt: skip


@router.get("/products/{product_id}/freight")
async def freight(
    product_id: ProductRef,
    session: Read,
    region_code: Annotated[str, Query(pattern=r"^\d{6}$")],
    quantity: Annotated[int, Query(ge=1, le=9999)] = 1,
) -> FreightOut:
    """What carrying some pieces to a region would cost, before buying. `region_code` is GB/T 2260."""
    quote = await queries.product_freight(session, product_id, region_code, quantity)
    return FreightOut(freight_fen=quote.fen, deliverable=quote.deliverable)


@router.get("/search/suggest")
async def suggest(session: Read, q: Words) -> SuggestOut:
    """Titles that fit what has been typed so far."""
    return SuggestOut(items=await catalog.suggest(session, q.strip()))
