"""Orders in the console: list, search, counts, one order, export."""

import asyncio
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Depends, Query, Response
from pydantic import BaseModel

from lianyi.identity import queries as identity
from lianyi.identity.edges import require
from lianyi.identity.types import PersonBrief, PersonId, Staff
from lianyi.kit.clock import day_bounds
from lianyi.kit.files import XLSX, gives
from lianyi.kit.http import Language, Read, edge
from lianyi.kit.ids import as_word, encode
from lianyi.kit.paging import Page, PageQuery, next_cursor
from lianyi.orders import queries
from lianyi.orders.queries import ListFilter
from lianyi.orders.rules.finance import finance_sheet
from lianyi.orders.rules.words import STATE_WORDS, SYSTEM_WORDS, closed_text, history_text, word
from lianyi.orders.shop import (
    OrderLine,
    ParcelOut,
    PaymentOut,
    RefundOut,
    line_out,
    parcel_out,
    payment_out,
    refund_out,
)
from lianyi.orders.types import STATES, Happening, Line, Order

router = edge("/api/console", tags=["console: orders"])
OrderRef = Annotated[UUID, as_word("ord")]
Reader = Annotated[Staff, require("orders.read")]
ListedState = Literal[
    "all", "awaiting_payment", "forming", "to_ship", "shipped", "received", "completed", "closed", "refunding"
]


class Buyer(BaseModel):
    id: Annotated[UUID, as_word("psn")]
    nickname: str
    avatar_url: str | None
    phone_last4: str | None


class FirstLine(BaseModel):
    title: str
    option_text: str
    picture_url: str | None
    quantity: int


class OrderRow(BaseModel):
    id: OrderRef
    number: str
    state: str
    state_text: str
    placed_at: datetime
    paid_at: datetime | None
    buyer: Buyer
    receiver_masked: str
    phone_masked: str
    region_text: str
    payable_fen: int
    refunded_fen: int
    item_count: int
    first_line: FirstLine | None
    flag: int
    staff_note: str
    buyer_note: str
    refund_state: str | None
    alarm: str | None
    ship_by_at: datetime | None
    urged_at: datetime | None


class OrderPage(Page[OrderRow]):
    counts: dict[str, int]


async def list_filter(
    state: ListedState = "all",
    q: Annotated[
        str,
        Query(
            max_length=64,
            description="number, WeChat's or our number of a payment or refund, phone or its last 4 digits, product,"
            " tracking number, name",
        ),
    ] = "",
    placed_from: Annotated[date | None, Query(alias="from", description="business day, inclusive")] = None,
    placed_to: Annotated[date | None, Query(alias="to", description="business day, inclusive")] = None,
    flag: Annotated[int | None, Query(ge=0, le=5)] = None,
    attention: Literal["late", "alarm", "upload"] | None = None,
) -> ListFilter:
    """The conditions above the table; days are business days of the shop."""
    return ListFilter(
        states=() if state == "all" else (state,),
        query=q,
        flag=flag,
        placed_from=day_bounds(placed_from)[0] if placed_from else None,
        placed_to=day_bounds(placed_to)[1] if placed_to else None,
        alarm=attention == "alarm",
        late=attention == "late",
        upload_failed=attention == "upload",
    )


Conditions = Annotated[ListFilter, Depends(list_filter)]


@router.get("/orders")
async def list_orders(
    session: Read, _staff: Reader, page: PageQuery, wanted: Conditions, language: Language
) -> OrderPage:
    """Orders, newest first, with counts per state (each up to 10,000)."""
    wanted = await queries.meant_by(session, wanted)
    found = await queries.cards(session, wanted, limit=page.limit, after=page.after(datetime, UUID))
    shown = found[: page.limit]
    lines = await queries.lines_of(session, [card.order.id for card in shown])
    people = await identity.people_brief(session, list({PersonId(card.order.person_id) for card in shown}))
    return OrderPage(
        items=[
            _row(card, lines[card.order.id], people.get(PersonId(card.order.person_id)), language)
            for card in shown
        ],
        next_cursor=next_cursor([card.order for card in found], page.limit, "placed_at", "id"),
        total=await queries.total(session, wanted),
        counts=await queries.counts(session, list(STATES)),
    )


def _row(card: queries.Card, lines: list[Line], brief: PersonBrief | None, language: str) -> OrderRow:
    order = card.order
    first = lines[0] if lines else None
    return OrderRow(
        id=order.id, number=order.number, state=order.state, state_text=word(STATE_WORDS, order.state, language),
        placed_at=order.placed_at, paid_at=order.paid_at, buyer=_buyer(order, brief),
        receiver_masked=order.receiver_masked, phone_masked=order.phone_masked, region_text=order.region_text,
        payable_fen=order.payable_fen, refunded_fen=order.refunded_fen, item_count=order.item_count,
        first_line=FirstLine.model_validate(first, from_attributes=True) if first else None, flag=order.flag,
        staff_note=order.staff_note, buyer_note=order.buyer_note, refund_state=card.refund_state, alarm=order.alarm,
        ship_by_at=order.ship_by_at if order.state == "to_ship" else None, urged_at=order.urged_at,
    )  # fmt: skip


