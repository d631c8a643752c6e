"""One's own earnings: what stands where, every move of it, and why each line is what it is.

Of every place that somebody has or had: whoever left sees and is paid what is still theirs, and owes what they owed.
"""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel

from lianyi.distribution.queries import commissions as queries
from lianyi.distribution.queries import payouts
from lianyi.distribution.rules import commission_words as words
from lianyi.distribution.rules.commission_words import word
from lianyi.distribution.shop.principal import CurrentEarner
from lianyi.distribution.types.commissions import Commission, EntryKind
from lianyi.kit.clock import business_day, day_bounds
from lianyi.kit.db import ReadSession
from lianyi.kit.http import Language, Read, edge
from lianyi.kit.ids import as_word
from lianyi.kit.paging import Page, PageQuery, next_cursor
from lianyi.orders import queries as orders
from lianyi.orders.types import Line

router = edge("/api/shop/distribution", tags=["shop: commission"])
CommissionRef = Annotated[UUID, as_word("com")]
OrderRef = Annotated[UUID, as_word("ord")]
Listed = Literal["placed", "pending", "frozen", "available", "void"]
FIRST_DAY = date(2020, 1, 1)


class EarningsOut(BaseModel):
    """`available_fen` below zero is owed back: the next earnings repay it by themselves, and `text` says so."""

    pending_fen: int
    frozen_fen: int
    available_fen: int
    payout_held_fen: int
    text: str


class EntryOut(BaseModel):
    """One move; `amount_fen` is signed as the shopkeeper sees it: below zero for what a refund took back."""

    id: Annotated[UUID, as_word("cen")]
    at: datetime
    kind: EntryKind
    text: str
    amount_fen: int
    commission_id: CommissionRef
    order_id: OrderRef
    order_number: str
    title: str


class CommissionOut(BaseModel):
    """One line of an order that a customer placed.

    `release_at`: when it becomes available, if nothing holds it. `paid_out_fen`: what a pay-out has paid or is paying.
    """

    id: CommissionRef
    order_id: OrderRef
    order_number: str
    title: str
    option_text: str
    picture_url: str | None
    quantity: int
    paid_fen: int
    amount_fen: int
    reversed_fen: int
    left_fen: int
    paid_out_fen: int
    state: str
    state_text: str
    held: bool
    placed_at: datetime
    release_at: datetime | None


class StepOut(BaseModel):
    at: datetime
    kind: EntryKind
    text: str
    amount_fen: int


class CommissionWhyOut(CommissionOut):
    """With its arithmetic, the rule that decided, the limit that cut it, and every move of it."""

    formula: str
    scope_text: str
    base_text: str
    reason: str
    reason_text: str
    steps: list[StepOut]


@router.get("/earnings")
async def earnings(session: Read, earner: CurrentEarner, language: Language) -> EarningsOut:
    """What stands where."""
    places = await payouts.places(session, earner.person_id)
    known = (await queries.balances(session, places)).values()
    available_fen = sum(one.available_fen for one in known)
    return EarningsOut(
        pending_fen=sum(one.pending_fen for one in known), frozen_fen=sum(one.frozen_fen for one in known),
        available_fen=available_fen, payout_held_fen=sum(one.payout_held_fen for one in known),
        text=words.standing(available_fen, language),
    )  # fmt: skip


@router.get("/earnings/statement")
async def statement(
    session: Read, earner: CurrentEarner, page: PageQuery, language: Language, kind: EntryKind | None = None,
    first: Annotated[date | None, Query(alias="from")] = None, last: Annotated[date | None, Query(alias="to")] = None,
) -> Page[EntryOut]:  # fmt: skip
    """Every move of one's commission, newest first; business days from `from` to `to`, both included."""
    start, _ = day_bounds(first or FIRST_DAY)
    _, end = day_bounds(last or business_day(session.now))
    after = page.after(datetime, UUID)
    places = await payouts.places(session, earner.person_id)
    found = await queries.statement(
        session, places, from_at=start, to_at=end, before=(after[0], after[1]) if after else None,
        limit=page.limit + 1, kind=kind,
    )  # fmt: skip
    shown = found[: page.limit]
    numbers, lines = await _orders(session, [one.order_id for one in shown])
    return Page(
        items=[
            EntryOut(
                id=one.id, at=one.at, kind=one.kind, text=words.move_word(one, language),
                amount_fen=-one.amount_fen if one.target == "promised" else one.amount_fen,
                commission_id=one.order_line_id, order_id=one.order_id, order_number=numbers[one.order_id],
                title=lines[one.order_line_id].title,
            )
            for one in shown
        ],
        next_cursor=next_cursor(found, page.limit, "at", "id"),
    )  # fmt: skip


