"""Arithmetic of carts and quotes, and what makes a quote stale. Pure."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from lianyi.catalog.types import SellableSku, SkuId
from lianyi.checkout.errors import (
    GoodsWithdrawn,
    NoReturnUnconfirmed,
    NotDeliverable,
    PriceChanged,
)
from lianyi.checkout.types import (
    MEMBERS,
    MICRO_SHOP,
    Adjustment,
    CartLine,
    MemberPart,
    Problem,
    QuotedIntent,
    QuoteLine,
    Sums,
    Using,
    Want,
)
from lianyi.distribution.types.own_prices import MicroPrices, OwnSale
from lianyi.identity.types import Address
from lianyi.kit.ids import encode
from lianyi.kit.money import format_yuan
from lianyi.members.types import Benefits, PointsOffer
from lianyi.orders.types import OpenLine, Receiver
from lianyi.promotions.types import Adjustment as Worked
from lianyi.promotions.types import Intent, Offered, PlayLine, Priced, Quoted
from lianyi.promotions.types import Phase as Phases

LINES_MAX = 100
QUANTITY_MAX = 999
QUOTE_MINUTES = 30
TITLES_SHOWN = 3
USES_MAX = 5


def merged(wants: Sequence[Want]) -> list[Want]:
    """One want per SKU, sorted by SKU: locks are taken in this order, and a doubled line costs what two cost."""
    quantities: dict[UUID, int] = {}
    for want in wants:
        quantities[want.sku_id] = quantities.get(want.sku_id, 0) + want.quantity
    return [Want(sku_id, quantities[sku_id]) for sku_id in sorted(quantities, key=lambda sku_id: sku_id.int)]


def quote_lines(wants: Sequence[Want], goods: Mapping[SkuId, SellableSku]) -> tuple[QuoteLine, ...]:
    """The lines at today's prices. Raises GoodsWithdrawn naming every SKU that is not on sale."""
    gone = [
        want.sku_id for want in wants if (sku := goods.get(SkuId(want.sku_id))) is None or not sku.state_ok
    ]
    if gone:
        raise GoodsWithdrawn(**_named(gone, {sku.sku_id: sku.title for sku in goods.values()}))
    return tuple(
        QuoteLine(
            want.sku_id, sku.product_id, sku.title, sku.option_text, sku.picture_url, sku.price_fen, want.quantity,
            sku.price_fen * want.quantity, str(sku.return_policy),
        )
        for want in wants
        if (sku := goods[SkuId(want.sku_id)])
    )  # fmt: skip


def sums(
    lines: Sequence[QuoteLine],
    freight_fen: int,
    adjustments: Sequence[Adjustment],
    undeliverable_sku_ids: Sequence[UUID] = (),
    intents: tuple[QuotedIntent, ...] = (),
    member: MemberPart | None = None,
    micro_shop_id: UUID | None = None,
) -> Sums:
    """Lines + freight + adjustments = payable, to the fen."""
    goods_fen = sum(line.amount_fen for line in lines)
    payable_fen = goods_fen + freight_fen + sum(adjustment.amount_fen for adjustment in adjustments)
    return Sums(
        tuple(lines),
        goods_fen,
        freight_fen,
        tuple(adjustments),
        payable_fen,
        tuple(undeliverable_sku_ids),
        intents,
        member,
        micro_shop_id,
    )


def play_lines(lines: Sequence[QuoteLine]) -> tuple[PlayLine, ...]:
    """The lines as a play sees them, at list prices."""
    return tuple(
        PlayLine(line.sku_id, line.product_id, line.title, line.price_fen, line.quantity) for line in lines
    )


def shown_adjustments(quoted: Quoted) -> tuple[Adjustment, ...]:
    """What campaigns take off, as a quote keeps it."""
    return tuple(
        Adjustment(one.phase.value, one.source, one.label_zh, one.amount_fen, one.label_en, one.sku_id)
        for one in quoted.adjustments
    )


