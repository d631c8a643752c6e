"""Refunds in the console: list, give, decide, try again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from lianyi.identity.edges import require
from lianyi.identity.types import Staff
from lianyi.kit.http import Read, Write, edge
from lianyi.kit.ids import as_word
from lianyi.kit.paging import Page, PageQuery, next_cursor
from lianyi.orders import actions, queries
from lianyi.orders.shop import AskedOut
from lianyi.orders.types import Line, LineId, Portion, Refund

router = edge("/api/console", tags=["console: refunds"])
OrderRef = Annotated[UUID, as_word("ord")]
RefundRef = Annotated[UUID, as_word("rfd")]
Giver = Annotated[Staff, require("orders.refund")]
ListedRefund = Literal["requested", "processing", "succeeded", "failed", "rejected", "withdrawn"]


class RefundLine(BaseModel):
    line_id: Annotated[UUID, as_word("oln")]
    title: str
    option_text: str
    quantity: int
    amount_fen: int


class RefundRow(BaseModel):
    id: RefundRef
    order_id: OrderRef
    order_number: str
    by: str
    state: str
    amount_fen: int
    freight_fen: int
    reason: str
    note: str
    error: str | None
    created_at: datetime
    decided_at: datetime | None
    finished_at: datetime | None
    lines: list[RefundLine]


@router.get("/refunds")
async def list_refunds(
    session: Read, _staff: Annotated[Staff, require("orders.read")], page: PageQuery,
    state: ListedRefund | None = None, q: Annotated[str, Query(max_length=60)] = "",
) -> Page[RefundRow]:  # fmt: skip
    """Refunds, newest first; `q` finds them by their order."""
    found = await queries.refund_page(
        session, state=state, query=q, limit=page.limit, after=page.after(datetime, UUID)
    )
    shown = found[: page.limit]
    lines = await queries.lines_of(session, [refund.order_id for refund in shown])
    line_of = {line.id: line for listed in lines.values() for line in listed}
    return Page[RefundRow](
        items=[
            RefundRow(
                id=refund.id, order_id=refund.order_id, order_number=refund.order_number, by=refund.by,
                state=refund.state, amount_fen=refund.amount_fen, freight_fen=refund.freight_fen,
                reason=refund.reason, note=refund.note, error=refund.error, created_at=refund.created_at,
                decided_at=refund.decided_at, finished_at=refund.finished_at, lines=_lines(refund, line_of),
            )
            for refund in shown
        ],
        next_cursor=next_cursor(found, page.limit, "created_at", "id"),
    )  # fmt: skip


def _lines(refund: Refund, line_of: Mapping[LineId, Line]) -> list[RefundLine]:
    return [
        RefundLine(
            line_id=line.id, title=line.title, option_text=line.option_text, quantity=part["quantity"],
            amount_fen=part["amount_fen"] or 0,
        )
        for part in refund.lines
        if (line := line_of.get(LineId(UUID(part["line_id"])))) is not None
    ]  # fmt: skip


class GiveLine(BaseModel):
    """`quantity` 0 with an amount gives money without goods; no amount gives what the units are worth."""

    line_id: Annotated[UUID, as_word("oln")]
    quantity: int = Field(ge=0, le=9999)
    amount_fen: int | None = Field(default=None, ge=0, le=100_000_000)


class GiveIn(BaseModel):
    """`freight_fen` missing: freight comes back with the last goods only."""

    lines: list[GiveLine] = Field(max_length=100)
    freight_fen: int | None = Field(default=None, ge=0, le=10_000_000)
    reason: str = Field(min_length=1, max_length=200)


@router.post("/orders/{order_id}/refunds", status_code=201)
async def give(session: Write, staff: Giver, order_id: OrderRef, given: GiveIn) -> AskedOut:
    """Give units, money or freight back before shipping."""
    wanted = [Portion(line.line_id, line.quantity, line.amount_fen) for line in given.lines]
    asked = await actions.refund(
        session, staff, order_id, wanted, freight_fen=given.freight_fen, reason=given.reason
    )
    return AskedOut(refund_id=asked.refund_id, state=asked.state, amount_fen=asked.amount_fen)


@router.post("/refunds/{refund_id}/approve")
async def approve(session: Write, staff: Giver, refund_id: RefundRef) -> AskedOut:
    """Say yes: the money leaves, the stock comes back."""
    asked = await actions.approve_refund(session, staff, refund_id)
    return AskedOut(refund_id=asked.refund_id, state=asked.state, amount_fen=asked.amount_fen)


class RejectIn(BaseModel):
    note: str = Field(min_length=1, max_length=200)


@router.post("/refunds/{refund_id}/reject", status_code=204)
async def reject(session: Write, staff: Giver, refund_id: RefundRef, given: RejectIn) -> None:
    """Say no, with the reason that the shopper will read."""
    await actions.reject_refund(session, staff, refund_id, given.note)


@router.post("/refunds/{refund_id}/retry", status_code=204)
async def retry(session: Write, staff: Giver, refund_id: RefundRef) -> None:
    """Ask WeChat once more for a refund that failed."""
    await actions.retry_refund(session, staff, refund_id)
