"""The chain behind any number: order, transfers, lines of bills, differences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lianyi.kit.clock import business_day
from lianyi.kit.db import ReadSession
from lianyi.kit.errors import Invalid
from lianyi.kit.ids import decode
from lianyi.ledger import queries as ledger
from lianyi.ledger.types import AccountRef, Booked, Purpose, Stage, Step
from lianyi.orders import queries as orders
from lianyi.payments.queries import numbers
from lianyi.reconciliation import queries
from lianyi.reconciliation.types import Difference, KeptLine


@dataclass(frozen=True, slots=True)
class ChainStep:
    """One transfer; `day` is the business day on which both accounts' statements have it."""

    id: UUID
    at: datetime
    day: date
    kind: str
    stage: Stage
    amount_fen: int
    source: Purpose
    source_id: UUID
    target: Purpose
    target_id: UUID
    memo: str
    reference: str


@dataclass(frozen=True, slots=True)
class Chain:
    order_id: UUID | None
    steps: list[ChainStep]
    lines: list[KeptLine]
    differences: list[Difference]


async def chain(session: ReadSession, number: str) -> Chain:
    """Everything known of an order's number or id, or of any number of WeChat's or ours; empty when nothing is."""
    about = await queries.lines_about(session, [number], None)
    booked = await ledger.find(session, [f"foreign:{number}", f"bank:{number}"], [number])
    order_id = await _order_of(session, number, about, booked)
    if order_id is None:
        return await _told(session, None, [_step(session, one) for one in booked], about)
    trail = await ledger.trail(session, "order", order_id)
    lines = await queries.lines_about(session, [number], order_id)
    return await _told(session, order_id, [_step(session, one) for one in trail], lines)


async def _told(
    session: ReadSession, order_id: UUID | None, steps: list[ChainStep], lines: list[KeptLine]
) -> Chain:
    found = await session.all(queries.ABOUT, order_id=order_id, line_ids=[line.id for line in lines])
    return Chain(order_id, steps, lines, found)


async def _order_of(
    session: ReadSession, number: str, about: Sequence[KeptLine], booked: Sequence[Booked]
) -> UUID | None:
    if number.startswith("ord_"):
        try:
            return decode("ord", number)
        except Invalid:
            return None
    known = (await orders.ids_by_number(session, [number])).get(number)
    if known is not None:
        return known.id
    for found in (
        *(one.subject_id for one in booked if one.subject_kind == "order"),
        *(line.order_id for line in about),
        (await numbers.trades(session, [number])).get(number),
        (await numbers.transactions(session, [number])).get(number),
        (await numbers.refunds(session, [number])).get(number),
    ):
        if found is not None:
            return found
    return None


def _step(session: ReadSession, one: Step | Booked) -> ChainStep:
    return ChainStep(
        id=one.id, at=one.at, day=business_day(one.at), kind=one.kind, stage=one.stage, amount_fen=abs(one.amount_fen),
        source=one.source, source_id=AccountRef(one.source).id_in(session.tenant), target=one.target,
        target_id=AccountRef(one.target).id_in(session.tenant), memo=one.memo, reference=one.reference,
    )  # fmt: skip