def micro_prices(own: MicroPrices | None, lines: Sequence[QuoteLine]) -> list[Worked]:
    """What a micro-shop's own prices take off lines, by SKU; in the first of all phases."""
    if own is None:
        return []
    label = (f"{own.shop_name}小店价", f"{own.shop_name} micro-shop price")
    return [
        Worked(
            Phases.ACTIVITY, f"{MICRO_SHOP}{own.shopkeeper_id}", *label, -off_fen * line.quantity, line.sku_id
        )
        for line in lines
        if (off_fen := own.off_fen(line.sku_id, line.price_fen))
    ]


def own_sales(order_id: UUID, sums: Sums, own: MicroPrices | None) -> list[OwnSale]:
    """The lines of an order that are sold at a micro-shop's price, as its sums say."""
    if own is None:
        return []
    off = {one.sku_id: -one.amount_fen for one in sums.adjustments if one.source.startswith(MICRO_SHOP)}
    return [
        OwnSale(
            order_id, line.sku_id, own.shopkeeper_id, line.amount_fen, line.quantity, off[line.sku_id], own.borne_by
        )
        for line in sums.lines
        if line.sku_id in off
    ]  # fmt: skip


def member_prices(held: Benefits, off: Mapping[UUID, int]) -> list[Worked]:
    """What a level takes off lines, by SKU."""
    label = (f"{held.level_name}会员价", f"{held.level_name} member price")
    return [
        Worked(Phases.DISCOUNT, f"{MEMBERS}price", *label, -off_fen, sku_id)
        for sku_id, off_fen in off.items()
        if off_fen
    ]


def points_off(offer: PointsOffer) -> Worked:
    """What points pay of the goods, divided over the lines by what each has left."""
    label = (f"{offer.points} 积分抵扣", f"{offer.points} points")
    return Worked(Phases.CREDIT, f"{MEMBERS}points", *label, -offer.worth_fen)


def points_parts(before: Quoted, after: Quoted, lines: Sequence[QuoteLine]) -> list[tuple[UUID, int, int]]:
    """(SKU, pieces, fen) of what points took off each line: what it had left without them, less what it has with them."""
    had = {line.sku_id: line.left_fen for line in before.lines}
    has = {line.sku_id: line.left_fen for line in after.lines}
    return [(line.sku_id, line.quantity, had[line.sku_id] - has[line.sku_id]) for line in lines]


def freight_carried(held: Benefits, off_fen: int) -> list[Adjustment]:
    """The freight that a level carries; it belongs to no line of goods, so a refund of goods never gives it back."""
    if not off_fen:
        return []
    zh, en = f"{held.level_name}会员免运费", f"{held.level_name} free freight"
    return [Adjustment("freight", f"{MEMBERS}freight", zh, -off_fen, en)]


def member_part(held: Benefits, usable: PointsOffer, used: PointsOffer) -> MemberPart:
    """What a quote shows of a membership."""
    return MemberPart(
        held.level_name, held.points, usable.points, usable.worth_fen, used.points, used.worth_fen
    )


def quoted_intent(priced: Priced) -> QuotedIntent:
    """A campaign of a quote with its rules as they are told now."""
    campaign = priced.campaign
    return QuotedIntent(
        campaign.id, priced.asking.intent.run_id, campaign.title, campaign.rules_zh, campaign.rules_en
    )


def to_use(found: Sequence[Offered], using: Using) -> list[Intent]:
    """What a quote uses on top: the best that can be used now, when it was left to us; else what was chosen."""
    if not using.best:
        return list(using.chosen)
    return [one.usable.intent for one in found[:1] if one.usable.ok and one.off_fen > 0]


