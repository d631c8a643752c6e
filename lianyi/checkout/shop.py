"""Cart, quote and placing, for shoppers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, Field

from lianyi.checkout import actions, queries, rules
from lianyi.checkout.types import (
    Ask,
    CartLine,
    MemberPart,
    Phase,
    Problem,
    Quote,
    QuoteLine,
    Source,
    Using,
    Want,
)
from lianyi.identity.edges import CurrentChannel, CurrentShopper, Token, shoppers_of
from lianyi.identity.errors import SignedOut
from lianyi.identity.types import Address, AddressId, Channel, Shopper
from lianyi.kit.batching import Arriving, KeyedBatch
from lianyi.kit.db import ReadSession, Session
from lianyi.kit.errors import Refusal
from lianyi.kit.http import Language, Own, Read, Write, edge
from lianyi.kit.ids import as_word
from lianyi.kit.limits import rate_limit
from lianyi.promotions.types import Intent, Offered

router = edge("/api/shop", tags=["shop: checkout"])
together = edge("/api/shop", tags=["shop: checkout"], own=True)  # what is done in batches
SkuRef = Annotated[UUID, as_word("sku")]
ProductRef = Annotated[UUID, as_word("prd")]
OrderRef = Annotated[UUID, as_word("ord")]
Quantity = Annotated[int, Field(ge=1, le=rules.QUANTITY_MAX)]


class CartLineOut(BaseModel):
    sku_id: SkuRef
    product_id: ProductRef
    title: str
    option_text: str
    picture: str | None
    price_fen: int
    quantity: int
    selected: bool
    available: int
    ok: bool
    problem: Problem | None


class CartOut(BaseModel):
    """The whole cart; the sums count the ticked lines that can be bought."""

    lines: list[CartLineOut]
    selected_goods_fen: int
    selected_count: int


async def _cart(session: ReadSession, person_id: UUID) -> CartOut:
    return _cart_out(await queries.cart(session, person_id))


def _cart_out(lines: Sequence[CartLine]) -> CartOut:
    goods_fen, pieces = rules.selected_sums(lines)
    return CartOut(
        lines=[_cart_line_out(line) for line in lines], selected_goods_fen=goods_fen, selected_count=pieces
    )


def _cart_line_out(line: CartLine) -> CartLineOut:
    return CartLineOut(
        sku_id=line.sku_id, product_id=line.product_id, title=line.title, option_text=line.option_text,
        picture=line.picture_url, price_fen=line.price_fen, quantity=line.quantity, selected=line.selected,
        available=line.available, ok=line.ok, problem=line.problem,
    )  # fmt: skip


@router.get("/cart")
async def cart(session: Read, shopper: CurrentShopper) -> CartOut:
    """The cart with today's prices and stock."""
    return await _cart(session, shopper.person)


class WantIn(BaseModel):
    sku_id: SkuRef
    quantity: Quantity

    def want(self) -> Want:
        return Want(self.sku_id, self.quantity)


@router.post("/cart/lines")
async def add(session: Write, shopper: CurrentShopper, given: WantIn) -> CartOut:
    """Put pieces into the cart, on top of those that are there."""
    return _cart_out(await actions.add_to_cart(session, shopper, given.want()))


class CartLineIn(BaseModel):
    quantity: Quantity
    selected: bool


@router.put("/cart/lines/{sku_id}")
async def set_line(session: Write, shopper: CurrentShopper, sku_id: SkuRef, given: CartLineIn) -> CartOut:
    """Say how many, and whether ticked."""
    await actions.set_cart_line(session, shopper, Want(sku_id, given.quantity), selected=given.selected)
    return await _cart(session, shopper.person)


@router.delete("/cart/lines/{sku_id}")
async def remove(session: Write, shopper: CurrentShopper, sku_id: SkuRef) -> CartOut:
    """Take a line out."""
    await actions.remove_from_cart(session, shopper, sku_id)
    return await _cart(session, shopper.person)


class SelectIn(BaseModel):
    all: bool


@router.post("/cart/select")
async def select(session: Write, shopper: CurrentShopper, given: SelectIn) -> CartOut:
    """Tick all lines, or none."""
    await actions.select_all(session, shopper, selected=given.all)
    return await _cart(session, shopper.person)


@router.post("/orders/{order_id}/buy-again")
async def buy_again(session: Write, shopper: CurrentShopper, order_id: OrderRef) -> CartOut:
    """Put the goods of an own order back into the cart."""
    await actions.buy_again(session, shopper, order_id)
    return await _cart(session, shopper.person)


