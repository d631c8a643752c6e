"""The home, favourites and footprints as a shopper sees them."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from lianyi.catalog.types import Category
from lianyi.identity.edges import CurrentShopper
from lianyi.kit.http import Read, Write, edge
from lianyi.kit.paging import Page, PageQuery, next_cursor
from lianyi.storefront import actions, queries
from lianyi.storefront.shop.cards import CardOut, CategoryRef, ProductRef, card_out

router = edge("/api/shop", tags=["shop: home"])


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
    products: list[CardOut]


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
                title=one.title, category_id=one.category_id, products=[card_out(row) for row in one.cards]
            )
            for one in shown.sections
        ],
    )


@router.get("/favourites")
async def favourites(session: Read, shopper: CurrentShopper, paging: PageQuery) -> Page[CardOut]:
    """Kept products, newest first; what left the shelf is left out."""
    kept = await queries.favourites(session, shopper.person, paging.after(datetime, UUID), paging.limit + 1)
    cards = await queries.cards_of(session, kept[: paging.limit])
    return Page(
        items=[card_out(row) for row in cards],
        next_cursor=next_cursor(kept, paging.limit, "at", "product_id"),
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
async def footprints(session: Read, shopper: CurrentShopper, paging: PageQuery) -> Page[CardOut]:
    """Products this person looked at, newest first; seen by nobody else."""
    kept = await queries.footprints(session, shopper.person, paging.after(datetime, UUID), paging.limit + 1)
    cards = await queries.cards_of(session, kept[: paging.limit])
    return Page(
        items=[card_out(row) for row in cards],
        next_cursor=next_cursor(kept, paging.limit, "at", "product_id"),
    )


@router.put("/footprints/{product_id}", status_code=204)
async def leave_footprint(product_id: ProductRef, session: Write, shopper: CurrentShopper) -> None:
    """Remember that the product was looked at."""
    await actions.leave_footprint(session, shopper, product_id)


@router.delete("/footprints", status_code=204)
async def forget_footprints(session: Write, shopper: CurrentShopper) -> None:
    """Clear them all."""
    await actions.forget_footprints(session, shopper)


def _category(one: Category) -> HomeCategory:
    return HomeCategory(
        id=one.id, name=one.name, icon=one.icon, icon_url=one.picture.url_200 if one.picture else None
    )
