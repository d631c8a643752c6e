"""How low a shopkeeper may price, and what an own price does to commission. Money in fen; pure.

A price above the list is not in any band. The shop is the seller: the same goods under the same terms cost nobody more
than on its own shelf without their knowing it (Implementing Regulations of the Consumer Rights Law, 2024, article 9), and
a difference kept by the shopkeeper would be a trade of theirs beside the commission that tax and the 30 % limit know.
"""

from collections.abc import Iterable
from uuid import UUID

from lianyi.catalog.queries import ShelfSku
from lianyi.distribution.errors.own_prices import BandsWrong, OutsideBand
from lianyi.distribution.rules.commissions import BP
from lianyi.distribution.types.own_prices import BAND_SCOPES, Band, BandScope, OwnSale, Pricing
from lianyi.kit.ids import encode
from lianyi.kit.money import format_yuan

BANDS_MAX = 200
PRICES_MAX = 500


def check(pricing: Pricing) -> None:
    """Whether bands say something that can be. Raises BandsWrong naming the field."""
    for field, right, zh, en in _questions(pricing):
        if not right:
            raise BandsWrong(field=field, why_zh=zh, why_en=en)


def _questions(pricing: Pricing) -> Iterable[tuple[str, bool, str, str]]:
    bands = pricing.bands
    yield "bands", len(bands) <= BANDS_MAX, f"最多 {BANDS_MAX} 条", f"at most {BANDS_MAX} of them"
    places = {(band.scope, band.scope_id) for band in bands}
    yield "bands", len(places) == len(bands), "同一范围只能有一条", "a scope has one band"
    for number, band in enumerate(bands):
        field = f"bands.{number}"
        yield (
            field, (band.scope == "tenant") == (band.scope_id is None),
            "除全店外,都要指明对象", "every scope but the whole shop names something",
        )  # fmt: skip
        yield (
            field, band.lowest_fen is None or (band.lowest_bp is None and band.scope == "sku"),
            "最低金额只能用于单个规格", "a lowest amount is for a single SKU",
        )  # fmt: skip


def band_for(pricing: Pricing, sku: ShelfSku) -> Band | None:
    """The band that decides for a SKU: its own, its product's, its nearest category's, the shop's; None: none does."""
    known = {(band.scope, band.scope_id): band for band in pricing.bands}
    named: dict[BandScope, tuple[UUID | None, ...]] = {
        "sku": (sku.sku_id,),
        "product": (sku.product_id,),
        "category": tuple(reversed(sku.path)),
        "tenant": (None,),
    }
    for scope in BAND_SCOPES:
        for scope_id in named[scope]:
            if (scope, scope_id) in known:
                return known[scope, scope_id]
    return None


def room_fen(pricing: Pricing, sku: ShelfSku) -> int:
    """How much below its list price a piece may be sold; nothing while shopkeepers may not price it."""
    band = band_for(pricing, sku) if pricing.open else None
    if band is None:
        return 0
    if band.lowest_fen is not None:
        return max(0, sku.price_fen - band.lowest_fen)
    if band.lowest_bp is not None:
        return sku.price_fen - max(1, -(-sku.price_fen * band.lowest_bp // BP))
    return 0


def assert_within(sku: ShelfSku, room: int, price_fen: int) -> None:
    """Raises OutsideBand naming the SKU and its band."""
    lowest_fen = sku.price_fen - room
    if not lowest_fen <= price_fen <= sku.price_fen:
        raise OutsideBand(
            field=encode("sku", sku.sku_id), sku_id=encode("sku", sku.sku_id),
            title=f"{sku.title} {sku.option_text}".strip(), lowest_fen=lowest_fen, list_fen=sku.price_fen,
            lowest_yuan=format_yuan(lowest_fen), list_yuan=format_yuan(sku.price_fen),
        )  # fmt: skip


def borne_fen(sales: Iterable[OwnSale], shopkeeper_id: UUID) -> dict[UUID, int]:
    """What a shopkeeper bears of an order's lower prices, by SKU: their own price only, where the shop does not bear it."""
    return {
        sale.sku_id: sale.off_fen
        for sale in sales
        if sale.shopkeeper_id == shopkeeper_id and sale.borne_by == "shopkeeper"
    }