class IntentIO(BaseModel):
    """What a campaign shall do for the lines: `run_id` joins a run (a team), null opens one. Source `direct` only."""

    campaign_id: Annotated[UUID, as_word("cmp")]
    run_id: Annotated[UUID, as_word("team")] | None = None

    def intent(self) -> Intent:
        return Intent(self.campaign_id, self.run_id)


class UseIO(BaseModel):
    """Something used on top of what the shopper came for: a coupon they have, or what a shop gives by itself (null)."""

    campaign_id: Annotated[UUID, as_word("cmp")]
    run_id: Annotated[UUID, as_word("run")] | None = None

    def intent(self) -> Intent:
        return Intent(self.campaign_id, self.run_id)


class UsingIn(BaseModel):
    """`best` takes what takes most off; else `chosen`, which may be empty."""

    best: bool = True
    chosen: list[UseIO] = Field(default_factory=list, max_length=rules.USES_MAX)

    def using(self) -> Using:
        return Using(self.best, tuple(one.intent() for one in self.chosen))


class QuoteIn(BaseModel):
    """`lines` with source `direct` only; `cart` takes the ticked lines. `using` null: nothing on top is looked at.

    `micro_shop_id`: bought through that micro-shop, at its own prices where it has any.
    """

    source: Source
    lines: list[WantIn] = Field(default_factory=list, max_length=rules.LINES_MAX)
    address_id: Annotated[UUID, as_word("adr")] | None = None
    intent: IntentIO | None = None
    use_points: bool = False
    using: UsingIn | None = None
    micro_shop_id: Annotated[UUID, as_word("shk")] | None = None


class QuoteLineOut(BaseModel):
    sku_id: SkuRef
    product_id: ProductRef
    title: str
    option_text: str
    picture_url: str | None
    price_fen: int
    quantity: int
    amount_fen: int
    return_policy: str
    needs_no_return_confirmation: bool


class AdjustmentOut(BaseModel):
    phase: Phase
    source: str
    label: str
    label_en: str
    amount_fen: int


class UsableOut(BaseModel):
    """What could be used on top, the best first. `off_fen` is what it would take off; `reason` says why it cannot be used."""

    use: UseIO
    title: str
    label: str
    off_fen: int
    until_at: datetime | None
    ok: bool
    reason: str


class AddressOut(BaseModel):
    id: Annotated[UUID, as_word("adr")]
    name: str
    phone: str
    province: str
    city: str
    district: str
    region_code: str
    detail: str
    postcode: str | None
    is_default: bool


class QuoteMemberOut(BaseModel):
    """The shopper's level (empty: none), their points, and what points can do for this quote; used: when it is placed."""

    level: str
    points: int
    usable_points: int
    usable_fen: int
    used_points: int
    used_fen: int


class QuoteOut(BaseModel):
    """What the shopper would pay now, every fen with its source; good for 30 minutes.

    `rules`: of the campaigns asked. `usable` and `used`: what there is on top, when `using` was asked.
    """

    id: Annotated[UUID, as_word("quo")]
    expires_at: datetime
    lines: list[QuoteLineOut]
    goods_fen: int
    freight_fen: int
    adjustments: list[AdjustmentOut]
    payable_fen: int
    deliverable: bool
    undeliverable_sku_ids: list[SkuRef]
    address: AddressOut | None
    intent: IntentIO | None
    used: list[UseIO]
    usable: list[UsableOut]
    rules: list[str]
    rules_en: list[str]
    member: QuoteMemberOut | None


@router.post("/quotes", status_code=201)
async def quote(
    session: Write, shopper: CurrentShopper, channel: CurrentChannel, language: Language, given: QuoteIn
) -> QuoteOut:
    """Work out what the ticked cart or the given lines cost, and what a campaign does for them when one is asked."""
    wants = [line.want() for line in given.lines]
    intent = given.intent.intent() if given.intent else None
    made = await actions.quote(
        session, shopper, given.source, wants, given.address_id, intent=intent,
        using=given.using.using() if given.using else None, channel=channel,
        use_points=given.use_points, micro_shop_id=given.micro_shop_id,
    )  # fmt: skip
    return _quote_out(made, language)


