"""Prices of shopkeepers' own: the staff say how low, the profit gate holds it, a shopkeeper prices inside of it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from lianyi.catalog import queries as catalog
from lianyi.catalog.queries import ShelfSku
from lianyi.distribution.errors.own_prices import NotPicked, PriceTooThin, PricingClosed
from lianyi.distribution.errors.shopkeepers import SettingsChanged
from lianyi.distribution.queries import own_prices as queries
from lianyi.distribution.rules import own_prices as rules
from lianyi.distribution.store import own_prices as store
from lianyi.distribution.store.shopkeepers import LOCK_KEEPER
from lianyi.distribution.types.own_prices import OwnSale, PricedSku, Pricing
from lianyi.distribution.types.shopkeepers import Shopkeeper
from lianyi.identity import actions as identity
from lianyi.identity.types import Change, Staff
from lianyi.kit import wire
from lianyi.kit.db import ReadSession, Session
from lianyi.kit.ids import TenantId, encode
from lianyi.margin import actions as margin
from lianyi.margin import queries as margin_reads
from lianyi.margin.errors import CostUnknown, MarginTooThin, OtherLossNotCovered
from lianyi.margin.types import Source, Wish

PHASE = "own_price"
identity.name_acts({"shopkeepers.bands_changed": ("修改店主价格带", "Price bands of shopkeepers changed")})


def source(tenant: TenantId) -> Source:
    """What the profit gate knows the bands of a shop as."""
    return Source("own_price", tenant, PHASE)


async def set_pricing(session: Session, staff: Staff, wanted: Pricing) -> Pricing:
    """Say whether shopkeepers may price, how low, and who bears it; `wanted.version` is the one that was looked at.

    The deepest price of every SKU on the shelf is claimed of its margin, on top of the commission: the one who prices and
    the one who is paid need not be the same. What was priced below a narrower band is sold at the band's edge from now on.
    Raises BandsWrong, SettingsChanged, MarginTooThin with the limiting SKU, CostUnknown unless that was accepted.
    """
    rules.check(wanted)
    before = await queries.pricing(session)
    version = await session.maybe(
        store.SET_PRICING, open=wanted.open, borne_by=wanted.borne_by, accept_unknown_cost=wanted.accept_unknown_cost,
        version=wanted.version,
    )  # fmt: skip
    if version is None:
        raise SettingsChanged
    await store.replace_bands(session, wanted.bands)
    await margin.release(session, source(session.tenant))
    await margin.claim(
        session, source(session.tenant), _wishes(wanted, await catalog.on_shelf(session)),
        accept_unknown_cost=wanted.accept_unknown_cost,
    )  # fmt: skip
    change = Change("shopkeepers.bands_changed", "distribution", _words(before), _words(wanted))
    await identity.note_change(session, staff, change)
    return await queries.pricing(session)


async def set_prices(
    session: Session, keeper: Shopkeeper, prices: Mapping[UUID, int | None]
) -> list[PricedSku]:
    """Price SKUs of picks, by SKU in fen a piece; None and the list price both give the list price back.

    Locks the shopkeeper's row, as their picks do, then the rooms of the margin. A SKU that came to the shelf after the
    bands were saved is claimed here, and one whose margin has gone meanwhile is refused.
    Raises PricingClosed, NotPicked, OutsideBand, PriceTooThin: nothing is changed then.
    """
    pricing = await queries.pricing(session)
    if not pricing.open:
        raise PricingClosed
    await session.one(LOCK_KEEPER, id=keeper.id)
    known = {one.sku_id: one for one in await queries.of_picks(session, keeper.id)}
    missing = [sku_id for sku_id in prices if sku_id not in known]
    if missing:
        raise NotPicked(field=encode("sku", missing[0]))
    shelf = {sku.sku_id: sku for sku in await catalog.on_shelf(session, list(prices))}
    for sku_id, sku in shelf.items():
        asked = prices[sku_id]
        if asked is not None:
            rules.assert_within(sku, rules.room_fen(pricing, sku), asked)
    lower = {
        sku_id: fen for sku_id, fen in prices.items() if fen is not None and fen < shelf[sku_id].price_fen
    }
    await _claim(session, pricing, [shelf[sku_id] for sku_id in lower])
    await store.put_prices(
        session, keeper.id, [(sku_id, known[sku_id].product_id, fen) for sku_id, fen in lower.items()]
    )
    back = [sku_id for sku_id in prices if sku_id not in lower]
    await session.later(store.DROP_PRICES, id=keeper.id, sku_ids=back)
    return await queries.of_picks(session, keeper.id, sorted({known[one].product_id for one in prices}))


async def recheck(session: Session, sku_ids: Sequence[UUID]) -> None:
    """List prices or costs have moved: what the bands claim of these SKUs, as it is now. Safe to replay."""
    pricing = await queries.pricing(session)
    if pricing.open:
        shelf = await catalog.on_shelf(session, sku_ids)
        # also those that claim nothing now: what they claimed before ends
        wishes = [Wish(sku.sku_id, rules.room_fen(pricing, sku)) for sku in shelf]
        await margin.restate(session, source(session.tenant), wishes)


async def note_sales(session: Session, sales: Sequence[OwnSale]) -> None:
    """Write down whose price lines of orders were sold at, in the pipe, in the order's own transaction."""
    await store.note_sales(session, sales)


async def _claim(session: Session, pricing: Pricing, skus: Sequence[ShelfSku]) -> None:
    try:
        await margin.claim(
            session, source(session.tenant), _wishes(pricing, skus), accept_unknown_cost=pricing.accept_unknown_cost
        )  # fmt: skip
    except (MarginTooThin, CostUnknown, OtherLossNotCovered) as refusal:
        # what a piece costs is the shop's business: the shopkeeper hears that there is no room, not the arithmetic
        raise await _too_thin(session, pricing, skus) from refusal


async def _too_thin(session: ReadSession, pricing: Pricing, skus: Sequence[ShelfSku]) -> PriceTooThin:
    known = {sku.sku_id: sku.title for sku in skus}
    rooms = await margin_reads.look(session, source(session.tenant), _wishes(pricing, skus))
    thin = [
        room.sku_id
        for room in rooms
        if not room.ok or (room.cost_fen is None and not pricing.accept_unknown_cost)
    ]
    return PriceTooThin(
        sku_ids=[encode("sku", sku_id) for sku_id in thin],
        titles="、".join(dict.fromkeys(known[sku_id] for sku_id in thin)),
    )


def _wishes(pricing: Pricing, skus: Sequence[ShelfSku]) -> list[Wish]:
    rooms = [(sku.sku_id, rules.room_fen(pricing, sku)) for sku in skus]
    return [Wish(sku_id, room) for sku_id, room in rooms if room]


def _words(pricing: Pricing) -> dict[str, object]:
    return {
        "open": pricing.open,
        "borne_by": pricing.borne_by,
        "accept_unknown_cost": pricing.accept_unknown_cost,
        "bands": wire.plain(pricing.bands),
    }
