"""Why: from any number to the whole chain: order, transfers of the ledger, lines of WeChat's bills, statements."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from pydantic import BaseModel

from lianyi.identity.edges import require
from lianyi.kit.http import Read, edge, language_of
from lianyi.kit.ids import as_word
from lianyi.ledger.queries import account_name
from lianyi.reconciliation.console.shapes import (
    BillLineOut,
    DifferenceOut,
    OrderWord,
    differences_out,
    line_out,
    order_words,
)
from lianyi.reconciliation.queries import chain as chains

router = edge("/api/console/reconciliation", tags=["console: reconciliation"])
AccountRef = Annotated[UUID, as_word("acc")]


class AccountWord(BaseModel):
    id: AccountRef
    name: str


class ChainStep(BaseModel):
    """One transfer: `day` is the business day on which both accounts' statements have it."""

    id: Annotated[UUID, as_word("trf")]
    at: datetime
    day: date
    kind: str
    state: str
    amount_fen: int
    source: AccountWord
    target: AccountWord
    memo: str
    reference: str


class ChainOut(BaseModel):
    """Everything that is known of a number; `order` is null when it belongs to none."""

    order: OrderWord | None
    steps: list[ChainStep]
    lines: list[BillLineOut]
    differences: list[DifferenceOut]


@router.get("/chain", dependencies=[require("reconciliation.read")])
async def chain(
    session: Read, request: Request, number: Annotated[str, Query(min_length=4, max_length=64)]
) -> ChainOut:
    """By order number, order id, transaction, refund, split or fund-flow number, WeChat's or ours."""
    found = await chains.chain(session, number.strip())
    language = language_of(request)
    words = await order_words(session, [found.order_id, *[line.order_id for line in found.lines]])
    return ChainOut(
        order=words.get(found.order_id) if found.order_id else None,
        steps=[
            ChainStep(
                id=step.id, at=step.at, day=step.day, kind=step.kind, state=step.stage, amount_fen=step.amount_fen,
                source=AccountWord(id=step.source_id, name=account_name(step.source, language)),
                target=AccountWord(id=step.target_id, name=account_name(step.target, language)),
                memo=step.memo, reference=step.reference,
            )
            for step in found.steps
        ],
        lines=[line_out(line, words) for line in found.lines],
        differences=await differences_out(session, found.differences, language),
    )  # fmt: skip
