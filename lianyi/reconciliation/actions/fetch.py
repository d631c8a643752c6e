"""Bills are fetched: planned by day, asked for after ten, believed only whole."""

from datetime import date, timedelta
from uuid import NAMESPACE_OID, UUID, uuid5

from lianyi.identity import actions as identity
from lianyi.identity.types import Change, Staff
from lianyi.kit import failpoints
from lianyi.kit.clock import business_day, day_bounds
from lianyi.kit.db import Database, Session
from lianyi.kit.ids import TenantId
from lianyi.kit.log import get_logger
from lianyi.ledger import queries as ledger
from lianyi.payments import queries as payments
from lianyi.payments.errors import PayKeysMissing
from lianyi.reconciliation import store
from lianyi.reconciliation.errors import BillNotOffered, BillUnreadable, NoSuchDay
from lianyi.reconciliation.queries import work
from lianyi.reconciliation.rules import parse, times
from lianyi.reconciliation.types import BillKind, BillState, Line, Parsed
from lianyi.wechat import bills
from lianyi.wechat.bills import BillDamaged, BillEmpty, BillFile, BillLinkExpired, BillNotYet
from lianyi.wechat.pay import PayRefused, PayUnanswered

log = get_logger(__name__)
BATCH = 60
KEEP_BATCH = 2000
BEFORE = timedelta(hours=2)  # what was heard after midnight may have been paid before it


async def plan(db: Database, tenant: TenantId) -> int:
    """Make sure that every day since the books began has its two bills to wait for; days WeChat dropped are left out."""
    async with db.read(tenant) as session:
        last_day = times.last_ready_day(session.now)
        span = await session.one(work.SPAN)
        if span.last_day is not None and span.last_day >= last_day:
            return 0
        began = await ledger.first_at(session)
        if began is None or not await payments.is_configured(session):
            return 0
        paid_at = await payments.first_paid_at(session)  # its callback may have been lost for days
        began = min(began - BEFORE, paid_at or began)
        first_day = max(business_day(began), last_day - timedelta(days=times.DAYS_BACK))
    if first_day > last_day:
        return 0
    async with db.write(tenant) as session:
        return await session.run(store.PLAN, first_day=first_day, last_day=last_day)


async def fetch_due(db: Database, tenant: TenantId) -> int:
    """Fetch the bills whose time has come, oldest first, at most BATCH; how many were tried."""
    async with db.read(tenant) as session:
        due = await session.all(work.DUE, limit=BATCH)
    for one in due:
        await _fetch(db, tenant, one)
    return len(due)


async def _fetch(db: Database, tenant: TenantId, due: work.Due) -> None:
    async with db.write(tenant) as session:
        next_try_at = times.next_try(due.tries + 1, due.day, session.now)
        taken = await session.maybe(
            store.TAKE, day=due.day, kind=due.kind.value, tries=due.tries, next_try_at=next_try_at
        )
        if taken is None:
            return
    state, error = BillState.LATE, None
    try:
        async with db.read(tenant) as session:
            keys = await payments.pay_keys(session)
        file = await bills.fetch(keys, due.kind, due.day)
        parsed = _parse(due.kind, file)
    except BillNotYet:
        pass
    except BillEmpty:
        state = await _empty_or_missing(db, tenant, due)
        next_try_at = next_try_at if state is BillState.MISSING else None
    except (BillDamaged, BillUnreadable) as problem:
        state, error = BillState.DAMAGED, _words(problem)
    except (BillLinkExpired, PayUnanswered) as problem:
        error = f"{type(problem).__name__} {problem}"
    except (PayRefused, PayKeysMissing) as problem:
        state, error = BillState.FAILED, _words(problem)
    else:
        failpoints.reach("reconciliation.fetch.answered")
        await _keep(db, tenant, due, file, parsed)
        return
    if state in {BillState.DAMAGED, BillState.FAILED}:
        log.warning("bill.not_got", day=str(due.day), kind=due.kind.value, state=state.value, error=error)
    async with db.write(tenant) as session:
        await session.later(
            store.NOT_GOT, day=due.day, kind=due.kind.value, state=state.value, next_try_at=next_try_at,
            error=error[:300] if error else None,
        )  # fmt: skip


def _words(problem: Exception) -> str:
    return problem.words("zh") if isinstance(problem, (BillUnreadable, PayKeysMissing)) else str(problem)


def _parse(kind: BillKind, file: BillFile) -> Parsed:
    try:
        text = file.data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise BillDamaged("not UTF-8") from problem
    return parse.parse_trade(text) if kind is BillKind.TRADE else parse.parse_funds(text)


async def _empty_or_missing(db: Database, tenant: TenantId, due: work.Due) -> BillState:
    """WeChat says "nothing that day": true when the books have nothing either, else the bill is missing."""
    start, end = day_bounds(due.day)
    async with db.read(tenant) as session:
        known = await ledger.crossed(session, start, end, None, KEEP_BATCH)
    expected = any(one.kind in {"payment", "stray_payment", "refund"} for one in known)
    return BillState.MISSING if expected else BillState.EMPTY


async def _keep(db: Database, tenant: TenantId, due: work.Due, file: BillFile, parsed: Parsed) -> None:
    """The rows, and then the bill that says they are there; another file of the same day replaces the rows."""
    sum_fen = sum(line.amount_fen for line in parsed.lines)
    async with db.write(tenant) as session:
        changed = await session.run(
            store.GOT, day=due.day, kind=due.kind.value, sha1=file.sha1, line_count=len(parsed.lines),
            breaks=parsed.breaks[:50], opening_fen=parsed.opening_fen, closing_fen=parsed.closing_fen, sum_fen=sum_fen,
        )  # fmt: skip
        if not changed:
            return
        await session.later(store.DROP_LINES, day=due.day, kind=due.kind.value)
        for start in range(0, len(parsed.lines), KEEP_BATCH):
            await _keep_lines(session, due, parsed.lines[start : start + KEEP_BATCH])


async def _keep_lines(session: Session, due: work.Due, lines: list[Line]) -> None:
    await session.later(
        store.KEEP_LINES,
        day=due.day, kind=due.kind.value,
        ids=[line_id(session.tenant, due.day, due.kind, line) for line in lines],
        types=[line.type.value for line in lines], numbers=[line.number for line in lines],
        copies=[line.copy for line in lines], rows=[line.row for line in lines], ats=[line.at for line in lines],
        amounts_fen=[line.amount_fen for line in lines], fees_fen=[line.fee_fen for line in lines],
        balances_fen=[line.balance_fen for line in lines], transaction_ids=[line.transaction_id for line in lines],
        business_nos=[line.business_no for line in lines], own_nos=[line.own_no for line in lines],
        statuses=[line.status for line in lines], rates=[line.rate for line in lines],
        words=[line.words for line in lines], raws=[line.raw for line in lines],
    )  # fmt: skip


def line_id(tenant: TenantId, day: date, kind: BillKind, line: Line) -> UUID:
    """The same row has the same id whenever the file comes."""
    return uuid5(NAMESPACE_OID, f"{tenant}/{day}/{kind}/{line.type}/{line.number}/{line.copy}")


async def retry(session: Session, staff: Staff, day: date) -> None:
    """Fetch both bills of a day anew with the next sweep. Raises NoSuchDay, BillNotOffered."""
    if not times.offered(day, session.now):
        raise BillNotOffered(days=times.DAYS_BACK + 1)
    if not await session.run(store.RETRY, day=day, kinds=[kind.value for kind in BillKind]):
        raise NoSuchDay
    await identity.note_change(session, staff, Change("bill.retried", day.isoformat()))
