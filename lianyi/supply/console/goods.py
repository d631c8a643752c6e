"""Products with their stock."""

from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends, Path, Query, Response
from pydantic import BaseModel, Field

from lianyi.catalog import queries as catalog
from lianyi.catalog.queries import ProductFilter, ProductRow
from lianyi.catalog.types import (
    CategoryId,
    Option,
    Product,
    ProductDraft,
    ProductId,
    ProductState,
    ReturnPolicy,
    SkuDraft,
    SkuId,
    Sort,
)
from lianyi.identity import queries as identity
from lianyi.identity.edges import require
from lianyi.identity.types import Staff
from lianyi.inventory import queries as inventory
from lianyi.kit.clock import business_day
from lianyi.kit.db import ReadSession
from lianyi.kit.files import CSV, XLSX, gives
from lianyi.kit.http import Read, Write, edge
from lianyi.kit.ids import as_word
from lianyi.kit.paging import Page, PageQuery, Paging, next_cursor
from lianyi.media import queries as media
from lianyi.rulebook.rule import Finding, refused
from lianyi.supply import actions
from lianyi.supply.console.freight import TemplateRef

ProductRef = Annotated[UUID, as_word("prd")]
SkuRef = Annotated[UUID, as_word("sku")]
CategoryRef = Annotated[UUID, as_word("cat")]
MediaRef = Annotated[UUID, as_word("med")]
Reader = Annotated[Staff, require("goods.read")]
Writer = Annotated[Staff, require("goods.write")]

goods = edge("/api/console/products", tags=["console: products"])

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": XLSX,
}
ID_MAX = UUID(int=2**128 - 1)
_NEWEST = (datetime(9999, 12, 31, tzinfo=UTC), ID_MAX)
_MOST = (2**31 - 1, ID_MAX)


class CategoryBrief(BaseModel):
    id: CategoryRef
    name: str


class ProductRowOut(BaseModel):
    id: ProductRef
    code: str
    title: str
    picture_url: str | None
    category: CategoryBrief | None
    state: ProductState
    shelf_next: ProductState | None
    shelf_at: datetime | None
    price_fen: int
    price_max_fen: int
    available: int
    sold_count: int
    updated_at: datetime
    version: int


async def product_filter(
    session: Read,
    state: ProductState | None = None,
    category_id: CategoryRef | None = None,
    q: Annotated[str, Query(max_length=50)] = "",
    low_stock: bool = False,
) -> ProductFilter:
    """What the table shows; low stock is looked up here, because stock knows it."""
    ids = None
    if low_stock:
        low = await inventory.low_skus(session, (await identity.tenant(session)).settings.low_stock_at)
        ids = await catalog.products_of(session, low)
    return ProductFilter(state, CategoryId(category_id) if category_id else None, q, ids)


Filter = Annotated[ProductFilter, Depends(product_filter)]


@goods.get("")
async def list_products(
    session: Read, _: Reader, wanted: Filter, page: PageQuery, sort: Sort = Sort.DEFAULT
) -> Page[ProductRowOut]:
    """Products by last change, or by pieces sold."""
    rows, fields = await _rows(session, wanted, page, sort)
    shown = rows[: page.limit]
    left = await _available(session, [row.id for row in shown])
    names = {one.id: one.name for one in await catalog.categories(session)}
    items = [_row(row, left.get(row.id, 0), names) for row in shown]
    total = await catalog.product_count(session, wanted)
    return Page(items=items, next_cursor=next_cursor(rows, page.limit, *fields), total=total)


async def _rows(
    session: ReadSession, wanted: ProductFilter, page: Paging, sort: Sort
) -> tuple[list[ProductRow], tuple[str, str]]:
    if sort is Sort.SOLD:
        most = page.after(int, UUID) or _MOST
        rows = await catalog.product_page_by_sold(session, wanted, after=most, limit=page.limit + 1)
        return rows, ("sold_count", "id")
    newest = page.after(datetime, UUID) or _NEWEST
    return await catalog.product_page(session, wanted, after=newest, limit=page.limit + 1), (
        "updated_at",
        "id",
    )


async def _available(session: ReadSession, ids: list[UUID]) -> dict[UUID, int]:
    places = await catalog.skus_of_products(session, ids)
    left = await inventory.available(session, [place.sku_id for place in places])
    sums: dict[UUID, int] = {}
    for place in places:
        sums[place.product_id] = sums.get(place.product_id, 0) + left[SkuId(place.sku_id)]
    return sums


