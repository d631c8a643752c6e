"""The books as the merchant's staff see them: balances, statements with opening and closing, and "why" for every fen."""

from datetime import UTC, date, datetime, timedelta
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import Query, Request, Response
from pydantic import BaseModel

from lianyi.identity.edges import require
from lianyi.kit.clock import BUSINESS_ZONE, business_day, day_bounds
from lianyi.kit.errors import Invalid
from lianyi.kit.http import Read, edge, language_of
from lianyi.kit.ids import as_word, encode
from lianyi.kit.money import format_yuan
from lianyi.kit.paging import Page, PageQuery, next_cursor
from lianyi.kit.sheets import write_xlsx
from lianyi.ledger import queries, rules
from lianyi.ledger.types import Line, Purpose

PERIOD_DAYS_MAX = 366
SUBJECT_PREFIXES = {"order": "ord"}
router = edge("/api/console/ledger", tags=["console: ledger"])
READER = require("ledger.read")
AccountRef = Annotated[UUID, as_word("acc")]
TransferRef = Annotated[UUID, as_word("trf")]
OrderRef = Annotated[UUID, as_word("ord")]
_ZONE = ZoneInfo(BUSINESS_ZONE)


class PeriodTooLong(Invalid):
    code = "period_too_long"
    zh = "起止日期不对:最多查 {days} 天,且开始不能晚于结束"
    en = "The period is not right: at most {days} days, and it cannot end before it begins"


class AccountOut(BaseModel):
    """`kind` says where the fen physically lies (ledger.rules.lies_at)."""

    id: AccountRef
    name: str
    purpose: Purpose
    kind: str
    balance_fen: int
    held_fen: int


class AccountsOut(BaseModel):
    """`sum_fen` is zero, or something is deeply wrong."""

    items: list[AccountOut]
    sum_fen: int


class SubjectOut(BaseModel):
    kind: str
    id: str


class LineOut(BaseModel):
    id: TransferRef
    at: datetime
    kind: str
    memo: str
    reference: str
    amount_fen: int
    balance_fen: int
    subject: SubjectOut


class StatementOut(Page[LineOut]):
    opening_fen: int
    closing_fen: int


class WhyOut(BaseModel):
    id: TransferRef
    at: datetime
    step: str
    state: str
    amount_fen: int
    source: str
    target: str
    memo: str
    reference: str


@router.get("/accounts", dependencies=[READER])
async def accounts(session: Read, request: Request) -> AccountsOut:
    """Every account with its balance."""
    language = language_of(request)
    rows = await queries.accounts(session)
    items = [
        AccountOut(
            id=row.id, name=_name(row.purpose, language), purpose=row.purpose, kind=rules.lies_at(row.purpose),
            balance_fen=row.posted_fen, held_fen=row.held_fen,
        )
        for row in rows
    ]  # fmt: skip
    return AccountsOut(items=items, sum_fen=await queries.sum_fen(session))


@router.get("/accounts/{account_id}/statement", dependencies=[READER])
async def statement(
    account_id: AccountRef,
    session: Read,
    paging: PageQuery,
    first: Annotated[date | None, Query(alias="from")] = None,
    last: Annotated[date | None, Query(alias="to")] = None,
) -> StatementOut:
    """Lines of the business days from `from` to `to`, both included; the last 30 days when left out."""
    from_at, to_at = _period(session.now, first, last)
    after = paging.after(datetime, UUID)
    found = await queries.statement(
        session,
        account_id,
        from_at,
        to_at,
        after=(after[0], after[1]) if after else None,
        limit=paging.limit + 1,
    )
    return StatementOut(
        items=[_line(line) for line in found.lines[: paging.limit]],
        next_cursor=next_cursor(found.lines, paging.limit, "at", "id"),
        opening_fen=found.opening_fen,
        closing_fen=found.closing_fen,
    )


@router.get("/accounts/{account_id}/statement.xlsx", dependencies=[READER], response_class=Response)
async def statement_file(
    account_id: AccountRef,
    session: Read,
    request: Request,
    first: Annotated[date | None, Query(alias="from")] = None,
    last: Annotated[date | None, Query(alias="to")] = None,
) -> Response:
    """The same statement as a spreadsheet, at most 20,000 lines."""
    from_at, to_at = _period(session.now, first, last)
    found = await queries.statement(session, account_id, from_at, to_at, limit=queries.STATEMENT_MAX)
    name = _name(found.account.purpose, language_of(request))
    rows = [("", "期初余额 Opening", "", "", "", format_yuan(found.opening_fen)), *map(_row, found.lines)]
    rows.append(("", "期末余额 Closing", "", "", "", format_yuan(found.closing_fen)))
    header = (
        "时间 At",
        "事项 Memo",
        "订单 Order",
        "微信单号 WeChat no.",
        "金额(元) Amount",
        "余额(元) Balance",
    )
    return Response(
        write_xlsx(header, rows, title=name),
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={
            "Content-Disposition": f'attachment; filename="statement-{from_at:%Y%m%d}-{to_at:%Y%m%d}.xlsx"'
        },
    )


@router.get("/why/{order_id}", dependencies=[READER])
async def why(order_id: OrderRef, session: Read, request: Request) -> list[WhyOut]:
    """Every step of an order's money, oldest first."""
    language = language_of(request)
    return [
        WhyOut(
            id=step.id, at=step.at, step=step.kind, state=step.stage, amount_fen=step.amount_fen,
            source=_name(step.source, language), target=_name(step.target, language), memo=step.memo,
            reference=step.reference,
        )
        for step in await queries.trail(session, "order", order_id)
    ]  # fmt: skip


def _name(purpose: Purpose, language: str) -> str:
    zh, en = rules.NAMES[purpose]
    return en if language == "en" else zh


def _period(now: datetime, first: date | None, last: date | None) -> tuple[datetime, datetime]:
    end = last or business_day(now)
    start = first or end - timedelta(days=29)
    if not 0 <= (end - start).days < PERIOD_DAYS_MAX:
        raise PeriodTooLong(field="from", days=PERIOD_DAYS_MAX)
    return day_bounds(start)[0], day_bounds(end)[1]


def _line(line: Line) -> LineOut:
    return LineOut(
        id=line.id, at=line.at.astimezone(UTC), kind=line.kind, memo=line.memo, reference=line.reference,
        amount_fen=line.amount_fen, balance_fen=line.balance_fen, subject=_subject(line),
    )  # fmt: skip


def _subject(line: Line) -> SubjectOut:
    return SubjectOut(kind=line.subject_kind, id=encode(SUBJECT_PREFIXES[line.subject_kind], line.subject_id))


def _row(line: Line) -> tuple[str, str, str, str, str, str]:
    here = line.at.astimezone(_ZONE)
    return (
        f"{here:%Y-%m-%d %H:%M:%S}", line.memo, _subject(line).id, line.reference,
        format_yuan(line.amount_fen), format_yuan(line.balance_fen),
    )  # fmt: skip
