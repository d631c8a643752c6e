"""Reads of the cart, and the goods, prices and freight a quote is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from lianyi.catalog import queries as catalog
from lianyi.catalog.types import SellableSku, SkuId
from lianyi.checkout import rules
from lianyi.checkout.types import CartLine, QuoteLine, Sums, Want
from lianyi.identity.queries import own_data
from lianyi.identity.types import Channel, PersonId, Shopper
from lianyi.inventory import queries as inventory
from lianyi.kit.db import ReadSession, Statement
from lianyi.kit.ids import encode
from lianyi.orders.types import Line
from lianyi.promotions import actions as promotions
from lianyi.promotions.queries import Standing
from lianyi.promotions.types import Intent, Offered, Promised
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
    """The cart with the goods as they are now, newest first. 3 statements."""
    kept = await session.all(CART, person_id=person_id)
    if not kept:
        return []
    sku_ids = [SkuId(line.sku_id) for line in kept]
    goods = await catalog.sellable(session, sku_ids)
    available = await inventory.available(session, sku_ids)
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


async def selected(session: ReadSession, person_id: UUID) -> list[Want]:
    """The ticked lines of the cart."""
    return [
        Want(line.sku_id, line.quantity)
        for line in await session.all(CART, person_id=person_id)
        if line.selected
    ]


@dataclass(frozen=True, slots=True)
class Asked:
    """Who wants campaigns for their lines, and through which door; `known` are campaigns that were read for a batch."""

    shopper: Shopper
    channel: Channel
    intents: Sequence[Intent]
    known: Mapping[tuple[UUID, UUID], Standing] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Worth:
    """What lines cost now, the goods they are, and what campaigns do for them."""

    sums: Sums
    goods: Mapping[SkuId, SellableSku]
    promised: Promised | None


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
) -> Worth:
    """What the wants cost now, delivered to a region (None: freight as to most places, until an address is known).

    No statement but those of `promotions.price` when campaigns are asked for; freight sees what the campaigns left.
    Raises GoodsWithdrawn and what a campaign refuses.
    """
    lines = rules.quote_lines(wants, on.goods)
    promised = None
    if asked is not None and asked.intents:
        promised = await promotions.price(
            session, asked.shopper, asked.channel, asked.intents, rules.play_lines(lines), asked.known
        )
    left = {} if promised is None else {line.sku_id: line.left_fen for line in promised.quoted.lines}
    freight = supply.freight_by(on.templates, _freight_lines(lines, on.goods, left), region_code)
    if promised is None:
        return Worth(rules.sums(lines, freight.fen, (), freight.not_deliverable), on.goods, None)
    found = rules.sums(
        lines, freight.fen, rules.shown_adjustments(promised.quoted), freight.not_deliverable,
        tuple(rules.quoted_intent(one) for one in promised.each),
    )  # fmt: skip
    return Worth(found, on.goods, promised)


async def usable(session: ReadSession, on: Grounds, wants: Sequence[Want], asked: Asked) -> list[Offered]:
    """What the shopper could use for the wants on top of what they ask for, the best first. See `promotions.offers`."""
    lines = rules.play_lines(rules.quote_lines(wants, on.goods))
    return await promotions.offers(session, asked.shopper, asked.channel, asked.intents, lines)


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


async def freight_of_order(session: ReadSession, lines: Sequence[Line], region_code: str) -> FreightQuote:
    """What an order's lines would cost to send to a region, by today's weights and templates. 2 statements."""
    on = await grounds(session, [line.sku_id for line in lines])
    left = {line.sku_id: line.paid_fen for line in lines}
    return supply.freight_by(on.templates, _freight_lines(lines, on.goods, left), region_code)
