"""Withheld tax as staff see it: months, people masked, the file for the tax office, what was handed on."""

import asyncio
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Path, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, StringConstraints

from lianyi.distribution.actions import tax as actions
from lianyi.distribution.actions.tax import Declared
from lianyi.distribution.queries import tax as queries
from lianyi.distribution.rules.tax import first_of
from lianyi.distribution.types.tax import TaxMonth
from lianyi.identity.edges import WAITS, FreshCode, require, waiting
from lianyi.identity.types import Staff
from lianyi.kit.files import XLSX, gives
from lianyi.kit.http import Own, Read, Write, edge
from lianyi.kit.ids import as_word
from lianyi.kit.limits import rate_limit
from lianyi.kit.sheets import Cell, write_xlsx

router = edge("/api/console/distribution/tax", tags=["console: withheld tax"])
own = edge("/api/console/distribution/tax", tags=["console: withheld tax"], own=True)
Reader = Annotated[Staff, require("tax.read")]
Writer = Annotated[Staff, require("tax.write")]
Month = Annotated[str, Path(pattern=r"^\d{4}-\d{2}$")]
Receipt = Annotated[str, StringConstraints(strip_whitespace=True, min_length=4, max_length=64)]
PEOPLE_SHOWN = 500
ITEMS = {"labour": "劳务报酬所得", "prize": "偶然所得"}
NOTES = (
    "所得项目:佣金为劳务报酬所得;活动现金奖金为偶然所得(每次按 20%)。收入额为税前;已扣税额为本店代扣代缴的个人所得税。",
    "次月 15 日前申报并缴纳(个人所得税法第十四条);是否按累计预扣法由税务顾问确认。",
    (
        "Commission is labour remuneration, prizes are incidental income (20 % each): gross is before tax, withheld is what "
        "the shop kept back; due by the 15th of the next month."
    ),
)


class TaxMonthOut(BaseModel):
    """`due_fen` is still to be handed on; `planned_fen` belongs to transfers under way."""

    month: str
    people: int
    payouts: int
    gross_fen: int
    withheld_fen: int
    planned_fen: int
    remitted_fen: int
    due_fen: int
    due_by: date


class TaxMonths(BaseModel):
    items: list[TaxMonthOut]


class TaxPersonOut(BaseModel):
    """Masked; the file alone has names and ID numbers in clear. `item`: commission (labour) or prizes in money."""

    person_id: Annotated[UUID, as_word("psn")]
    item: Literal["labour", "prize"]
    name_masked: str
    id_masked: str
    payouts: int
    gross_fen: int
    tax_fen: int
    fee_fen: int
    net_fen: int


class RemittanceOut(BaseModel):
    at: datetime
    tax_fen: int
    receipt: str
    marked_by: str


class TaxMonthDetail(TaxMonthOut):
    """`persons`: at most 500, most income first; the file has all."""

    persons: list[TaxPersonOut]
    remittances: list[RemittanceOut]


class RemitIn(BaseModel):
    """The tax office's receipt number (完税证明号)."""

    receipt: Receipt


@router.get("")
async def months(session: Read, _staff: Reader) -> TaxMonths:
    """Months with withholding, newest first."""
    return TaxMonths(items=[_month(one) for one in await queries.months(session)])


@router.get("/{month}")
async def tax_month(session: Read, _staff: Reader, month: Month) -> TaxMonthDetail:
    """One month: who earned, what was withheld, what was handed on."""
    first = first_of(month)
    found = await queries.month(session, first) or queries.empty_month(first)
    people = await queries.people(session, first)
    return TaxMonthDetail(
        **_month(found).model_dump(),
        persons=[TaxPersonOut.model_validate(one, from_attributes=True) for one in people[:PEOPLE_SHOWN]],
        remittances=[
            RemittanceOut.model_validate(one, from_attributes=True)
            for one in await queries.remittances(session, first)
        ],
    )


@own.post(
    "/{month}/file",
    response_class=Response,
    responses=gives(XLSX),
    dependencies=[rate_limit("20/hour", name="tax-file")],
)
async def month_file(db: Own, staff: Writer, month: Month) -> Response:
    """The file for declaration, with names and ID numbers in clear. Whoever takes it is written down."""
    first = first_of(month)
    async with db.write(staff.tenant) as session:
        declared = await actions.month_file(session, staff, first)
    header = (
        "姓名", "证件类型", "证件号码", "所得项目", "所得月份", "收入额(元)", "手续费(元)", "已扣税额(元)", "实发(元)",
        "笔数",
    )  # fmt: skip
    rows = [_line(one, month) for one in declared]
    content = await asyncio.to_thread(write_xlsx, header, rows, title=f"个税代扣 {month}", notes=NOTES)
    headers = {
        "Content-Disposition": f'attachment; filename="withheld-tax-{month}.xlsx"',
        "Cache-Control": "no-store",
    }
    return Response(content, media_type=XLSX, headers=headers)


@router.post("/{month}/remit", response_model=TaxMonthDetail, responses=WAITS)
async def remit(
    given: RemitIn, session: Write, staff: Writer, month: Month, code: FreshCode
) -> TaxMonthDetail | JSONResponse:
    """Mark a month's tax as handed on, when a second person agrees."""
    waits = await actions.remit(session, staff, first_of(month), given.receipt, code)
    return waiting(waits) if waits else await tax_month(session, staff, month)


def _month(one: TaxMonth) -> TaxMonthOut:
    due_by = (one.month + timedelta(days=31)).replace(day=15)  # 个人所得税法, article 14
    return TaxMonthOut(
        month=f"{one.month:%Y-%m}", people=one.people, payouts=one.payouts, gross_fen=one.gross_fen,
        withheld_fen=one.withheld_fen, planned_fen=one.planned_fen, remitted_fen=one.remitted_fen,
        due_fen=one.withheld_fen - one.remitted_fen, due_by=due_by,
    )  # fmt: skip


def _line(one: Declared, month: str) -> list[Cell]:
    person = one.person
    return [
        one.name, "居民身份证", one.id_number, ITEMS[person.item], month, _yuan(person.gross_fen), _yuan(person.fee_fen),
        _yuan(person.tax_fen), _yuan(person.net_fen), person.payouts,
    ]  # fmt: skip


def _yuan(fen: int) -> Decimal:
    return Decimal(fen).scaleb(-2)