def _row(row: ProductRow, available: int, names: dict[CategoryId, str]) -> ProductRowOut:
    category = None
    if row.category_id is not None:
        category = CategoryBrief(id=row.category_id, name=names.get(CategoryId(row.category_id), ""))
    return ProductRowOut(
        id=row.id, code=row.code, title=row.title, picture_url=row.picture_url, category=category,
        state=ProductState(row.state), shelf_next=ProductState(row.shelf_next) if row.shelf_next else None,
        shelf_at=row.shelf_at, price_fen=row.price_fen, price_max_fen=row.price_max_fen, available=available,
        sold_count=row.sold_count, updated_at=row.updated_at, version=row.version,
    )  # fmt: skip


# Above `/{product_id}`, which would take the file's name for a product's.
@goods.get("/export.{kind}", response_class=Response, responses=gives(CSV, XLSX))
async def export_products(
    session: Read, _: Reader, wanted: Filter, kind: Annotated[Literal["csv", "xlsx"], Path()]
) -> Response:
    """The products that fit, one SKU a row, as a file that can be imported again."""
    return download(await actions.export_products(session, wanted, kind), "products", kind)


def download(data: bytes, name: str, kind: str) -> Response:
    """An answer that a browser saves as a file."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"', "Cache-Control": "no-store"}
    return Response(data, media_type=MEDIA_TYPES[kind], headers=headers)


class OptionBody(BaseModel):
    name: Annotated[str, Field(max_length=40)]
    values: Annotated[list[Annotated[str, Field(max_length=80)]], Field(max_length=60)]


class SkuBody(BaseModel):
    """A SKU; `id` or `code` says which one it is, neither makes a new one."""

    id: SkuRef | None = None
    code: Annotated[str, Field(max_length=60)] = ""
    option_values: Annotated[list[str], Field(max_length=5)] = Field(default_factory=list)
    price_fen: int
    market_price_fen: int | None = None
    cost_fen: int | None = None
    weight_g: int | None = 0
    barcode: Annotated[str | None, Field(max_length=60)] = ""
    picture_id: MediaRef | None = None
    active: bool = True


class SkuIn(SkuBody):
    """`stock` counts for a new SKU only; later changes go through the stock page, with a reason."""

    stock: Annotated[int | None, Field(ge=0, le=1_000_000)] = None


class ProductBody(BaseModel):
    code: Annotated[str, Field(max_length=60)] = ""
    title: Annotated[str, Field(max_length=200)]
    subtitle: Annotated[str, Field(max_length=300)] = ""
    category_id: CategoryRef | None = None
    brand: Annotated[str, Field(max_length=100)] = ""
    tags: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=20)] = Field(
        default_factory=list
    )
    description: Annotated[str, Field(max_length=100_000)] = ""
    picture_ids: Annotated[list[MediaRef], Field(max_length=40)] = Field(default_factory=list)
    options: Annotated[list[OptionBody], Field(max_length=10)] = Field(default_factory=list)
    return_policy: ReturnPolicy = ReturnPolicy.YES
    freight_template_id: TemplateRef | None = None


class ProductIn(ProductBody):
    """`version` is the one that was read; a change on an older one is refused."""

    skus: Annotated[list[SkuIn], Field(min_length=1, max_length=300)]
    version: int | None = None


class PictureOut(BaseModel):
    """Addresses of the variants; `preview` is a few blurred pixels as a data address."""

    id: MediaRef
    url_200: str
    url_480: str
    url_960: str
    width: int
    height: int
    preview: str


class SkuOut(SkuBody):
    available: int


class WordsOut(BaseModel):
    """Words of a field that want another look, and why; `refused` ones keep a change of that field from being saved."""

    field: str
    phrase: str
    zh: str
    en: str
    source: str
    refused: bool


class ProductOut(ProductBody):
    """`words`: what the rules on published words find in it today."""

    id: ProductRef
    state: ProductState
    shelf_next: ProductState | None
    shelf_at: datetime | None
    sold_count: int
    version: int
    updated_at: datetime
    pictures: list[PictureOut]
    skus: list[SkuOut]
    words: list[WordsOut]


@goods.post("", status_code=201)
async def add_product(session: Write, staff: Writer, body: ProductIn) -> ProductOut:
    """Save a new product as a draft, with the stock of its SKUs."""
    saved = await actions.save_product(session, staff, None, _intake(body))
    return await _whole(session, saved.id)


class ShelfIn(BaseModel):
    """`at` in the future: the change waits for it."""

    ids: Annotated[list[ProductRef], Field(min_length=1, max_length=200)]
    state: ProductState
    at: datetime | None = None


class ShelvedOut(BaseModel):
    changed: int


@goods.post("/shelf")
async def shelve_products(session: Write, staff: Writer, body: ShelfIn) -> ShelvedOut:
    """Put products on or off the shelf, now or at an instant."""
    done = await actions.shelve(session, staff, [ProductId(one) for one in body.ids], body.state, body.at)
    return ShelvedOut(changed=done)


@goods.get("/{product_id}")
async def read_product(session: Read, _: Reader, product_id: Annotated[ProductRef, Path()]) -> ProductOut:
    """A product whole."""
    return await _whole(session, ProductId(product_id))


@goods.put("/{product_id}")
async def change_product(
    session: Write, staff: Writer, product_id: Annotated[ProductRef, Path()], body: ProductIn
) -> ProductOut:
    """Change a product; SKUs that are not named leave it."""
    saved = await actions.save_product(session, staff, ProductId(product_id), _intake(body), body.version)
    return await _whole(session, saved.id)


@goods.delete("/{product_id}", status_code=204)
async def delete_product(session: Write, staff: Writer, product_id: Annotated[ProductRef, Path()]) -> None:
    """Delete a draft that was never on the shelf."""
    await actions.delete_product(session, staff, ProductId(product_id))


def _intake(body: ProductIn) -> actions.Intake:
    draft = ProductDraft(
        code=body.code,
        title=body.title,
        subtitle=body.subtitle,
        category_id=CategoryId(body.category_id) if body.category_id else None,
        brand=body.brand,
        tags=tuple(body.tags),
        description=body.description,
        picture_ids=tuple(body.picture_ids),
        options=tuple(Option(option.name, tuple(option.values)) for option in body.options),
        skus=tuple(_sku(sku) for sku in body.skus),
        return_policy=body.return_policy,
        freight_template_id=body.freight_template_id,
    )
    return actions.Intake(draft, received={number: sku.stock or 0 for number, sku in enumerate(body.skus)})


def _sku(sku: SkuIn) -> SkuDraft:
    return SkuDraft(
        option_values=tuple(sku.option_values),
        price_fen=sku.price_fen,
        id=SkuId(sku.id) if sku.id else None,
        code=sku.code,
        market_price_fen=sku.market_price_fen,
        cost_fen=sku.cost_fen,
        weight_g=sku.weight_g or 0,
        barcode=sku.barcode or "",
        picture_id=sku.picture_id,
        active=sku.active,
    )


async def _whole(session: ReadSession, product_id: ProductId) -> ProductOut:
    product = await catalog.product(session, product_id)
    left = await inventory.available(session, [sku.id for sku in product.skus])
    pictures = await media.pictures(session, product.picture_ids)
    return _out(
        product,
        left,
        [PictureOut.model_validate(pictures[one], from_attributes=True) for one in product.picture_ids],
        [_words(one) for one in catalog.words_found(product, business_day(session.now))],
    )


def _words(found: Finding) -> WordsOut:
    return WordsOut(
        field=found.subject, phrase=found.phrase, zh=found.zh, en=found.en, source=found.source,
        refused=found in refused((found,)),
    )  # fmt: skip


def _out(
    product: Product, left: dict[SkuId, int], pictures: list[PictureOut], words: list[WordsOut]
) -> ProductOut:
    skus = [
        SkuOut(
            id=sku.id, code=sku.code, option_values=list(sku.option_values), price_fen=sku.price_fen,
            market_price_fen=sku.market_price_fen, cost_fen=sku.cost_fen, weight_g=sku.weight_g, barcode=sku.barcode,
            picture_id=sku.picture_id, active=sku.active, available=left[sku.id],
        )
        for sku in product.skus
    ]  # fmt: skip
    return ProductOut(
        id=product.id, code=product.code, title=product.title, subtitle=product.subtitle,
        category_id=product.category_id, brand=product.brand, tags=list(product.tags), description=product.description,
        picture_ids=list(product.picture_ids),
        options=[OptionBody(name=option.name, values=list(option.values)) for option in product.options],
        return_policy=product.return_policy, freight_template_id=product.freight_template_id, state=product.state,
        shelf_next=product.shelf_next, shelf_at=product.shelf_at, sold_count=product.sold_count,
        version=product.version, updated_at=product.updated_at, pictures=pictures, skus=skus, words=words,
    )  # fmt: skip
