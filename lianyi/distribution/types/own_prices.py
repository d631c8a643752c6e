"""Prices of shopkeepers' own as other domains may know them. Money in fen, shares in 1/100 of a percent (bp)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

# Read from the left: the first scope that has a band for a SKU decides.
BandScope = Literal["sku", "product", "category", "tenant"]
BAND_SCOPES: tuple[BandScope, ...] = ("sku", "product", "category", "tenant")
# Whose money a lower price is: the shop's, or the commission of the shopkeeper who asks it, as far as that reaches.
BorneBy = Literal["shop", "shopkeeper"]


@dataclass(frozen=True, slots=True)
class Band:
    """How low a shopkeeper may price what is in a scope; the list price is always the highest.

    `lowest_bp` of the list price, rounded up, or `lowest_fen`; neither: nobody prices it. `scope_id` is None for the
    tenant alone.
    """

    scope: BandScope
    scope_id: UUID | None = None
    lowest_bp: int | None = None
    lowest_fen: int | None = None


@dataclass(frozen=True, slots=True)
class Pricing:
    """Whether shopkeepers may price, how low, and who bears it. Before anybody says anything: they may not."""

    open: bool = False
    borne_by: BorneBy = "shopkeeper"
    accept_unknown_cost: bool = False
    bands: tuple[Band, ...] = ()
    version: int = 0


@dataclass(frozen=True, slots=True)
class Own:
    """A shopkeeper's price of a SKU and how much below its list price the shop allows now, both a piece."""

    price_fen: int
    room_fen: int

    def off_fen(self, list_fen: int) -> int:
        """What a piece costs less: never more than the shop allows, whatever was asked before the band was narrowed."""
        return max(0, min(list_fen - self.price_fen, self.room_fen))


@dataclass(frozen=True, slots=True)
class MicroPrices:
    """What whoever buys through a micro-shop pays there, by SKU; SKUs at their list price are left out."""

    shopkeeper_id: UUID
    shop_name: str
    borne_by: BorneBy
    by_sku: Mapping[UUID, Own] = field(default_factory=dict)

    def off_fen(self, sku_id: UUID, list_fen: int) -> int:
        """What a piece costs less through this micro-shop."""
        own = self.by_sku.get(sku_id)
        return own.off_fen(list_fen) if own else 0


@dataclass(frozen=True, slots=True)
class OwnSale:
    """A line of an order that was sold at a micro-shop's price; `list_fen` and `off_fen` are of all its pieces."""

    order_id: UUID
    sku_id: UUID
    shopkeeper_id: UUID
    list_fen: int
    quantity: int
    off_fen: int
    borne_by: BorneBy


@dataclass(frozen=True, slots=True)
class PricedSku:
    """A SKU of a pick as its shopkeeper prices it: between `lowest_fen` and `list_fen`; `own_fen` None: at the list price.

    `asks_fen` is what a shopper pays through the micro-shop now.
    """

    sku_id: UUID
    product_id: UUID
    title: str
    option_text: str
    list_fen: int
    lowest_fen: int
    own_fen: int | None
    asks_fen: int
