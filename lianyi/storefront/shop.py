"""The home, favourites and footprints as a shopper sees them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel

from lianyi.catalog.queries import CardRow, card_of
from lianyi.catalog.types import Category
from lianyi.identity.edges import CurrentShopper
from lianyi.kit.http import Read, Write, edge
from lianyi.kit.ids import as_word
from lianyi.kit.paging import Page, PageQuery, next_cursor
from lianyi.media.types import Picture
from lianyi.storefront import actions, queries

router = edge("/api/shop", tags=["shop: home"])
ProductRef = Annotated[UUID, as_word("prd")]
CategoryRef = Annotated[UUID, as_word("cat")]


class CardPicture(BaseModel):
    url_200: str
    url_480: str
    url_960: str
    width: int
    height: int
    preview: str


class HomeCard(BaseModel):
    """A product in a row. `price_fen` is the lowest of its SKUs; `sold_count` counts pieces really paid for."""

    id: ProductRef
    title: str
    subtitle: str
    picture: CardPicture | None
    price_fen: int
    price_max_fen: int
    market_price_fen: int | None
    tags: list[str]
    sold_out: bool
    sold_count: int


class HomeBanner(BaseModel):
    """`link`: `product/prd_…`, `category/cat_…`, `search?q=…`, or null."""

    picture_url: str
    preview: str
    title: str
    link: str | None


class HomeCategory(BaseModel):
    """`icon_url` is null where the shop draws the icon named `icon`."""

    id: CategoryRef
    name: str
    icon: str
    icon_url: str | None


class HomeSection(BaseModel):
    title: str
    category_id: CategoryRef | None
    products: list[HomeCard]


class HomeOut(BaseModel):
    banners: list[HomeBanner]
    categories: list[HomeCategory]
    sections: list[HomeSection]


@router.get("/home")
async def home(session: Read) -> HomeOut:
    """The home page; a shop with one product on the shelf has one, arranged or not."""
    shown = await queries.home(session)
    return HomeOut(
        banners=[
            HomeBanner(
                picture_url=one.picture.url_960, preview=one.picture.preview, title=one.title, link=one.link
            )
            for one in shown.banners
        ],
        categories=[_category(one) for one in shown.categories if one.parent_id is None],
        sections=[
            HomeSection(
                title=one.title, category_id=one.category_id, products=[_card(row) for row in one.cards]
            )
            for one in shown.sections
        ],
    )


@router.get("/favourites")
async def favourites(session: Read, shopper: CurrentShopper, paging: PageQuery) -> Page[HomeCard]:
    """Kept products, newest first; what left the shelf is left out."""
    kept = await queries.favourites(session, shopper.person, paging.after(datetime, UUID), paging.limit + 1)
    cards = await queries.cards_of(session, kept[: paging.limit])
    return Page(
        items=[_card(row) for row in cards], next_cursor=next_cursor(kept, paging.limit, "at", "product_id")
    )


@router.get("/favourites/{product_id}")
async def is_favourite(product_id: ProductRef, session: Read, shopper: CurrentShopper) -> bool:
    """Whether the product is kept."""
    return await queries.is_favourite(session, shopper.person, product_id)


@router.put("/favourites/{product_id}", status_code=204)
async def like(product_id: ProductRef, session: Write, shopper: CurrentShopper) -> None:
    """Keep a product; twice is once."""
    await actions.like(session, shopper, product_id)


@router.delete("/favourites/{product_id}", status_code=204)
async def unlike(product_id: ProductRef, session: Write, shopper: CurrentShopper) -> None:
    """Let it go."""
    await actions.unlike(session, shopper, product_id)


@router.get("/footprints")
async def footprints(session: Read, shopper: CurrentShopper, paging: PageQuery) -> Page[HomeCard]:
    """Products this person looked at, newest first; seen by nobody else."""
    kept = await queries.footprints(session, shopper.person, paging.after(datetime, UUID), paging.limit + 1)
    cards = await queries.cards_of(session, kept[: paging.limit])
    return Page(
        items=[_card(row) for row in cards], next_cursor=next_cursor(kept, paging.limit, "at", "product_id")
    )


@router.put("/footprints/{product_id}", status_code=204)
async def leave_footprint(product_id: ProductRef, session: Write, shopper: CurrentShopper) -> None:
    """Remember that the product was looked at."""
    await actions.leave_footprint(session, shopper, product_id)


@router.delete("/footprints", status_code=204)
async def forget_footprints(session: Write, shopper: CurrentShopper) -> None:
    """Clear them all."""
    await actions.forget_footprints(session, shopper)


def _card(row: CardRow) -> HomeCard:
    card = card_of(row)
    return HomeCard(
        id=card.id, title=card.title, subtitle=card.subtitle, picture=_picture(card.picture),
        price_fen=card.price_fen, price_max_fen=card.price_max_fen, market_price_fen=card.market_price_fen,
        tags=list(card.tags), sold_out=card.sold_out, sold_count=card.sold_count,
    )  # fmt: skip


def _picture(picture: Picture | None) -> CardPicture | None:
    if picture is None:
        return None
    return CardPicture(
        url_200=picture.url_200, url_480=picture.url_480, url_960=picture.url_960, width=picture.width,
        height=picture.height, preview=picture.preview,
    )  # fmt: skip


def _category(one: Category) -> HomeCategory:
    return HomeCategory(
        id=one.id, name=one.name, icon=one.icon, icon_url=one.picture.url_200 if one.picture else None
    )
