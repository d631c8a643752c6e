"""The books as the merchant's staff see them: balances, statements with opening and closing, and "why" for every fen."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import Query, Request, Response
from pydantic import BaseModel

from lianyi.identity.edges import require
from lianyi.kit.clock import BUSINESS_ZONE, business_day, day_bounds
from lianyi.kit.errors import Invalid
from lianyi.kit.files import XLSX, gives
from lianyi.kit.http import Read, edge, language_of
from lianyi.kit.ids import as_word, encode
from lianyi.kit.money import format_yuan
from lianyi.kit.paging import Page, PageQuery, next_cursor
from lianyi.kit.sheets import Cell, write_xlsx
from lianyi.ledger import queries, rules
from lianyi.ledger.types import AT_WECHAT, AccountSummary, Line, Purpose

PERIOD_DAYS_MAX = 366
SUBJECT_PREFIXES = {
    "order": "ord", "bill_line": "bln", "shopkeeper": "shk", "payout": "pyo", "remittance": "rmt"
}  # fmt: skip
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
    """`kind` says where the fen physically lies (ledger.rules.lies_at). `id` null: the accounts of `owners` together."""

    id: AccountRef | None
    owners: int
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
    rows = await queries.standing(session)
    items = [
        AccountOut(
            id=row.id, owners=row.owners, name=queries.account_name(row.purpose, language), purpose=row.purpose,
            kind=rules.lies_at(row.purpose), balance_fen=row.posted_fen, held_fen=row.held_fen,
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


@router.get(
    "/accounts/{account_id}/statement.xlsx",
    dependencies=[READER],
    response_class=Response,
    responses=gives(XLSX),
)
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
    name = queries.account_name(found.account.purpose, language_of(request))
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
        media_type=XLSX,
        headers={
            "Content-Disposition": f'attachment; filename="statement-{from_at:%Y%m%d}-{to_at:%Y%m%d}.xlsx"'
        },
    )


class KindOut(BaseModel):
    kind: str
    name: str
    amount_fen: int
    count: int


class AccountSummaryOut(BaseModel):
    """`opening_fen` + `in_fen` - `out_fen` = `closing_fen`; `kinds` add up to both, what comes in first."""

    id: AccountRef | None
    name: str
    purpose: Purpose
    place: str
    opening_fen: int
    in_fen: int
    out_fen: int
    closing_fen: int
    kinds: list[KindOut]


class SummaryOut(BaseModel):
    """`at_wechat_opening_fen` and `at_wechat_closing_fen` are the accounts whose fen lie at WeChat in the shop's name."""

    month: str
    items: list[AccountSummaryOut]
    at_wechat_opening_fen: int
    at_wechat_closing_fen: int


Month = Annotated[str, Query(pattern=r"^\d{4}-\d{2}$")]


@router.get("/summary", dependencies=[READER])
async def summary(session: Read, request: Request, month: Month) -> SummaryOut:
    """The shop's statement of a month over all accounts: opening, in and out by kind, closing."""
    first, last = rules.month_days(month)
    language = language_of(request)
    found = await queries.summary(session, day_bounds(first)[0], day_bounds(last)[1])
    inside = [one for one in found if one.purpose in AT_WECHAT]
    return SummaryOut(
        month=month, items=[_summary(one, language) for one in found],
        at_wechat_opening_fen=sum(one.opening_fen for one in inside),
        at_wechat_closing_fen=sum(one.closing_fen for one in inside),
    )  # fmt: skip


@router.get("/summary.xlsx", dependencies=[READER], response_class=Response, responses=gives(XLSX))
async def summary_file(session: Read, request: Request, month: Month) -> Response:
    """The same as a spreadsheet; amounts are numbers."""
    first, last = rules.month_days(month)
    found = await queries.summary(session, day_bounds(first)[0], day_bounds(last)[1])
    header = ("账户 Account", "事项 What", "笔数 Count", "金额(元) Amount")
    rows = [row for one in found for row in _summary_rows(one, language_of(request))]
    return Response(
        write_xlsx(header, rows, title=f"月结单 {month}"),
        media_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="statement-{month}.xlsx"'},
    )


def _summary(one: AccountSummary, language: str) -> AccountSummaryOut:
    return AccountSummaryOut(
        id=one.account_id, name=queries.account_name(one.purpose, language), purpose=one.purpose,
        place=rules.lies_at(one.purpose), opening_fen=one.opening_fen, closing_fen=one.closing_fen,
        in_fen=sum(kind.amount_fen for kind in one.kinds if kind.amount_fen > 0),
        out_fen=-sum(kind.amount_fen for kind in one.kinds if kind.amount_fen < 0),
        kinds=[
            KindOut(kind=kind.kind, name=queries.kind_name(kind.kind, language), amount_fen=kind.amount_fen, count=kind.count)
            for kind in one.kinds
        ],
    )  # fmt: skip


def _summary_rows(one: AccountSummary, language: str) -> list[list[Cell]]:
    name = queries.account_name(one.purpose, language)
    kinds: list[list[Cell]] = [
        [name, queries.kind_name(kind.kind, language), kind.count, Decimal(kind.amount_fen).scaleb(-2)]
        for kind in one.kinds
    ]
    opening: list[Cell] = [name, "期初 Opening", None, Decimal(one.opening_fen).scaleb(-2)]
    return [opening, *kinds, [name, "期末 Closing", None, Decimal(one.closing_fen).scaleb(-2)]]


@router.get("/why/{order_id}", dependencies=[READER])
async def why(order_id: OrderRef, session: Read, request: Request) -> list[WhyOut]:
    """Every step of an order's money, oldest first."""
    language = language_of(request)
    return [
        WhyOut(
            id=step.id, at=step.at, step=step.kind, state=step.stage, amount_fen=step.amount_fen,
            source=queries.account_name(step.source, language), target=queries.account_name(step.target, language),
            memo=step.memo, reference=step.reference,
        )
        for step in await queries.trail(session, "order", order_id)
    ]  # fmt: skip


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
