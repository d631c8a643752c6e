"""How low shopkeepers may price what they sell, and who bears it; whose price an order had."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from lianyi.distribution.actions import own_prices as actions
from lianyi.distribution.errors.own_prices import BandsWrong
from lianyi.distribution.queries import own_prices as queries
from lianyi.distribution.queries import shopkeepers
from lianyi.distribution.queries.plans import scope_titles
from lianyi.distribution.rules import own_prices as rules
from lianyi.distribution.types.own_prices import Band, BandScope, BorneBy, Pricing
from lianyi.distribution.types.plans import PREFIXES
from lianyi.identity.edges import require
from lianyi.identity.types import Staff
from lianyi.kit.db import ReadSession
from lianyi.kit.http import Read, Write, edge
from lianyi.kit.ids import InvalidId, as_word, decode, encode
from lianyi.margin import queries as margin

router = edge("/api/console/distribution", tags=["console: commission"])
Reader = Annotated[Staff, require("commission.read")]
Writer = Annotated[Staff, require("commission.write")]
OrderRef = Annotated[UUID, as_word("ord")]


class BandIO(BaseModel):
    """The lowest price of a scope: `lowest_bp` of the list price (8000: 80%), or `lowest_fen` of a SKU; neither: not priced.

    `scope_id` is an id with its prefix, null for the tenant.
    """

    scope: BandScope
    scope_id: str | None = None
    lowest_bp: Annotated[int, Field(ge=1, le=10_000)] | None = None
    lowest_fen: Annotated[int, Field(ge=1, le=10**9)] | None = None

    def band(self, number: int) -> Band:
        prefix = PREFIXES.get(self.scope)
        try:
            scope_id = decode(prefix, self.scope_id) if prefix and self.scope_id else None
        except InvalidId as wrong:
            raise BandsWrong(
                field=f"bands.{number}", why_zh=wrong.words("zh"), why_en=wrong.words("en")
            ) from None
        return Band(self.scope, scope_id, self.lowest_bp, self.lowest_fen)


class BandOut(BandIO):
    """`title`: what the scope is called now; empty when it is gone."""

    title: str


class PricingOut(BaseModel):
    """How low shopkeepers may price; `thin`: SKUs whose price or cost has moved since, so that they fall below the floor."""

    open: bool
    borne_by: BorneBy
    accept_unknown_cost: bool
    bands: list[BandOut]
    version: int
    thin: int


class PricingIn(BaseModel):
    """`borne_by` shopkeeper: a lower price is taken off the commission of its own sale, as far as that reaches.

    `version`: of what was looked at, 0 at first.
    """

    open: bool
    borne_by: BorneBy
    accept_unknown_cost: bool = False
    bands: Annotated[list[BandIO], Field(max_length=rules.BANDS_MAX)]
    version: Annotated[int, Field(ge=0)]


async def _out(session: ReadSession, pricing: Pricing) -> PricingOut:
    titles = await scope_titles(session, pricing.bands)
    return PricingOut(
        open=pricing.open, borne_by=pricing.borne_by, accept_unknown_cost=pricing.accept_unknown_cost,
        version=pricing.version, thin=await margin.thin(session, "own_price"),
        bands=[
            BandOut(
                scope=band.scope, scope_id=encode(PREFIXES[band.scope], band.scope_id) if band.scope_id else None,
                lowest_bp=band.lowest_bp, lowest_fen=band.lowest_fen, title=titles.get(band.scope_id, ""),
            )
            for band in pricing.bands
        ],
    )  # fmt: skip


@router.get("/price-bands")
async def read_bands(session: Read, _staff: Reader) -> PricingOut:
    """How low shopkeepers may price."""
    return await _out(session, await queries.pricing(session))


@router.put("/price-bands")
async def set_bands(session: Write, staff: Writer, given: PricingIn) -> PricingOut:
    """Change it. What everything on sale would leave at its lowest price is held against the floor first."""
    wanted = Pricing(
        given.open, given.borne_by, given.accept_unknown_cost,
        tuple(band.band(number) for number, band in enumerate(given.bands)), given.version,
    )  # fmt: skip
    return await _out(session, await actions.set_pricing(session, staff, wanted))


class OwnSaleOut(BaseModel):
    """A line that was sold at the price of a micro-shop; amounts are of all its pieces."""

    sku_id: Annotated[UUID, as_word("sku")]
    shopkeeper_id: Annotated[UUID, as_word("shk")]
    shop_name: str
    list_fen: int
    quantity: int
    off_fen: int
    borne_by: BorneBy


class OwnSalesOut(BaseModel):
    items: list[OwnSaleOut]


@router.get("/orders/{order_id}/own-prices")
async def read_own_sales(session: Read, _staff: Reader, order_id: OrderRef) -> OwnSalesOut:
    """Whose price the lines of an order had; those at the shop's own are left out."""
    sales = await queries.sales(session, order_id)
    keepers = await shopkeepers.keepers_by_ids(session, sorted({one.shopkeeper_id for one in sales}))
    return OwnSalesOut(
        items=[
            OwnSaleOut(
                sku_id=one.sku_id, shopkeeper_id=one.shopkeeper_id, shop_name=keepers[one.shopkeeper_id].shop_name,
                list_fen=one.list_fen, quantity=one.quantity, off_fen=one.off_fen, borne_by=one.borne_by,
            )
            for one in sales
        ]
    )  # fmt: skip
