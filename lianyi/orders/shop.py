"""What shoppers do with their orders: list, search, see, pay, cancel, receive, ask for money back, urge."""

from datetime import datetime
from functools import partial
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Request
from pydantic import BaseModel, Field

from lianyi.identity import queries as identity
from lianyi.identity.edges import CurrentShopper
from lianyi.kit.db import ReadSession
from lianyi.kit.http import Language, Own, Read, Write, edge
from lianyi.kit.ids import as_word
from lianyi.kit.limits import rate_limit
from lianyi.kit.paging import Page, PageQuery, next_cursor
from lianyi.orders import actions, queries
from lianyi.orders.rules import offers
from lianyi.orders.rules.carriers import carrier_name
from lianyi.orders.rules.deadlines import settles_on as settles_by
from lianyi.orders.rules.words import (
    STAFF_ONLY,
    STATE_WORDS,
    closed_text,
    guarantee_text,
    history_text,
    word,
)
from lianyi.orders.types import Action, Line, Order, Parcel, Portion, Receiver, Refund
from lianyi.payments import actions as payments
from lianyi.payments import queries as payment_reads
from lianyi.payments.types import Method

router = edge("/api/shop", tags=["shop: orders"])
outside_router = edge("/api/shop", tags=["shop: orders"], own=True)

OrderRef = Annotated[UUID, as_word("ord")]
LineRef = Annotated[UUID, as_word("oln")]
RefundRef = Annotated[UUID, as_word("rfd")]
Listed = Literal["all", "awaiting_payment", "forming", "to_ship", "shipped", "completed", "refunding"]


class CardLine(BaseModel):
    title: str
    option_text: str
    picture_url: str | None
    price_fen: int
    quantity: int


class OrderHead(BaseModel):
    """What every view of an order begins with; `actions` are what its buttons may do now."""

    id: OrderRef
    number: str
    state: str
    state_text: str
    placed_at: datetime
    pay_deadline_at: datetime
    payable_fen: int
    refunded_fen: int
    freight_fen: int
    item_count: int
    actions: list[Action]


class OrderCard(OrderHead):
    """An order in the shopper's list."""

    lines: list[CardLine]


class OrderLine(CardLine):
    id: LineRef
    sku_id: Annotated[UUID, as_word("sku")]
    product_id: Annotated[UUID, as_word("prd")]
    amount_fen: int
    adjust_share_fen: int
    freight_share_fen: int
    shipped_quantity: int
    refunded_quantity: int
    refunded_fen: int
    returned_quantity: int
    return_policy: str


class ParcelLine(BaseModel):
    line_id: LineRef
    quantity: int


class ParcelOut(BaseModel):
    id: Annotated[UUID, as_word("pcl")]
    carrier_code: str
    carrier_name: str
    tracking_no: str
    shipped_at: datetime
    lines: list[ParcelLine]


class RefundOut(BaseModel):
    id: RefundRef
    state: str
    amount_fen: int
    freight_fen: int
    reason: str
    note: str
    created_at: datetime
    decided_at: datetime | None
    finished_at: datetime | None


class AddressOut(BaseModel):
    name: str
    phone_masked: str
    full_text: str


class HistoryOut(BaseModel):
    at: datetime
    kind: str
    text: str


class PaymentOut(BaseModel):
    state: str
    method: str | None
    paid_at: datetime | None
    transaction_id: str | None


class GuaranteeOut(BaseModel):
    """The money lies frozen at WeChat until the order is completed. `settles_on`: when that is expected at the latest."""

    held: str
    text: str
    frozen_until: datetime
    settles_on: datetime | None
    released_at: datetime | None


class OrderDetail(OrderHead):
    """One order with everything that happened to it."""

    lines: list[OrderLine]
    goods_fen: int
    adjust_fen: int
    address: AddressOut | None
    note: str
    close_reason_text: str | None
    parcels: list[ParcelOut]
    refunds: list[RefundOut]
    history: list[HistoryOut]
    payment: PaymentOut | None
    guarantee: GuaranteeOut | None
    auto_receive_at: datetime | None
    server_time: datetime


class Counts(BaseModel):
    awaiting_payment: int
    forming: int
    to_ship: int
    shipped: int
    refunding: int


def line_out(line: Line) -> OrderLine:
    return OrderLine(
        id=line.id, sku_id=line.sku_id, product_id=line.product_id, title=line.title, option_text=line.option_text,
        picture_url=line.picture_url, price_fen=line.price_fen, quantity=line.quantity, amount_fen=line.amount_fen,
        adjust_share_fen=line.adjust_share_fen,
        freight_share_fen=line.freight_share_fen, shipped_quantity=line.shipped_quantity,
        refunded_quantity=line.refunded_quantity, refunded_fen=line.refunded_fen,
        returned_quantity=line.returned_quantity, return_policy=line.return_policy,
    )  # fmt: skip