def _quote_out(made: Quote, language: str) -> QuoteOut:
    asked, told = made.intent, made.sums.intents
    return QuoteOut(
        id=made.id, expires_at=made.expires_at, lines=[_line_out(line) for line in made.sums.lines],
        goods_fen=made.sums.goods_fen, freight_fen=made.sums.freight_fen,
        adjustments=[AdjustmentOut.model_validate(one, from_attributes=True) for one in made.sums.adjustments],
        payable_fen=made.sums.payable_fen, deliverable=made.sums.deliverable,
        undeliverable_sku_ids=list(made.sums.undeliverable_sku_ids), address=_address_out(made.address),
        intent=IntentIO(campaign_id=asked.campaign_id, run_id=asked.run_id) if asked else None,
        used=[UseIO(campaign_id=one.campaign_id, run_id=one.run_id) for one in made.used],
        usable=[_usable_out(one, language) for one in made.usable],
        rules=[line for one in told for line in one.rules_zh], rules_en=[line for one in told for line in one.rules_en],
        member=_member_out(made.sums.member),
    )  # fmt: skip


def _usable_out(one: Offered, language: str) -> UsableOut:
    found, english = one.usable, language == "en"
    return UsableOut(
        use=UseIO(campaign_id=found.intent.campaign_id, run_id=found.intent.run_id), title=found.title,
        label=found.label_en if english else found.label_zh, off_fen=one.off_fen, until_at=found.until_at, ok=found.ok,
        reason=found.reason_en if english else found.reason_zh,
    )  # fmt: skip


def _member_out(part: MemberPart | None) -> QuoteMemberOut | None:
    return None if part is None else QuoteMemberOut.model_validate(part, from_attributes=True)


def _line_out(line: QuoteLine) -> QuoteLineOut:
    return QuoteLineOut.model_validate(line, from_attributes=True)


def _address_out(address: Address | None) -> AddressOut | None:
    return None if address is None else AddressOut.model_validate(address, from_attributes=True)


class PlaceIn(BaseModel):
    """`expected_payable_fen` is what the page showed; `no_return_confirmed_sku_ids` are the boxes the shopper ticked."""

    quote_id: Annotated[UUID, as_word("quo")]
    address_id: Annotated[UUID, as_word("adr")]
    note: str = Field(default="", max_length=200)
    no_return_confirmed_sku_ids: list[SkuRef] = Field(default_factory=list, max_length=rules.LINES_MAX)
    expected_payable_fen: int = Field(ge=0)


class PlacedOut(BaseModel):
    """`payable_fen` 0: paid by its discounts already, there is nothing to pay."""

    order_id: OrderRef
    number: str
    payable_fen: int
    pay_deadline_at: datetime


@dataclass(frozen=True, slots=True)
class Placing:
    """A request to place, with the token of whoever sent it."""

    token: str
    channel: Channel
    given: PlaceIn

    def ask(self, shopper: Shopper) -> Ask:
        given = self.given
        return Ask(
            shopper, given.quote_id, AddressId(given.address_id), given.expected_payable_fen, given.note,
            frozenset(given.no_return_confirmed_sku_ids), self.channel,
        )  # fmt: skip


async def _place(session: Session, asked: Sequence[Placing]) -> list[PlacedOut | Refusal]:
    shoppers = await shoppers_of(session, [one.token for one in asked])
    known = [(one, shopper) for one in asked if (shopper := shoppers.get(one.token)) is not None]
    answers = iter(
        await actions.place_orders(session, [one.ask(shopper) for one, shopper in known]) if known else ()
    )
    return [
        SignedOut() if one.token not in shoppers
        else answer if isinstance(answer := next(answers), Refusal)
        else PlacedOut.model_validate(answer, from_attributes=True)
        for one in asked
    ]  # fmt: skip


placing = KeyedBatch(_place, apart=lambda one: one.given.quote_id, status=201)


@together.post(
    "/orders",
    status_code=201,
    response_model=PlacedOut,
    dependencies=[rate_limit("60/minute", name="place_order")],
)
async def place(
    db: Own, arrival: Arriving, token: Token, channel: CurrentChannel, given: PlaceIn
) -> Response:
    """Turn a quote into an order, which awaits payment unless it comes to nothing; tapped twice, it is the same order."""
    return await placing.answer(db, arrival, Placing(token, channel, given))


class AddressIn(BaseModel):
    address_id: Annotated[UUID, as_word("adr")]


@router.put("/orders/{order_id}/address", status_code=204)
async def change_address(
    session: Write, shopper: CurrentShopper, order_id: OrderRef, given: AddressIn
) -> None:
    """Send an own order elsewhere before it leaves, when that costs no fen more."""
    await actions.change_address(session, shopper, order_id, given.address_id)
