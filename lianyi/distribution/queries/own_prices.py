"""Reads of shopkeepers' own prices: what the shop allows, what is asked of whom, whose price an order had."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from lianyi.catalog import queries as catalog
from lianyi.catalog.queries import ShelfSku
from lianyi.distribution.queries import micro_shops
from lianyi.distribution.types.own_prices import (
    Band,
    BorneBy,
    MicroPrices,
    Own,
    OwnSale,
    PricedSku,
    Pricing,
)
from lianyi.kit.db import ReadSession, Soon, Statement
from lianyi.margin import queries as margin


@dataclass(frozen=True, slots=True)
class _Row:
    open: bool
    borne_by: BorneBy
    accept_unknown_cost: bool
    version: int


@dataclass(frozen=True, slots=True)
class _Priced:
    shopkeeper_id: UUID
    person_id: UUID
    shop_name: str
    borne_by: BorneBy
    sku_id: UUID
    price_fen: int


@dataclass(frozen=True, slots=True)
class _Kept:
    sku_id: UUID
    price_fen: int


PRICING = Statement(
    """
    select open, borne_by, accept_unknown_cost, version from distribution_pricing where tenant_id = %(tenant)s
    """,
    _Row,
)
BANDS = Statement(
    """
    select scope, scope_id, lowest_bp, lowest_fen from distribution_band
    where tenant_id = %(tenant)s order by seq limit 200
    """,
    Band,
)
# For (micro-shop, person) pairs: the prices a person pays there. Nobody buys of themself at an own price: it is
# given to a customer, and the commission that bears it is owed for a customer alone.
ASKED = Statement(
    """
    select k.id as shopkeeper_id, a.person_id, k.shop_name, s.borne_by, p.sku_id, p.price_fen
    from unnest(%(shopkeeper_ids)s::uuid[], %(people)s::uuid[]) as a (shopkeeper_id, person_id)
    join distribution_pricing s on s.tenant_id = %(tenant)s and s.open
    join distribution_shopkeeper k on k.tenant_id = %(tenant)s and k.id = a.shopkeeper_id
      and k.state in ('probation', 'active') and k.person_id <> a.person_id
    join distribution_own_price p on p.tenant_id = %(tenant)s and p.shopkeeper_id = k.id
    where p.sku_id = any(%(sku_ids)s::uuid[])
    """,
    _Priced,
)
OF_SHOPKEEPER = Statement(
    """
    select sku_id, price_fen from distribution_own_price
    where tenant_id = %(tenant)s and shopkeeper_id = %(id)s order by sku_id limit 5000
    """,
    _Kept,
)
SALES = Statement(
    """
    select order_id, sku_id, shopkeeper_id, list_fen, quantity, off_fen, borne_by from distribution_own_sale
    where tenant_id = %(tenant)s and order_id = %(order_id)s order by sku_id limit 200
    """,
    OwnSale,
)


async def pricing(session: ReadSession) -> Pricing:
    """What the shop allows; before anybody says anything, shopkeepers do not price. 2 statements in one wait."""
    rows = await session.soon(PRICING, list)
    bands = await session.soon(BANDS, tuple)
    found = await rows
    kept: tuple[Band, ...] = await bands
    if not found:
        return Pricing()
    row = found[0]
    return Pricing(row.open, row.borne_by, row.accept_unknown_cost, kept, row.version)


@dataclass(frozen=True, slots=True)
class Coming:
    """Prices on their way; `found` waits for both statements at once."""

    _prices: Soon[list[_Priced]]
    _rooms: Soon[dict[UUID, int]]

    async def found(self) -> dict[tuple[UUID, UUID], MicroPrices]:
        """By micro-shop and person; pairs without any price of their own are left out."""
        rows, rooms = await self._prices, await self._rooms
        pairs: dict[tuple[UUID, UUID], list[_Priced]] = {}
        for row in rows:
            pairs.setdefault((row.shopkeeper_id, row.person_id), []).append(row)
        return {
            pair: MicroPrices(
                pair[0], of[0].shop_name, of[0].borne_by,
                {row.sku_id: Own(row.price_fen, rooms.get(row.sku_id, 0)) for row in of},
            )
            for pair, of in pairs.items()
        }  # fmt: skip


async def asked_soon(
    session: ReadSession, pairs: Sequence[tuple[UUID, UUID]], sku_ids: Sequence[UUID]
) -> Coming:
    """What people pay who buy through micro-shops: (shopkeeper, person) pairs. 2 statements without a wait of their own.

    How low a price may go is what the profit gate holds for it: no sale is ever below what was claimed.
    """
    prices = await session.soon(
        ASKED, list, shopkeeper_ids=[one for one, _ in pairs], people=[one for _, one in pairs], sku_ids=list(sku_ids)
    )  # fmt: skip
    return Coming(prices, await margin.held_soon(session, "own_price", sku_ids))


async def sales(session: ReadSession, order_id: UUID) -> list[OwnSale]:
    """The lines of an order that were sold at a micro-shop's price."""
    return await session.all(SALES, order_id=order_id)


async def of_picks(
    session: ReadSession, shopkeeper_id: UUID, product_ids: Sequence[UUID] | None = None
) -> list[PricedSku]:
    """A shopkeeper's picks on the shelf (or some of them) SKU by SKU, in the order of the picks."""
    picks = [one.product_id for one in await micro_shops.picks(session, shopkeeper_id)]
    places = {
        product_id: place
        for place, product_id in enumerate(picks)
        if product_ids is None or product_id in product_ids
    }
    shelf = await shelf_of(session, list(places))
    own = dict(await kept(session, shopkeeper_id))
    allowed = (await pricing(session)).open
    rooms = await (await margin.held_soon(session, "own_price", [sku.sku_id for sku in shelf]))
    found = [_priced(sku, own.get(sku.sku_id), rooms.get(sku.sku_id, 0) if allowed else 0) for sku in shelf]
    return sorted(found, key=lambda one: (places[one.product_id], one.sku_id.int))


async def kept(session: ReadSession, shopkeeper_id: UUID) -> list[tuple[UUID, int]]:
    """(SKU, fen) of the prices that a shopkeeper has set, whether or not the shop lets them hold now."""
    return [(one.sku_id, one.price_fen) for one in await session.all(OF_SHOPKEEPER, id=shopkeeper_id)]


async def lower(
    session: ReadSession, shopkeeper_id: UUID, product_ids: Sequence[UUID] | None = None
) -> list[PricedSku]:
    """What costs less through a micro-shop than on the shop's shelf. One statement while shopkeepers do not price."""
    if not (await pricing(session)).open:
        return []
    return [one for one in await of_picks(session, shopkeeper_id, product_ids) if one.asks_fen < one.list_fen]


async def shelf_of(session: ReadSession, product_ids: Sequence[UUID]) -> list[ShelfSku]:
    """What of some products is on sale, with the staff's arithmetic."""
    if not product_ids:
        return []
    places = await catalog.skus_of_products(session, product_ids)
    return await catalog.on_shelf(session, [place.sku_id for place in places])


def _priced(sku: ShelfSku, own_fen: int | None, room_fen: int) -> PricedSku:
    asks_fen = sku.price_fen - (0 if own_fen is None else Own(own_fen, room_fen).off_fen(sku.price_fen))
    return PricedSku(
        sku.sku_id, sku.product_id, sku.title, sku.option_text, sku.price_fen, sku.price_fen - room_fen, own_fen,
        asks_fen,
    )  # fmt: skip