def parcel_out(parcel: Parcel, language: str) -> ParcelOut:
    return ParcelOut(
        id=parcel.id, carrier_code=parcel.carrier_code, carrier_name=carrier_name(parcel.carrier_code, language),
        tracking_no=parcel.tracking_no, shipped_at=parcel.shipped_at,
        lines=[ParcelLine(line_id=UUID(part["line_id"]), quantity=part["quantity"]) for part in parcel.lines],
    )  # fmt: skip


def refund_out(refund: Refund) -> RefundOut:
    return RefundOut(
        id=refund.id, state=refund.state, amount_fen=refund.amount_fen, freight_fen=refund.freight_fen,
        reason=refund.reason, note=refund.note, created_at=refund.created_at, decided_at=refund.decided_at,
        finished_at=refund.finished_at,
    )  # fmt: skip


def _card_fields(order: Order, language: str, now: datetime) -> dict[str, Any]:
    return {
        "id": order.id, "number": order.number, "state": order.state,
        "state_text": word(STATE_WORDS, order.state, language), "placed_at": order.placed_at,
        "pay_deadline_at": order.pay_deadline_at, "payable_fen": order.payable_fen,
        "refunded_fen": order.refunded_fen, "freight_fen": order.freight_fen, "item_count": order.item_count,
        "actions": offers.actions_of(order, now),
    }  # fmt: skip


@router.get("/orders/counts")
async def counts(session: Read, shopper: CurrentShopper) -> Counts:
    """How many orders wait in each state, for the badges of the page "me"."""
    return Counts(**await queries.counts(session, list(Counts.model_fields)[:-1], shopper.person))


@router.get("/orders")
async def list_orders(
    session: Read, shopper: CurrentShopper, page: PageQuery, language: Language,
    state: Listed = "all", q: Annotated[str, Query(max_length=60)] = "",
) -> Page[OrderCard]:  # fmt: skip
    """The shopper's own orders, newest first; `q` searches titles, numbers and tracking numbers."""
    wanted = queries.ListFilter(person_id=shopper.person, states=offers.LISTED.get(state, (state,)), query=q)
    found = await queries.cards(session, wanted, limit=page.limit, after=page.after(datetime, UUID))
    shown = [card.order for card in found[: page.limit]]
    lines = await queries.lines_of(session, [order.id for order in shown])
    return Page[OrderCard](
        items=[
            OrderCard(
                **_card_fields(order, language, session.now),
                lines=[CardLine.model_validate(line, from_attributes=True) for line in lines[order.id]],
            )
            for order in shown
        ],
        next_cursor=next_cursor([card.order for card in found], page.limit, "placed_at", "id"),
    )


@router.get("/orders/{order_id}")
async def order_detail(
    session: Read, shopper: CurrentShopper, order_id: OrderRef, language: Language
) -> OrderDetail:
    """One own order with everything that happened to it."""
    order = await queries.order_of(session, shopper.person, order_id)
    history = await queries.history(session, order.id)
    return OrderDetail(
        **_card_fields(order, language, session.now),
        lines=[line_out(line) for line in await queries.lines(session, order.id)],
        goods_fen=order.goods_fen,
        adjust_fen=order.adjust_fen,
        address=_address_out(order, await queries.receiver(session, order.id)),
        note=order.buyer_note,
        close_reason_text=closed_text(order, language),
        parcels=[parcel_out(parcel, language) for parcel in await queries.parcels(session, order.id)],
        refunds=[refund_out(refund) for refund in await queries.refunds(session, order.id)],
        history=[
            HistoryOut(at=step.at, kind=step.kind, text=history_text(step.kind, step.data, language))
            for step in history
            if step.kind not in STAFF_ONLY
        ],
        payment=payment_out(order),
        guarantee=await _guarantee_out(session, order, language),
        auto_receive_at=order.auto_receive_at,
        server_time=session.now,
    )


def _address_out(order: Order, receiver: Receiver | None) -> AddressOut | None:
    if receiver is None:
        return None
    return AddressOut(name=receiver.name, phone_masked=order.phone_masked, full_text=receiver.full_text)


async def _guarantee_out(session: ReadSession, order: Order, language: str) -> GuaranteeOut | None:
    found = await payment_reads.guarantee_of(session, order.id) if order.paid_at else None
    if found is None:
        return None
    settings = (await identity.tenant(session)).settings
    settles_on = settles_by(order, settings.auto_receive_days, settings.complete_after_days)
    return GuaranteeOut(
        held=found.held,
        text=guarantee_text(found.held, settles_on, found.released_at, language),
        frozen_until=found.frozen_until,
        settles_on=settles_on if found.held in {"frozen", "unfrozen"} else None,
        released_at=found.released_at,
    )


