"""Reads of the cart, and the goods, prices and freight a quote is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from lianyi.catalog import queries as catalog
from lianyi.catalog.types import SellableSku, SkuId
from lianyi.checkout import rules
from lianyi.checkout.types import Adjustment as Shown
from lianyi.checkout.types import CartLine, QuoteLine, Sums, Want
from lianyi.distribution.types.own_prices import MicroPrices
from lianyi.identity.queries import own_data
from lianyi.identity.types import Channel, PersonId, Shopper
from lianyi.inventory import queries as inventory
from lianyi.kit.db import ReadSession, Soon, Statement
from lianyi.kit.ids import encode
from lianyi.kit.money import split
from lianyi.members import queries as members
from lianyi.members.types import Benefits, Goods, PointsOffer, SpendLine
from lianyi.orders.types import Line
from lianyi.promotions import actions as promotions
from lianyi.promotions.queries import Standing, stacking
from lianyi.promotions.types import Adjustment, Intent, Offered, Phase, PlayLine, Promised, Quoted
from lianyi.supply import queries as supply
from lianyi.supply.types import FreightLine, FreightQuote, FreightTemplate, FreightTemplateId


@dataclass(frozen=True, slots=True)
class KeptLine:
    sku_id: UUID
    quantity: int
    selected: bool


CART = Statement(
    """
    select sku_id, quantity, selected from checkout_cart_line
    where tenant_id = %(tenant)s and person_id = %(person_id)s order by added_at desc, sku_id limit 200
    """,
    KeptLine,
)


async def cart(session: ReadSession, person_id: UUID) -> list[CartLine]:
    """The cart with the goods as they are now, newest first. 3 statements in 2 waits."""
    return await filled(session, await (await kept_soon(session, person_id)))


async def kept_soon(session: ReadSession, person_id: UUID) -> Soon[list[KeptLine]]:
    """The lines of a cart as they are kept, on their way."""
    return await session.soon(CART, list, person_id=person_id)


async def filled(session: ReadSession, kept: Sequence[KeptLine]) -> list[CartLine]:
    """Lines of a cart with the goods as they are now. 2 statements in one wait."""
    if not kept:
        return []
    sku_ids = [SkuId(line.sku_id) for line in kept]
    goods_soon = await catalog.sellable_soon(session, sku_ids)
    available_soon = await inventory.available_soon(session, sku_ids)
    goods, available = await goods_soon, await available_soon
    return [
        _cart_line(line, goods.get(SkuId(line.sku_id)), available.get(SkuId(line.sku_id), 0)) for line in kept
    ]


def _cart_line(line: KeptLine, sku: SellableSku | None, available: int) -> CartLine:
    problem = rules.problem_of(sku, line.quantity, available)
    if sku is None:  # deleted for good: the line stays until the shopper takes it out
        return CartLine(line.sku_id, line.sku_id, "", "", None, 0, line.quantity, line.selected, 0, problem)
    return CartLine(
        line.sku_id, sku.product_id, sku.title, sku.option_text, sku.picture_url, sku.price_fen, line.quantity,
        line.selected, available, problem,
    )  # fmt: skip


@own_data.answer("cart")
async def own_cart(session: ReadSession, person: PersonId) -> object:
    """The cart as the person may take it away."""
    return [
        {"title": line.title, "option_text": line.option_text, "sku_id": encode("sku", line.sku_id),
         "quantity": line.quantity}
        for line in await cart(session, person)
    ]  # fmt: skip


async def selected_soon(session: ReadSession, person_id: UUID) -> Soon[list[Want]]:
    """The ticked lines of the cart, on their way."""
    return await session.soon(
        CART,
        lambda rows: [Want(row.sku_id, row.quantity) for row in rows if row.selected],
        person_id=person_id,
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """Who wants campaigns for their lines, and through which door; `known` are campaigns that were read for a batch."""

    shopper: Shopper
    channel: Channel
    intents: Sequence[Intent]
    known: Mapping[tuple[UUID, UUID], Standing] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Worth:
    """What lines cost now, the goods they are, and what campaigns do for them.

    `quoted`: the lines after every phase; None when nothing is taken off. `spend`: the points that go into each line.
    """

    sums: Sums
    goods: Mapping[SkuId, SellableSku]
    promised: Promised | None
    quoted: Quoted | None = None
    spend: tuple[SpendLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Membership:
    """What the shopper's level and points may do for a quote; at most `points_max` of them are spent."""

    held: Benefits
    points_max: int = 0


@dataclass(frozen=True, slots=True)
class _Stacked:
    """Lines `before` and after points, and what points could do and what they do."""

    before: Quoted
    quoted: Quoted
    usable: PointsOffer
    used: PointsOffer


@dataclass(frozen=True, slots=True)
class Grounds:
    """What prices are worked out from: goods and freight templates as they are now, for as many quotes as need them."""

    goods: Mapping[SkuId, SellableSku]
    templates: Mapping[FreightTemplateId, FreightTemplate]


async def grounds(session: ReadSession, sku_ids: Sequence[UUID]) -> Grounds:
    """The grounds of lines. 2 statements in one wait."""
    goods = await catalog.sellable_soon(session, sku_ids)
    templates = await supply.freight_templates_soon(session)
    return Grounds(await goods, await templates)


