"""HTTP for staff: categories, and the prices a product had."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Path
from pydantic import BaseModel, Field

from lianyi.catalog import actions, queries
from lianyi.catalog.types import Category, CategoryId, ProductId
from lianyi.identity.edges import require
from lianyi.identity.types import Staff
from lianyi.kit.http import Read, Write, edge
from lianyi.kit.ids import as_word

shelves = edge("/api/console", tags=["console: catalog"])

MediaRef = Annotated[UUID, as_word("med")]
CategoryRef = Annotated[UUID, as_word("cat")]
ProductRef = Annotated[UUID, as_word("prd")]
SkuRef = Annotated[UUID, as_word("sku")]
StaffRef = Annotated[UUID, as_word("stf")]
Reader = Annotated[Staff, require("goods.read")]
Writer = Annotated[Staff, require("goods.write")]


class PictureOut(BaseModel):
    """Addresses of the variants; `preview` is a few blurred pixels as a data address."""

    id: MediaRef
    url_200: str
    url_480: str
    url_960: str
    width: int
    height: int
    preview: str


class CategoryOut(BaseModel):
    """`icon` names one of the icons the shop draws; `product_count` counts the products right in it."""

    id: CategoryRef
    parent_id: CategoryRef | None
    name: str
    icon: str
    picture: PictureOut | None
    position: int
    shown: bool
    product_count: int


class CategoriesOut(BaseModel):
    """Parents before children, siblings in their order."""

    items: list[CategoryOut]


@shelves.get("/categories")
async def list_categories(session: Read, _: Reader) -> CategoriesOut:
    """Every category of the shop."""
    return CategoriesOut(items=[_category(one) for one in await queries.categories(session)])


class CategoryChange(BaseModel):
    name: Annotated[str, Field(max_length=40)]
    icon: Annotated[str, Field(max_length=40)] = ""
    picture_id: MediaRef | None = None
    shown: bool = True


class CategoryIn(CategoryChange):
    parent_id: CategoryRef | None = None


@shelves.post("/categories", status_code=201)
async def add_category(session: Write, _: Writer, body: CategoryIn) -> CategoryOut:
    """Add a category at the end of its parent; three levels at most."""
    category_id = await actions.create_category(
        session,
        name=body.name,
        parent_id=CategoryId(body.parent_id) if body.parent_id else None,
        icon=body.icon,
        picture_id=body.picture_id,
        shown=body.shown,
    )
    return _category(await queries.category(session, category_id))


class CategoryOrder(BaseModel):
    ids: Annotated[list[CategoryRef], Field(min_length=1, max_length=500)]


@shelves.post("/categories/order", status_code=204)
async def order_categories(session: Write, _: Writer, body: CategoryOrder) -> None:
    """Give the categories the order of the list."""
    await actions.order_categories(session, [CategoryId(one) for one in body.ids])


@shelves.put("/categories/{category_id}")
async def change_category(
    session: Write, _: Writer, category_id: Annotated[CategoryRef, Path()], body: CategoryChange
) -> CategoryOut:
    """Change name and looks; its place in the tree stays."""
    await actions.update_category(
        session,
        CategoryId(category_id),
        name=body.name,
        icon=body.icon,
        picture_id=body.picture_id,
        shown=body.shown,
    )
    return _category(await queries.category(session, CategoryId(category_id)))


@shelves.delete("/categories/{category_id}", status_code=204)
async def delete_category(session: Write, _: Writer, category_id: Annotated[CategoryRef, Path()]) -> None:
    """Delete an empty category."""
    await actions.delete_category(session, CategoryId(category_id))


class PricePointOut(BaseModel):
    sku_id: SkuRef
    sku_code: str
    venue: str
    price_fen: int
    from_at: datetime
    by_id: StaffRef | None


class PricesOut(BaseModel):
    items: list[PricePointOut]


@shelves.get("/products/{product_id}/prices")
async def list_prices(session: Read, _: Reader, product_id: Annotated[ProductRef, Path()]) -> PricesOut:
    """Every price the product's SKUs had, the newest first."""
    await queries.product(session, ProductId(product_id))
    points = await queries.price_history(session, ProductId(product_id))
    return PricesOut(items=[PricePointOut.model_validate(one, from_attributes=True) for one in points])


def _category(category: Category) -> CategoryOut:
    return CategoryOut.model_validate(category, from_attributes=True)