@router.get("/earnings/commissions")
async def commissions(
    session: Read, earner: CurrentEarner, page: PageQuery, language: Language, state: Listed | None = None
) -> Page[CommissionOut]:
    """One's commissions by order line, newest order first."""
    after = page.after(datetime, UUID)
    places = await payouts.places(session, earner.person_id)
    found = await queries.of_places(
        session, places, state, (after[0], after[1]) if after else None, page.limit + 1
    )
    shown = found[: page.limit]
    numbers, lines = await _orders(session, [one.order_id for one in shown])
    paid = await _paid_out(session, [one.order_line_id for one in shown])
    return Page(
        items=[
            CommissionOut(
                **_commission(one, numbers[one.order_id], lines[one.order_line_id], language),
                paid_out_fen=paid.get(one.order_line_id, 0),
            )
            for one in shown
        ],
        next_cursor=next_cursor(found, page.limit, "placed_at", "order_line_id"),
    )  # fmt: skip


@router.get("/earnings/commissions/{commission_id}")
async def commission_why(
    session: Read, earner: CurrentEarner, commission_id: CommissionRef, language: Language
) -> CommissionWhyOut:
    """Why one line is what it is."""
    places = await payouts.places(session, earner.person_id)
    one = await queries.commission_of(session, places, commission_id)
    numbers, lines = await _orders(session, [one.order_id])
    # What an appeal took from somebody else before is theirs to read, not this person's.
    entries = [
        entry
        for entry in await queries.entries_of(session, [one.order_line_id])
        if entry.shopkeeper_id in places
    ]
    paid = await _paid_out(session, [one.order_line_id])
    return CommissionWhyOut(
        **_commission(one, numbers[one.order_id], lines[one.order_line_id], language),
        paid_out_fen=paid.get(one.order_line_id, 0), formula=words.formula(one, language),
        scope_text=word(words.SCOPE, one.scope, language),
        base_text=word(words.BASE, one.base, language), reason=one.reason,
        reason_text=word(words.REASON, one.reason, language),
        steps=[
            StepOut(
                at=entry.at, kind=entry.kind, text=words.move_word(entry, language),
                amount_fen=-entry.amount_fen if entry.target == "promised" else entry.amount_fen,
            )
            for entry in entries
        ],
    )  # fmt: skip


async def _orders(session: ReadSession, order_ids: list[UUID]) -> tuple[dict[UUID, str], dict[UUID, Line]]:
    """Numbers of orders, and their lines by id."""
    ids = list(dict.fromkeys(order_ids))
    numbers = {one.id: one.number for one in (await orders.words_of(session, ids)).values()}
    grouped = await orders.lines_of(session, ids)
    return numbers, {line.id: line for lines in grouped.values() for line in lines}


async def _paid_out(session: ReadSession, ids: list[UUID]) -> dict[UUID, int]:
    """What pay-outs that have not come to nothing name of each commission, in fen."""
    sums: dict[UUID, int] = {}
    for part in await payouts.paid_by(session, ids):
        sums[part.commission_id] = sums.get(part.commission_id, 0) + part.amount_fen
    return sums


def _commission(one: Commission, number: str, line: Line, language: str) -> dict[str, Any]:
    """The fields that a row and a detail share; a shopkeeper sees no cost."""
    return {
        "id": one.order_line_id, "order_id": one.order_id, "order_number": number, "title": line.title,
        "option_text": line.option_text, "picture_url": line.picture_url, "quantity": one.quantity,
        "paid_fen": one.line_paid_fen, "amount_fen": one.amount_fen, "reversed_fen": one.reversed_fen,
        "left_fen": one.left_fen, "state": one.state, "state_text": word(words.STATE, one.state, language),
        "held": one.held, "placed_at": one.placed_at, "release_at": one.release_at,
    }  # fmt: skip