async def worth(
    session: ReadSession,
    on: Grounds,
    wants: Sequence[Want],
    region_code: str | None,
    asked: Asked | None = None,
    membership: Membership | None = None,
    own: MicroPrices | None = None,
) -> Worth:
    """What the wants cost now, delivered to a region (None: freight as to most places, until an address is known).

    `own`: prices of the micro-shop that they are bought through. No statement but those of `promotions.price` when campaigns
    are asked for. Freight sees what campaigns and level left; points are a way to pay, and nobody pays more freight for
    using them.
    Raises GoodsWithdrawn and what a campaign refuses.
    """
    lines = rules.quote_lines(wants, on.goods)
    listed = rules.play_lines(lines)
    level, micro = _level(lines, membership), rules.micro_prices(own, lines)
    promised = None
    if asked is not None and asked.intents:
        promised = await promotions.price(
            session, asked.shopper, asked.channel, asked.intents, listed, asked.known, level, micro
        )
    if promised is None and membership is None and not micro:
        freight = supply.freight_by(on.templates, _freight_lines(lines, on.goods, {}), region_code)
        return Worth(rules.sums(lines, freight.fen, (), freight.not_deliverable), on.goods, None)
    before = promised.quoted if promised else stacking.listed(listed, micro, level)
    worked = _with_points(listed, before, promised, membership)
    left = {line.sku_id: line.left_fen for line in before.lines}
    freight = supply.freight_by(on.templates, _freight_lines(lines, on.goods, left), region_code)
    carried = _carried(promised, membership, before, freight.fen)
    found = rules.sums(
        lines, freight.fen, (*rules.shown_adjustments(worked.quoted), *carried), freight.not_deliverable,
        tuple(rules.quoted_intent(one) for one in promised.each) if promised else (),
        rules.member_part(membership.held, worked.usable, worked.used) if membership else None,
        own.shopkeeper_id if own else None,
    )  # fmt: skip
    parts = rules.points_parts(before, worked.quoted, lines)
    spend = members.spend_lines(worked.used, parts) if worked.used.points else ()
    return Worth(found, on.goods, promised, worked.quoted, spend)


def _level(lines: Sequence[QuoteLine], membership: Membership | None) -> list[Adjustment]:
    """What the shopper's level takes off list prices."""
    if membership is None:
        return []
    goods = [Goods(line.sku_id, line.price_fen, line.quantity) for line in lines]
    off = {one.sku_id: members.off_fen(membership.held, one) for one in goods}
    return rules.member_prices(membership.held, off)


def _open(promised: Promised | None) -> frozenset[Phase]:
    return frozenset(Phase) if promised is None else promised.leaves_open


def _with_points(
    lines: Sequence[PlayLine], before: Quoted, promised: Promised | None, membership: Membership | None
) -> _Stacked:
    """What points could pay of what is left, and what they do as many as are wanted, where campaigns leave that open."""
    if membership is None or Phase.CREDIT not in _open(promised):
        return _Stacked(before, before, PointsOffer(), PointsOffer())
    held = membership.held
    usable = members.points_offer(held, before.left_fen)
    used = members.points_offer(
        replace(held, points=min(held.points, membership.points_max)), before.left_fen
    )
    if not used.points:
        return _Stacked(before, before, usable, used)
    return _Stacked(before, stacking.stacked(lines, before, [rules.points_off(used)]), usable, used)


def _carried(
    promised: Promised | None, membership: Membership | None, before: Quoted, freight_fen: int
) -> list[Shown]:
    if membership is None or Phase.FREIGHT not in _open(promised):
        return []
    held = membership.held
    return rules.freight_carried(held, members.freight_off_fen(held, before.left_fen, freight_fen))


async def usable(
    session: ReadSession, on: Grounds, wants: Sequence[Want], asked: Asked, membership: Membership | None,
    own: MicroPrices | None,
) -> list[Offered]:  # fmt: skip
    """What the shopper could use for the wants on top of what they ask for, the best first. See `promotions.offers`."""
    lines = rules.quote_lines(wants, on.goods)
    return await promotions.offers(
        session,
        asked.shopper,
        asked.channel,
        asked.intents,
        rules.play_lines(lines),
        _level(lines, membership),
        rules.micro_prices(own, lines),
    )


def _freight_lines(
    lines: Sequence[QuoteLine | Line], goods: Mapping[SkuId, SellableSku], left: Mapping[UUID, int]
) -> list[FreightLine]:
    """What a carrier weighs, worth what is `left` to pay for it; goods that are gone for good weigh nothing."""
    return [
        FreightLine(
            line.sku_id, None if sku.freight_template_id is None else FreightTemplateId(sku.freight_template_id),
            sku.weight_g, line.quantity, left.get(line.sku_id, line.amount_fen),
        )
        for line in lines
        if (sku := goods.get(SkuId(line.sku_id))) is not None
    ]  # fmt: skip


async def freight_of_order(
    session: ReadSession, person_id: UUID, order_id: UUID, lines: Sequence[Line], region_code: str
) -> FreightQuote:
    """What an order's lines would cost to send to a region, by today's weights and templates and the shopper's level.

    What points have paid counts as paid. 4 statements in two waits.
    """
    benefits = await members.benefits_soon(session, [person_id], [])
    paid = await members.spent_worth_soon(session, order_id)
    on = await grounds(session, [line.sku_id for line in lines])
    by_points = split(await paid, [line.paid_fen for line in lines])
    left = {line.sku_id: line.paid_fen + part for line, part in zip(lines, by_points, strict=True)}
    freight = supply.freight_by(on.templates, _freight_lines(lines, on.goods, left), region_code)
    held = (await benefits).get(person_id)
    if held is None:
        return freight
    off_fen = members.freight_off_fen(held, sum(left.values()), freight.fen)
    return replace(freight, fen=freight.fen - off_fen)
