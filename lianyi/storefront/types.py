"""What storefront speaks of: the home a merchant arranged, and as a shopper sees it."""

from dataclasses import dataclass, field
from uuid import UUID

from lianyi.catalog.queries import CardRow
from lianyi.catalog.types import Category, CategoryId, Product, SkuId
from lianyi.media.types import Picture


@dataclass(frozen=True, slots=True)
class Banner:
    """`link`: `product/prd_…`, `category/cat_…`, `search?q=…`, or nothing."""

    picture_id: UUID
    title: str = ""
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A titled row: the products named, or else the first of a category, or else the newest."""

    title: str
    category_id: UUID | None = None
    product_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class HomeContent:
    banners: tuple[Banner, ...] = ()
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class ArrangedHome:
    """What the staff edits; version 0 means that nobody has arranged it yet."""

    content: HomeContent = field(default_factory=HomeContent)
    version: int = 0


@dataclass(frozen=True, slots=True)
class ShownBanner:
    picture: Picture
    title: str
    link: str | None


@dataclass(frozen=True, slots=True)
class ShownSection:
    title: str
    category_id: UUID | None
    cards: list[CardRow]


@dataclass(frozen=True, slots=True)
class ShownHome:
    banners: list[ShownBanner]
    categories: list[Category]
    sections: list[ShownSection]


@dataclass(frozen=True, slots=True)
class ShownProduct:
    """A product's page with what the domains around it know: stock, pictures, freight, this person's favourite."""

    product: Product
    card: CardRow
    pictures: list[Picture]
    sku_pictures: dict[UUID, Picture]
    available: dict[SkuId, int]
    category: tuple[CategoryId, str] | None
    freight_from_fen: int
    freight_free_from_fen: int | None
    notice: str
    favourite: bool | None