def payment_out(order: Order) -> PaymentOut | None:
    if order.paid_at is None:
        return None
    return PaymentOut(
        state="succeeded", method=order.pay_method, paid_at=order.paid_at, transaction_id=order.transaction_id
    )


class CancelIn(BaseModel):
    reason: str = Field(default="", max_length=100)


@outside_router.post("/orders/{order_id}/cancel", status_code=204)
async def cancel(db: Own, shopper: CurrentShopper, order_id: OrderRef, given: CancelIn) -> None:
    """Close an unpaid order, at WeChat first."""
    await actions.cancel_for(db, shopper, order_id, given.reason)


class PayIn(BaseModel):
    """`return_url` is the page of this shop that H5 payment comes back to."""

    method: Method
    return_url: str | None = Field(default=None, max_length=500)


class PayOut(BaseModel):
    """What the client needs to open the cashier; which field is set depends on the method."""

    method: Method
    payment_id: Annotated[UUID, as_word("pay")]
    params: dict[str, str] | None
    h5_url: str | None
    code_url: str | None
    cashier_url: str | None
    expires_at: datetime


@outside_router.post("/orders/{order_id}/pay", dependencies=[rate_limit("30/minute", name="pay")])
async def pay(db: Own, shopper: CurrentShopper, order_id: OrderRef, given: PayIn, request: Request) -> PayOut:
    """Begin to pay an own unpaid order by one of WeChat's ways."""
    paying = await payments.prepay(
        db, shopper.tenant, order_id, given.method, openids=shopper.openids,
        client_ip=request.client.host if request.client else "127.0.0.1", return_url=given.return_url,
        may=partial(queries.payable_soon, person_id=shopper.person, order_id=order_id),
    )  # fmt: skip
    return PayOut.model_validate(paying, from_attributes=True)


class PaymentState(BaseModel):
    state: Literal["pending", "succeeded", "closed"]
    paid_at: datetime | None


@outside_router.get(
    "/orders/{order_id}/payment", dependencies=[rate_limit("120/minute", name="payment-state")]
)
async def payment_state(db: Own, shopper: CurrentShopper, order_id: OrderRef) -> PaymentState:
    """Whether the money has arrived; asks WeChat when no callback has come."""
    async with db.read(shopper.tenant) as session:
        order = await queries.order_of(session, shopper.person, order_id)
    if order.free:  # paid by its discounts when it was placed
        return PaymentState(state="succeeded", paid_at=order.paid_at)
    await payments.ask_wechat(db, shopper.tenant, order_id)
    async with db.read(shopper.tenant) as session:
        payment = await payment_reads.of_order(session, order_id)
    if payment is None:
        return PaymentState(state="closed", paid_at=None)
    return PaymentState(state=payment.state.value, paid_at=payment.paid_at)


@router.post("/orders/{order_id}/receive", status_code=204)
async def receive(session: Write, shopper: CurrentShopper, order_id: OrderRef) -> None:
    """Confirm that the goods are here."""
    await actions.receive(session, shopper, order_id)


@router.post("/orders/{order_id}/urge", status_code=204)
async def urge(session: Write, shopper: CurrentShopper, order_id: OrderRef) -> None:
    """Ask the seller to ship; once in 24 hours."""
    await actions.urge(session, shopper, order_id)


class RefundLineIn(BaseModel):
    line_id: LineRef
    quantity: int = Field(ge=1, le=9999)


class RefundIn(BaseModel):
    lines: list[RefundLineIn] = Field(min_length=1, max_length=100)
    reason: str = Field(min_length=1, max_length=200)


class AskedOut(BaseModel):
    refund_id: RefundRef
    state: str
    amount_fen: int


@router.post("/orders/{order_id}/refunds", status_code=201)
async def request_refund(
    session: Write, shopper: CurrentShopper, order_id: OrderRef, given: RefundIn
) -> AskedOut:
    """Ask for units back that have not been shipped."""
    wanted = [Portion(line.line_id, line.quantity) for line in given.lines]
    asked = await actions.request_refund(session, shopper, order_id, wanted, given.reason)
    return AskedOut(refund_id=asked.refund_id, state=asked.state, amount_fen=asked.amount_fen)


@router.delete("/orders/{order_id}/refunds/{refund_id}", status_code=204)
async def withdraw_refund(
    session: Write, shopper: CurrentShopper, order_id: OrderRef, refund_id: RefundRef
) -> None:
    """Take back a request nobody has decided yet."""
    await actions.withdraw_refund(session, shopper, order_id, refund_id)
