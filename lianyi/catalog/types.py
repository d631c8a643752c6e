"""What catalog speaks of: products, SKUs, cards, categories, files in and out."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NewType
from uuid import UUID

from lianyi.media.types import Picture

ProductId = NewType("ProductId", UUID)
SkuId = NewType("SkuId", UUID)
CategoryId = NewType("CategoryId", UUID)
ImportId = NewType("ImportId", UUID)

SHOP_VENUE = "shop"  # the one venue of this tenant until live rooms and communities bring theirs


class ProductState(StrEnum):
    DRAFT = "draft"
    ON_SHELF = "on_shelf"
    OFF_SHELF = "off_shelf"


class ReturnPolicy(StrEnum):
    """消费者权益保护法 Art. 25: seven days without reason; excluded for some goods by law, or by the buyer's confirmation."""

    YES = "yes"
    EXCLUDED_BY_LAW = "excluded_by_law"
    EXCLUDED_BY_CONFIRMATION = "excluded_by_confirmation"


class Sort(StrEnum):
    DEFAULT = "default"
    NEWEST = "newest"
    PRICE_ASC = "price_asc"
    PRICE_DESC = "price_desc"
    SOLD = "sold"


@dataclass(frozen=True, slots=True)
class Option:
    """One way in which the SKUs of a product differ: 颜色 with its values in the order shown."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SkuDraft:
    """A SKU as staff wrote it. `id` None: new, or found by its code; amounts in fen, weight in grams."""

    option_values: tuple[str, ...]
    price_fen: int
    id: SkuId | None = None
    code: str = ""
    market_price_fen: int | None = None
    cost_fen: int | None = None
    weight_g: int = 0
    barcode: str = ""
    picture_id: UUID | None = None
    active: bool = True


@dataclass(frozen=True, slots=True)
class ProductDraft:
    """A product as staff wrote it; an empty code is given one."""

    title: str
    skus: tuple[SkuDraft, ...]
    code: str = ""
    subtitle: str = ""
    category_id: CategoryId | None = None
    brand: str = ""
    tags: tuple[str, ...] = ()
    description: str = ""
    picture_ids: tuple[UUID, ...] = ()
    options: tuple[Option, ...] = ()
    return_policy: ReturnPolicy = ReturnPolicy.YES
    freight_template_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class SavedProduct:
    """What a save made: the SKUs in the draft's order."""

    id: ProductId
    code: str
    version: int
    sku_ids: tuple[SkuId, ...]


@dataclass(frozen=True, slots=True)
class Sku:
    id: SkuId
    product_id: ProductId
    code: str
    option_values: tuple[str, ...]
    price_fen: int
    market_price_fen: int | None
    cost_fen: int | None
    weight_g: int
    barcode: str
    picture_id: UUID | None
    active: bool


@dataclass(frozen=True, slots=True)
class Product:
    """A product whole, for staff and for its page."""

    id: ProductId
    code: str
    title: str
    subtitle: str
    category_id: CategoryId | None
    brand: str
    tags: tuple[str, ...]
    description: str
    picture_ids: tuple[UUID, ...]
    options: tuple[Option, ...]
    return_policy: ReturnPolicy
    freight_template_id: UUID | None
    state: ProductState
    shelf_next: ProductState | None
    shelf_at: datetime | None
    price_fen: int
    price_max_fen: int
    market_price_fen: int | None
    sold_out: bool
    sold_count: int
    version: int
    updated_at: datetime
    skus: tuple[Sku, ...]


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A product in a list. `price_fen` is the lowest of its SKUs, `sold_count` counts pieces really paid for."""

    id: ProductId
    title: str
    subtitle: str
    picture: Picture | None
    price_fen: int
    price_max_fen: int
    market_price_fen: int | None
    tags: tuple[str, ...]
    sold_out: bool
    sold_count: int


@dataclass(frozen=True, slots=True)
class SellableSku:
    """What an order needs to know of a SKU. `snapshot_hash` names the page and terms as they are now."""

    sku_id: SkuId
    product_id: ProductId
    product_code: str
    sku_code: str
    title: str
    option_text: str
    picture_url: str | None
    price_fen: int
    weight_g: int
    freight_template_id: UUID | None
    return_policy: ReturnPolicy
    state_ok: bool
    snapshot_hash: str


@dataclass(frozen=True, slots=True)
class Category:
    """`icon` is a name of the fixed set the shop draws, `picture` an own one; `path` are the ids from the root to here."""

    id: CategoryId
    parent_id: CategoryId | None
    name: str
    icon: str
    picture: Picture | None
    position: int
    shown: bool
    path: tuple[UUID, ...]
    product_count: int


@dataclass(frozen=True, slots=True)
class PricePoint:
    """A price of a SKU in a venue from an instant on."""

    sku_id: SkuId
    sku_code: str
    venue: str
    price_fen: int
    from_at: datetime
    by_id: UUID | None


@dataclass(frozen=True, slots=True)
class DealLine:
    """Pieces of a SKU that were paid for, at the price per piece that was really paid."""

    sku_id: SkuId
    quantity: int
    paid_each_fen: int


class ImportState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class RowError:
    """One bad cell: the line a spreadsheet shows, the column's name, what stood there, and why it was refused."""

    line: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportProgress:
    id: ImportId
    kind: str
    name: str
    state: ImportState
    dry_run: bool
    rows_total: int
    rows_done: int
    rows_created: int
    rows_updated: int
    rows_failed: int
    errors: list[dict[str, Any]]
    created_at: datetime
    finished_at: datetime | None


@dataclass(slots=True)
class RowsDone:
    """What one group of rows came to. `errors` not empty: nothing of the group was written."""

    created: int = 0
    updated: int = 0
    errors: list[RowError] = field(default_factory=list)
