"""What several edges of reconciliation answer with."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel

from lianyi.kit.db import ReadSession
from lianyi.kit.ids import as_word
from lianyi.orders import queries as orders
from lianyi.reconciliation import queries
from lianyi.reconciliation.rules import reasons
from lianyi.reconciliation.rules.matching import subject_no
from lianyi.reconciliation.types import (
    Act,
    Bill,
    BillKind,
    BillState,
    Difference,
    DifferenceState,
    KeptLine,
    LineState,
    LineType,
    Reason,
    What,
)

DifferenceRef = Annotated[UUID, as_word("dif")]
OrderRef = Annotated[UUID, as_word("ord")]


class OrderWord(BaseModel):
    id: OrderRef
    number: str


class BillOut(BaseModel):
    """`gap_fen` is what WeChat's closing balance has beyond what the books and the listed differences explain."""

    kind: BillKind
    state: BillState
    error: str | None
    tries: int
    next_try_at: datetime | None
    line_count: int
    matched_count: int
    opening_fen: int | None
    closing_fen: int | None
    gap_fen: int | None
    downloaded_at: datetime | None
    matched_at: datetime | None


class BillLineOut(BaseModel):
    """Amounts are signed as the merchant's money at WeChat sees them."""

    id: Annotated[UUID, as_word("bln")]
    day: date
    bill: BillKind
    row: int
    at: datetime
    type: LineType
    number: str
    own_no: str
    words: str
    amount_fen: int
    fee_fen: int
    balance_fen: int | None
    booked_fen: int | None
    booked_at: datetime | None
    state: LineState
    order: OrderWord | None


class DifferenceOut(BaseModel):
    id: DifferenceRef
    day: date
    bill: BillKind
    what: What
    what_text: str
    reason: Reason
    reason_text: str
    number: str
    row: int | None
    bill_fen: int | None
    books_fen: int | None
    order: OrderWord | None
    state: DifferenceState
    acts: list[Act]
    opened_at: datetime
    closed_at: datetime | None
    closed_by: str | None
    note: str


def bill_out(bill: Bill) -> BillOut:
    """One bill."""
    return BillOut.model_validate(bill, from_attributes=True)


async def order_words(session: ReadSession, order_ids: Sequence[UUID | None]) -> dict[UUID, OrderWord]:
    """The numbers of orders that lines and differences are about."""
    wanted = sorted({order_id for order_id in order_ids if order_id is not None})
    if not wanted:
        return {}
    return {
        one.id: OrderWord(id=one.id, number=one.number)
        for one in (await orders.words_of(session, wanted)).values()
    }


def line_out(line: KeptLine, words: Mapping[UUID, OrderWord]) -> BillLineOut:
    """One row of a bill."""
    return BillLineOut(
        id=line.id, day=line.day, bill=line.kind, row=line.row, at=line.at, type=line.type, number=subject_no(line),
        own_no=line.own_no, words=line.words, amount_fen=line.amount_fen, fee_fen=line.fee_fen,
        balance_fen=line.balance_fen, booked_fen=line.booked_fen, booked_at=line.booked_at, state=line.state,
        order=words.get(line.order_id) if line.order_id else None,
    )  # fmt: skip


async def differences_out(
    session: ReadSession, found: Sequence[Difference], language: str
) -> list[DifferenceOut]:
    """Differences with their words and the ways to settle each."""
    words = await order_words(session, [one.order_id for one in found])
    types = await queries.types_of(session, [one.line_id for one in found if one.line_id is not None])
    booked = await queries.kinds_behind(session, found)
    return [
        DifferenceOut(
            id=one.id, day=one.day, bill=one.kind, what=one.what, reason=one.reason,
            what_text=reasons.say(reasons.WHAT_WORDS[one.what], language),
            reason_text=reasons.say(reasons.WORDS[one.reason], language),
            number=one.number, row=one.row, bill_fen=one.bill_fen, books_fen=one.books_fen,
            order=words.get(one.order_id) if one.order_id else None, state=one.state,
            acts=reasons.acts_for(one, types.get(one.line_id) if one.line_id else booked.get(one.id)),
            opened_at=one.opened_at, closed_at=one.closed_at, closed_by=one.closed_by, note=one.note,
        )
        for one in found
    ]  # fmt: skip
