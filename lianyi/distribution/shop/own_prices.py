"""What goods cost through a micro-shop, for everybody; and the shopkeeper's own prices."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from lianyi.distribution.actions import own_prices as actions
from lianyi.distribution.queries import own_prices as queries
from lianyi.distribution.rules import own_prices as rules
from lianyi.distribution.shop.principal import CurrentShopkeeper, KeeperRef
from lianyi.distribution.shop.shapes import GoodsRef
from lianyi.distribution.types.own_prices import BorneBy
from lianyi.kit.http import Read, Write, edge
from lianyi.kit.ids import as_word

router = edge("/api/shop/distribution", tags=["shop: shopkeepers"])
SkuRef = Annotated[UUID, as_word("sku")]


class MicroPrice(BaseModel):
    """A SKU that costs less through a micro-shop than its `list_fen`."""

    sku_id: SkuRef
    price_fen: int
    list_fen: int


class MicroPricesOut(BaseModel):
    items: list[MicroPrice]


@router.get("/micro-shops/{shopkeeper_id}/prices")
async def read_micro_prices(
    session: Read, shopkeeper_id: KeeperRef, product_id: Annotated[GoodsRef, Query()]
) -> MicroPricesOut:
    """What the SKUs of a product cost through a micro-shop; those at the shop's price are left out."""
    found = await queries.lower(session, shopkeeper_id, [product_id])
    return MicroPricesOut(
        items=[MicroPrice(sku_id=one.sku_id, price_fen=one.asks_fen, list_fen=one.list_fen) for one in found]
    )


class OwnPriceOut(BaseModel):
    """A SKU of my picks. `own_fen` null: at the shop's price; `asks_fen`: what my customers pay now."""

    sku_id: SkuRef
    product_id: GoodsRef
    title: str
    option_text: str
    list_fen: int
    lowest_fen: int
    own_fen: int | None
    asks_fen: int


class OwnPricesOut(BaseModel):
    """`open`: whether this shop lets its shopkeepers price. `borne_by`: whose money a lower price is."""

    open: bool
    borne_by: BorneBy
    items: list[OwnPriceOut]


@router.get("/me/prices")
async def read_my_prices(
    session: Read, keeper: CurrentShopkeeper, product_id: Annotated[GoodsRef, Query()]
) -> OwnPricesOut:
    """The SKUs of one of my picks, between which prices I may choose, and what I chose."""
    pricing = await queries.pricing(session)
    found = await queries.of_picks(session, keeper.id, [product_id])
    return OwnPricesOut(
        open=pricing.open, borne_by=pricing.borne_by,
        items=[OwnPriceOut.model_validate(one, from_attributes=True) for one in found],
    )  # fmt: skip


class OwnPriceIn(BaseModel):
    """`price_fen` null: back to the shop's price."""

    sku_id: SkuRef
    price_fen: Annotated[int, Field(ge=1, le=10**9)] | None


class OwnPricesIn(BaseModel):
    items: Annotated[list[OwnPriceIn], Field(min_length=1, max_length=rules.PRICES_MAX)]


@router.put("/me/prices")
async def set_my_prices(session: Write, keeper: CurrentShopkeeper, given: OwnPricesIn) -> OwnPricesOut:
    """Price SKUs of my picks; SKUs that are not named keep theirs."""
    found = await actions.set_prices(session, keeper, {one.sku_id: one.price_fen for one in given.items})
    pricing = await queries.pricing(session)
    return OwnPricesOut(
        open=pricing.open, borne_by=pricing.borne_by,
        items=[OwnPriceOut.model_validate(one, from_attributes=True) for one in found],
    )  # fmt: skip