def assert_same_price(shown: Sums, now: Sums, expected_fen: int) -> None:
    """Refuse when the shopper would pay more than what they saw; a fall is given.

    `expected_fen` is what the page showed last: a page that showed less than the quote is believed too.
    Raises PriceChanged with old and new, and the lines whose price rose.
    """
    old_fen = min(shown.payable_fen, expected_fen)
    if now.payable_fen <= old_fen:
        return
    before = {line.sku_id: line.price_fen for line in shown.lines}
    risen = [
        {
            "sku_id": encode("sku", line.sku_id),
            "title": line.title,
            "old_fen": before[line.sku_id],
            "new_fen": line.price_fen,
        }
        for line in now.lines
        if line.sku_id in before and line.price_fen > before[line.sku_id]
    ]
    raise PriceChanged(
        old_fen=old_fen, new_fen=now.payable_fen, old_yuan=format_yuan(old_fen), new_yuan=format_yuan(now.payable_fen),
        lines=risen,
    )  # fmt: skip


def assert_deliverable(sku_ids: Sequence[UUID], title_of: Mapping[UUID, str]) -> None:
    """Raises NotDeliverable naming the SKUs that do not go to the address, when there are any."""
    if sku_ids:
        raise NotDeliverable(**_named(sku_ids, title_of))


def assert_no_return_confirmed(lines: Sequence[QuoteLine], confirmed: Collection[UUID]) -> None:
    """Raises NoReturnUnconfirmed for goods that exclude the return without reason and were not confirmed one by one."""
    missing = [
        line.sku_id for line in lines if line.needs_no_return_confirmation and line.sku_id not in confirmed
    ]
    if missing:
        raise NoReturnUnconfirmed(
            field="no_return_confirmed_sku_ids",
            **_named(missing, {line.sku_id: line.title for line in lines}),
        )


def problem_of(sku: SellableSku | None, quantity: int, available: int) -> Problem | None:
    """What keeps a cart line from being bought."""
    if sku is None or not sku.state_ok:
        return "off_shelf"
    if available <= 0:
        return "sold_out"
    return "short" if available < quantity else None


def selected_sums(lines: Sequence[CartLine]) -> tuple[int, int]:
    """(goods in fen, pieces) of the ticked lines that can be bought."""
    ticked = [line for line in lines if line.selected and line.ok]
    return sum(line.price_fen * line.quantity for line in ticked), sum(line.quantity for line in ticked)


def _named(sku_ids: Sequence[UUID], title_of: Mapping[UUID, str]) -> dict[str, Any]:
    titles = [title_of.get(sku_id, "商品") for sku_id in sku_ids]
    return {
        "sku_ids": [encode("sku", sku_id) for sku_id in sku_ids],
        "titles": "、".join(titles[:TITLES_SHOWN]) + ("…" if len(titles) > TITLES_SHOWN else ""),
    }


def wants_of(shown: Sums) -> list[Want]:
    """What a quote was for."""
    return [Want(line.sku_id, line.quantity) for line in shown.lines]


def open_lines(
    lines: Sequence[QuoteLine],
    goods: Mapping[SkuId, SellableSku],
    quoted: Quoted | None,
    confirmed: Collection[UUID],
) -> tuple[OpenLine, ...]:
    """The lines as an order keeps them, with what campaigns, level and points take off each."""
    own = {line.sku_id: line.adjust_fen for line in quoted.lines} if quoted else {}
    return tuple(
        OpenLine(
            line.sku_id, line.product_id, goods[SkuId(line.sku_id)].sku_code, line.title, line.option_text,
            line.picture_url, line.price_fen, line.quantity, line.return_policy,
            goods[SkuId(line.sku_id)].snapshot_hash,
            line.needs_no_return_confirmation and line.sku_id in confirmed, own.get(line.sku_id, 0),
        )
        for line in lines
    )  # fmt: skip


def receiver_of(address: Address) -> Receiver:
    """An address as an order keeps it."""
    return Receiver(
        address.name, address.phone, address.province, address.city, address.district, address.region_code,
        address.detail, address.postcode or "",
    )  # fmt: skip


def description(shop_name: str, sums: Sums) -> str:
    """What the shopper reads in WeChat's bill: at most 127 characters (Pay v3, `description`)."""
    more = f" 等{len(sums.lines)}件商品" if len(sums.lines) > 1 else ""
    return f"{shop_name}-{sums.lines[0].title}"[: 126 - len(more)] + more