def _buyer(order: Order, brief: PersonBrief | None) -> Buyer:
    return Buyer(
        id=order.person_id,
        nickname=brief.nickname if brief else "",
        avatar_url=brief.avatar_url if brief else None,
        phone_last4=brief.phone_last4 if brief else None,
    )


@router.get("/orders/export.xlsx", response_class=Response, responses=gives(XLSX))
async def export(
    session: Read, _staff: Annotated[Staff, require("orders.read")], wanted: Conditions
) -> Response:
    """Orders with lines and money for finance: one row a line, at most 20,000 orders; no personal data but the mask."""
    orders = await queries.export_rows(session, await queries.meant_by(session, wanted))
    lines = await queries.lines_of(session, [order.id for order in orders])
    sheet = await asyncio.to_thread(finance_sheet, orders, lines)
    return Response(
        sheet, media_type=XLSX, headers={"Content-Disposition": 'attachment; filename="orders.xlsx"'}
    )


class ConsoleParcel(ParcelOut):
    wechat_state: str
    wechat_error: str | None


class ConsoleRefund(RefundOut):
    by: str
    error: str | None
    lines: list[dict[str, Any]]


class ConsoleStep(BaseModel):
    at: datetime
    kind: str
    text: str
    by: str
    actor_kind: str
    note: str
    data: dict[str, Any]


class MaskedAddress(BaseModel):
    """The receiver as a list may show it; `full_text` is the region only."""

    name: str
    phone_masked: str
    full_text: str
    region_code: str
    province: str
    city: str
    district: str


class ConsoleOrder(BaseModel):
    """One order, whole. The receiver is masked; `reveal` shows and logs."""

    id: OrderRef
    number: str
    state: str
    state_text: str
    close_reason: str | None
    close_reason_text: str | None
    placed_at: datetime
    pay_deadline_at: datetime
    paid_at: datetime | None
    ship_by_at: datetime | None
    shipped_at: datetime | None
    received_at: datetime | None
    completed_at: datetime | None
    closed_at: datetime | None
    auto_receive_at: datetime | None
    complete_at: datetime | None
    goods_fen: int
    freight_fen: int
    adjust_fen: int
    payable_fen: int
    granted_fen: int
    granted_freight_fen: int
    refunded_fen: int
    item_count: int
    flag: int
    staff_note: str
    buyer_note: str
    alarm: str | None
    payment: PaymentOut | None
    buyer: Buyer
    address: MaskedAddress
    lines: list[OrderLine]
    parcels: list[ConsoleParcel]
    refunds: list[ConsoleRefund]
    history: list[ConsoleStep]
    ledger_why: str
    version: int


@router.get("/orders/{order_id}")
async def order_detail(session: Read, _staff: Reader, order_id: OrderRef, language: Language) -> ConsoleOrder:
    """One order with lines, parcels, refunds, who did what and why, and the way to its fen in the ledger."""
    order = await queries.order(session, order_id)
    people = await identity.people_brief(session, [PersonId(order.person_id)])
    parcels, refunds = await queries.parcels(session, order.id), await queries.refunds(session, order.id)
    history = await queries.history(session, order.id)
    fields = {name: getattr(order, name) for name in ConsoleOrder.model_fields if hasattr(order, name)}
    return ConsoleOrder(
        **fields,
        state_text=word(STATE_WORDS, order.state, language),
        close_reason_text=closed_text(order, language),
        buyer=_buyer(order, people.get(PersonId(order.person_id))),
        address=MaskedAddress(
            name=order.receiver_masked, phone_masked=order.phone_masked, full_text=order.region_text,
            region_code=order.region_code, province=order.province, city=order.city, district=order.district,
        ),
        payment=payment_out(order),
        lines=[line_out(line) for line in await queries.lines(session, order.id)],
        parcels=[
            ConsoleParcel(
                **parcel_out(parcel, language).model_dump(), wechat_state=parcel.wechat_state,
                wechat_error=parcel.wechat_error,
            )
            for parcel in parcels
        ],
        refunds=[
            ConsoleRefund(
                **refund_out(refund).model_dump(), by=refund.by, error=refund.error, lines=portions_out(refund.lines)
            )
            for refund in refunds
        ],
        history=[
            _step(step, language) for step in history
        ],
        ledger_why=f"/ledger/why/{encode('ord', order.id)}",
    )  # fmt: skip


def _step(step: Happening, language: str) -> ConsoleStep:
    by_program = step.actor_kind == "system"
    return ConsoleStep(
        at=step.at,
        kind=step.kind,
        text=history_text(step.kind, step.data, language),
        by=word(SYSTEM_WORDS, step.actor_name, language) if by_program else step.actor_name,
        actor_kind=step.actor_kind,
        note=step.note,
        data=dict(step.data),
    )


def portions_out(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Lines of a refund with their ids as words."""
    return [{**part, "line_id": encode("oln", UUID(part["line_id"]))} for part in lines]
