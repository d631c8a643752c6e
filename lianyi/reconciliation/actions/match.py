"""A day's bill is held against the books, both ways; what only a bill can tell (fees, withdrawals) is booked from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from lianyi.kit import failpoints
from lianyi.kit.clock import day_bounds
from lianyi.kit.db import Database, ReadSession, Session
from lianyi.kit.ids import TenantId, new_id
from lianyi.kit.log import get_logger
from lianyi.ledger import queries as ledger
from lianyi.ledger.types import Booked
from lianyi.payments.queries import numbers
from lianyi.reconciliation import queries, store
from lianyi.reconciliation.actions import facts
from lianyi.reconciliation.queries import work
from lianyi.reconciliation.rules import matching, reasons, times
from lianyi.reconciliation.rules.matching import Verdict
from lianyi.reconciliation.rules.reasons import Known
from lianyi.reconciliation.types import (
    Bill,
    BillKind,
    BillState,
    DifferenceState,
    KeptLine,
    LineType,
    Reason,
    What,
)

log = get_logger(__name__)
PAGE = 500
BATCH = 60
FIRST_ROW = 2  # under the header


@dataclass(frozen=True, slots=True)
class Found:
    """A difference before it is written down."""

    key: str
    what: What
    reason: Reason
    number: str
    row: int | None = None
    bill_fen: int | None = None
    books_fen: int | None = None
    line_id: UUID | None = None
    transfer_id: UUID | None = None
    order_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class _Run:
    """One pass over one bill; what it does not see again has been explained."""

    bill: Bill
    number: int

    def where(self) -> dict[str, object]:
        return {"day": self.bill.day, "kind": self.bill.kind.value}


async def match_due(db: Database, tenant: TenantId) -> int:
    """Match bills that came, and look again at those whose differences may have been explained since."""
    async with db.read(tenant) as session:
        waiting = await session.all(work.TO_MATCH, limit=BATCH)
    for one in waiting:
        await match_day(db, tenant, one.day, one.kind)
    return len(waiting)


async def match_day(db: Database, tenant: TenantId, day: date, kind: BillKind) -> None:
    """One pass over one bill, in short transactions of PAGE lines. Idempotent; a bill that has not come is left alone."""
    async with db.write(tenant) as session:
        again_at = session.now + times.AGAIN_AFTER
        number = await session.maybe(store.BEGIN_RUN, day=day, kind=kind.value, again_at=again_at)
        if number is None:
            return
        run = _Run(await queries.bill(session, day, kind), number)
    await _match_lines(db, tenant, run)
    failpoints.reach("reconciliation.match.began")
    await _look_for_the_rest(db, tenant, run)
    async with db.write(tenant) as session:
        await _end(session, run)


async def _match_lines(db: Database, tenant: TenantId, run: _Run) -> None:
    after_row = 0
    while True:
        async with db.write(tenant) as session:
            page = await session.all(work.TO_LOOK_AT, **run.where(), after_row=after_row, limit=PAGE)
            if page:
                after_row = page[-1].row
                await _match_page(session, run, page)
        if len(page) < PAGE:
            return


async def _match_page(session: Session, run: _Run, page: list[KeptLine]) -> None:
    await facts.book_bank(session, page)
    verdicts = matching.match(page, await _transfers(session, page), await work.split_sums(session, page))
    verdicts = await facts.book_fees(session, verdicts)
    await _write(session, verdicts)
    wrong = [verdict for verdict in verdicts if verdict.what is not None]
    if wrong:
        known = await _known(session, [verdict.line for verdict in wrong])
        await _differ(session, run, [_found(verdict, known[verdict.line.id]) for verdict in wrong])


async def _transfers(session: ReadSession, page: Sequence[KeptLine]) -> list[Booked]:
    keys = {key for line in page for key in matching.keys_of(line)}
    references = {number for line in page for number in matching.references_of(line)}
    return await ledger.find(session, sorted(keys), sorted(references), limit=PAGE * 60)


async def _write(session: Session, verdicts: Sequence[Verdict]) -> None:
    transfers = [verdict.transfer if verdict.booked_fen is not None else None for verdict in verdicts]
    about = [
        one.transfer.subject_id if one.transfer and one.transfer.subject_kind == "order" else None
        for one in verdicts
    ]
    await session.later(
        store.MATCHED,
        ids=[verdict.line.id for verdict in verdicts],
        states=[verdict.state.value for verdict in verdicts],
        transfer_ids=[one.id if one else None for one in transfers],
        booked_ats=[one.at if one else None for one in transfers],
        booked_fens=[verdict.booked_fen for verdict in verdicts],
        order_ids=about,
    )


async def _known(session: ReadSession, lines: Sequence[KeptLine]) -> dict[UUID, Known]:
    refunds = [line for line in lines if line.type is LineType.REFUND]
    behind = await work.transactions_behind(session, [matching.subject_no(line) for line in refunds])
    trades = await numbers.trades(session, [line.own_no for line in lines if line.type is LineType.PAYMENT])
    own = await numbers.refunds(session, [line.own_no for line in refunds])
    paid = await numbers.transactions(session, sorted(set(behind.values())))
    return {
        line.id: Known(
            line.own_no in trades, line.own_no in own, behind.get(matching.subject_no(line)) in paid
        )
        for line in lines
    }


def _found(verdict: Verdict, known: Known) -> Found:
    line, transfer, what = verdict.line, verdict.transfer, verdict.what
    assert what is not None
    fee = what is What.FEE and line.kind is BillKind.TRADE
    return Found(
        key=f"{line.kind}:{line.day}:{what}:{line.type}:{line.number}:{line.copy}",
        what=what, reason=reasons.reason_of(what, line, known), number=matching.subject_no(line), row=line.row,
        bill_fen=-line.fee_fen if fee else line.amount_fen, books_fen=None if fee else verdict.booked_fen,
        line_id=line.id, transfer_id=transfer.id if transfer else None,
        order_id=transfer.subject_id if transfer and transfer.subject_kind == "order" else line.order_id,
    )  # fmt: skip


async def _look_for_the_rest(db: Database, tenant: TenantId, run: _Run) -> None:
    """The other way round: what the books have of this day and no line of such a bill brings."""
    start, end = day_bounds(run.bill.day)
    last: Booked | None = None
    uncovered = 0
    while True:
        async with db.write(tenant) as session:
            page = await ledger.crossed(session, start, end, last, PAGE)
            expected = [one for one in page if one.kind in matching.EXPECTED[run.bill.kind]]
            uncovered += await _differ_uncovered(session, run, expected)
        if len(page) < PAGE:
            break
        last = page[-1]
    if run.bill.state is BillState.MISSING and not uncovered:  # other days' bills bring all of it
        async with db.write(tenant) as session:
            await session.later(store.EMPTY_AFTER_ALL, **run.where())
    if run.bill.kind is BillKind.FUNDS:
        await _look_for_fees(db, tenant, run)


async def _look_for_fees(db: Database, tenant: TenantId, run: _Run) -> None:
    """Fees are booked from the trade bill of the day; the fund-flow bill must have taken them."""
    after_row = 0
    while True:
        async with db.write(tenant) as session:
            rows = await session.all(work.FEE_ROWS, day=run.bill.day, after_row=after_row, limit=PAGE)
            booked = await ledger.find(session, [f"fee:{row.number}" for row in rows], [])
            await _differ_uncovered(session, run, booked)
        if len(rows) < PAGE:
            return
        after_row = rows[-1].row


async def _differ_uncovered(session: Session, run: _Run, booked: Sequence[Booked]) -> int:
    """Tell what no line brings; while the whole bill is missing, that alone. How many there are."""
    covered = await work.covered(session, run.bill.kind, booked)
    rest = [one for one in booked if one.id not in covered]
    if rest and run.bill.state is BillState.MISSING:
        await _differ(session, run, [_no_bill(run)])
    elif rest:
        next_day = run.bill.day + timedelta(days=1)
        is_here = await session.maybe(work.MATCHED_KIND, day=next_day, kind=run.bill.kind.value) is not None
        await _differ(session, run, [_not_there(run, one, next_bill_is_here=is_here) for one in rest])
    return len(rest)


def _not_there(run: _Run, one: Booked, *, next_bill_is_here: bool) -> Found:
    end = day_bounds(run.bill.day)[1]
    return Found(
        key=f"{run.bill.kind}:{What.UNKNOWN_THERE}:{one.id}", what=What.UNKNOWN_THERE,
        reason=reasons.reason_there(one, end, next_bill_is_here=next_bill_is_here), number=one.reference,
        books_fen=one.amount_fen, transfer_id=one.id,
        order_id=one.subject_id if one.subject_kind == "order" else None,
    )  # fmt: skip


def _no_bill(run: _Run) -> Found:
    key = f"{run.bill.kind}:{run.bill.day}:{What.NO_BILL}"
    return Found(key=key, what=What.NO_BILL, reason=Reason.BILL_MISSING, number="")


async def _differ(session: Session, run: _Run, found: Sequence[Found]) -> None:
    if not found:
        return
    waits = DifferenceState.WAITING.value
    await session.later(
        store.DIFFER,
        **run.where(), run=run.number, ids=[new_id() for _ in found], keys=[one.key for one in found],
        whats=[one.what.value for one in found], reasons=[one.reason.value for one in found],
        numbers=[one.number for one in found], rows=[one.row for one in found],
        bill_fens=[one.bill_fen for one in found], books_fens=[one.books_fen for one in found],
        line_ids=[one.line_id for one in found], transfer_ids=[one.transfer_id for one in found],
        order_ids=[one.order_id for one in found],
        states=[waits if one.reason is Reason.NEXT_DAY else DifferenceState.OPEN.value for one in found],
    )  # fmt: skip


async def _end(session: Session, run: _Run) -> None:
    """The bill's own sums, the balance, and closing what was explained."""
    gap_fen = None
    later = [What.CHAIN.value, What.BALANCE.value]  # the balance is checked once what was explained is closed
    await session.later(store.CLOSE_EXPLAINED, **run.where(), run=run.number, kept=later)
    if run.bill.kind is BillKind.FUNDS and run.bill.closing_fen is not None:
        gap_fen = await _check_balance(session, run, run.bill.closing_fen)
    await session.later(store.CLOSE_EXPLAINED, **run.where(), run=run.number, kept=[])
    unsettled = await session.one(work.UNSETTLED, **run.where())
    await session.later(
        store.END_RUN, **run.where(), run=run.number, gap_fen=gap_fen,
        recheck_at=session.now + times.RECHECK_AFTER if unsettled else None,
    )  # fmt: skip
    day = run.bill.day
    if (
        run.bill.matched_at is None
    ):  # this bill may explain what the day before, or the fund-flow bill, waits for
        await session.later(store.RECHECK, days=[day - timedelta(days=1)], kind=run.bill.kind.value)
        if run.bill.kind is BillKind.FUNDS:
            await session.later(store.RECHECK_FROM, day=day + timedelta(days=1))
    if run.bill.kind is BillKind.TRADE:
        await session.later(store.RECHECK, days=[day], kind=BillKind.FUNDS.value)


async def _check_balance(session: Session, run: _Run, closing_fen: int) -> int:
    day, end = run.bill.day, day_bounds(run.bill.day)[1]
    frame = await work.frame(session, day, end)
    breaks: list[int] = await session.one(work.BREAKS, **run.where())
    breaks = [*breaks]
    if frame.closing_before_fen is not None and frame.closing_before_fen != run.bill.opening_fen:
        breaks.insert(0, FIRST_ROW)
    found = [
        Found(
            key=f"{BillKind.FUNDS}:{day}:{What.CHAIN}:{row}", what=What.CHAIN, reason=Reason.ROW_MISSING, number="",
            row=row,
        )
        for row in breaks
    ]  # fmt: skip
    gap_fen = matching.gap_fen(closing_fen, await ledger.at_wechat_fen(session, end), frame)
    new_fen = gap_fen - (frame.gap_before_fen or 0)
    if new_fen:
        reason = Reason.MONEY_BEFORE if frame.gap_before_fen is None else Reason.UNEXPLAINED
        key = f"{BillKind.FUNDS}:{day}:{What.BALANCE}"
        found.append(Found(key=key, what=What.BALANCE, reason=reason, number="", bill_fen=new_fen))
    await _differ(session, run, found)
    return gap_fen
