"""The micro-shop: its page for everybody, and what its shopkeeper sets: words, cover, goods, material to post."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field, StringConstraints

from lianyi.distribution.actions import micro_shops as actions
from lianyi.distribution.actions.micro_shops import Picking
from lianyi.distribution.queries import micro_shops as queries
from lianyi.distribution.queries import own_prices, shopkeepers
from lianyi.distribution.rules import joining as rules
from lianyi.distribution.shop.principal import CurrentShopkeeper, KeeperRef
from lianyi.distribution.shop.shapes import (
    GoodsPicture,
    GoodsRef,
    PickedProduct,
    Said,
    picked_out,
    picture_out,
)
from lianyi.distribution.types.shopkeepers import Keeper, MicroShop
from lianyi.kit.db import ReadSession
from lianyi.kit.http import Read, Write, edge

router = edge("/api/shop/distribution", tags=["shop: shopkeepers"])
PICKS_MOST = 500
PickWords = Annotated[str, StringConstraints(strip_whitespace=True, max_length=rules.PICK_CHARS_MAX)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=rules.NAME_CHARS_MAX)]


class MicroShopOut(BaseModel):
    """A micro-shop as everybody sees it. Goods are sold by the shop, at its own terms and returns.

    Prices are the shop's, or lower where the shopkeeper gives something away within what the shop allows.
    """

    id: KeeperRef
    shop_name: str
    shop_words: str
    persona: str
    cover: GoodsPicture | None
    goods: list[PickedProduct]


@router.get("/micro-shops/{shopkeeper_id}")
async def read_micro_shop(session: Read, shopkeeper_id: KeeperRef) -> MicroShopOut:
    """The page of a micro-shop, for whoever has its address."""
    page = await queries.page(session, shopkeeper_id)
    prices = await _prices(session, shopkeeper_id)
    return MicroShopOut(
        id=page.keeper.id, shop_name=page.keeper.shop_name, shop_words=page.keeper.shop_words,
        persona=page.keeper.persona, cover=picture_out(page.cover),
        goods=[picked_out(one.card, one.words, prices.get(one.card.id)) for one in page.goods],
    )  # fmt: skip


class MyMicroShop(BaseModel):
    shop_name: str
    shop_words: str
    persona: str
    cover: GoodsPicture | None
    cover_product_id: GoodsRef | None


async def _mine(session: ReadSession, keeper: Keeper) -> MyMicroShop:
    return MyMicroShop(
        shop_name=keeper.shop_name, shop_words=keeper.shop_words, persona=keeper.persona,
        cover=picture_out(await queries.cover_of(session, keeper)), cover_product_id=keeper.cover_product_id,
    )  # fmt: skip


@router.get("/me/shop")
async def read_my_shop(session: Read, keeper: CurrentShopkeeper) -> MyMicroShop:
    """What my micro-shop is called and says."""
    return await _mine(session, await shopkeepers.keeper(session, keeper.id))


class MicroShopIn(BaseModel):
    """Left out or null leaves a part as it is. `cover_product_id`: whose picture is the cover."""

    shop_name: Annotated[Name, StringConstraints(min_length=1)] | None = None
    shop_words: Said | None = None
    persona: Said | None = None
    cover_product_id: GoodsRef | None = None


@router.put("/me/shop")
async def change_my_shop(session: Write, keeper: CurrentShopkeeper, given: MicroShopIn) -> MyMicroShop:
    """Change it; words that may not be published are refused, the phrase named."""
    wanted = MicroShop(given.shop_name, given.shop_words, given.persona, given.cover_product_id)
    return await _mine(session, await actions.set_shop(session, keeper, wanted))


class PicksOut(BaseModel):
    """`picks_max`: how many the shop allows. What is off the shelf stays picked and is not listed.

    `may_price`: whether the shop lets its shopkeepers price; `micro_price_fen` of an item is what they ask then.
    """

    items: list[PickedProduct]
    picks_max: int
    may_price: bool


@router.get("/me/picks")
async def read_my_picks(session: Read, keeper: CurrentShopkeeper) -> PicksOut:
    """My goods, in my order."""
    return await _picks(session, keeper.id)


async def _picks(session: ReadSession, keeper_id: KeeperRef) -> PicksOut:
    settings = await shopkeepers.join_settings(session)
    prices = await _prices(session, keeper_id)
    items = [
        picked_out(one.card, one.words, prices.get(one.card.id))
        for one in await queries.picked(session, keeper_id)
    ]
    may_price = (await own_prices.pricing(session)).open
    return PicksOut(items=items, picks_max=settings.picks_max, may_price=may_price)


async def _prices(session: ReadSession, keeper_id: KeeperRef) -> dict[UUID, int]:
    """The lowest price of each product that costs less here than on the shop's shelf."""
    prices: dict[UUID, int] = {}
    for sku in await own_prices.lower(session, keeper_id):
        prices[sku.product_id] = min(sku.asks_fen, prices.get(sku.product_id, sku.asks_fen))
    return prices


class PickIn(BaseModel):
    product_id: GoodsRef
    words: PickWords = ""


class PicksIn(BaseModel):
    items: Annotated[list[PickIn], Field(max_length=PICKS_MOST)]


@router.put("/me/picks")
async def set_my_picks(session: Write, keeper: CurrentShopkeeper, given: PicksIn) -> PicksOut:
    """Replace my goods, in this order."""
    await actions.set_picks(session, keeper, [Picking(one.product_id, one.words) for one in given.items])
    return await _picks(session, keeper.id)


class PoolProduct(PickedProduct):
    picked: bool


class PoolOut(BaseModel):
    items: list[PoolProduct]


@router.get("/me/pool")
async def read_pool(
    session: Read, keeper: CurrentShopkeeper,
    q: Annotated[str, Query(max_length=40)] = "", limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> PoolOut:  # fmt: skip
    """Goods that I may pick, by what they are called."""
    mine = {pick.product_id: pick.words for pick in await queries.picks(session, keeper.id)}
    cards = await queries.pool_cards(session, q.strip(), limit)
    return PoolOut(
        items=[
            PoolProduct(**picked_out(card, mine.get(card.id, "")).model_dump(), picked=card.id in mine)
            for card in cards
        ]
    )


class MaterialOut(BaseModel):
    """What one posts about a product: pictures and ways to say it. The code comes with `POST /api/shop/shares`."""

    product: PickedProduct
    pictures: list[GoodsPicture]
    words: list[str]


@router.get("/me/material/{product_id}")
async def read_material(session: Read, keeper: CurrentShopkeeper, product_id: GoodsRef) -> MaterialOut:
    """Pictures and words of a product, ready to post."""
    row = await shopkeepers.keeper(session, keeper.id)
    found = await queries.material(session, row, product_id)
    return MaterialOut(
        product=picked_out(found.card, ""),
        pictures=[one for picture in found.pictures if (one := picture_out(picture))], words=found.words,
    )  # fmt: skip
