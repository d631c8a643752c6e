"""A sheet of shipments: 订单号, 快递公司, 运单号, read row by row, each bad cell named by line and column."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lianyi.catalog.types import RowError
from lianyi.kit.sheets import Sheet, is_formula
from lianyi.orders.errors import CarrierUnknown, FileUnreadable, TrackingNumberInvalid
from lianyi.orders.rules.carriers import PARCELS_MAX, carrier_of, tracking_number

NUMBER, CARRIER, TRACKING = "订单号", "快递公司", "运单号"
TEMPLATE: tuple[str, ...] = (NUMBER, CARRIER, TRACKING)
EXAMPLES: tuple[tuple[str, ...], ...] = (("26030212345678", "顺丰速运", "SF1234567890123"),)
NAMES: Mapping[str, tuple[str, ...]] = {
    NUMBER: ("订单号", "订单编号", "订单", "order_number", "order number", "number", "order"),
    CARRIER: ("快递公司", "物流公司", "快递", "carrier", "carrier_code", "express"),
    TRACKING: (
        "运单号",
        "快递单号",
        "物流单号",
        "单号",
        "tracking_no",
        "tracking number",
        "tracking",
        "waybill",
    ),
}
# What a spreadsheet program makes of long digits in a cell that is not text: 7.80012E+13, the last digits gone.
_CRIPPLED = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]{2}", re.IGNORECASE)
CRIPPLED = (
    "表格软件把它变成了科学计数,后面几位丢了;请把这一列设为「文本」,重新填"
    " (the program made it a rounded number; set the column to text and enter it again)"
)
SIBLING = "同一订单的其他行有误,整个订单都没有发货 (another row of this order is wrong, so nothing of it was shipped)"


@dataclass(frozen=True, slots=True)
class ShipmentRow:
    """One parcel of one order, as the sheet says."""

    line: int
    number: str
    carrier_code: str
    tracking_no: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A sheet as it was understood. `unsent`: lines of orders whose tracking number nobody has filled in yet."""

    rows: list[ShipmentRow] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    unsent: list[int] = field(default_factory=list)


def columns_of(header: Sequence[str]) -> dict[str, int]:
    """Where each column stands, whatever of its names is used. Raises FileUnreadable naming the missing one."""
    at = {"".join(name.split()).casefold(): index for index, name in enumerate(header)}
    found: dict[str, int] = {}
    for column, names in NAMES.items():
        index = next((at[key] for name in names if (key := "".join(name.split()).casefold()) in at), None)
        if index is None:
            raise FileUnreadable(field="file", column=column)
        found[column] = index
    return found


def read(sheet: Sheet) -> Reading:
    """The rows that can be understood, what is wrong with others, and which ones wait. Raises FileUnreadable.

    A row of an order of which another row is wrong is refused with it: a parcel nobody can track would be missing.
    """
    columns = columns_of(sheet.header)
    found = Reading()
    broken: set[str] = set()
    rows: list[ShipmentRow] = []
    for row in sheet.rows:
        cells = {column: row.cells[index].strip() for column, index in columns.items()}
        if cells[NUMBER] and not cells[TRACKING]:
            found.unsent.append(row.line)
            continue
        problems = [_problem(row.line, column, value) for column, value in cells.items()]
        bad = [problem for problem in problems if problem is not None]
        found.errors.extend(bad)
        if bad:
            broken.add(cells[NUMBER])
        else:
            carrier = carrier_of(cells[CARRIER])
            rows.append(ShipmentRow(row.line, cells[NUMBER], carrier.code, tracking_number(cells[TRACKING])))
    found.errors.extend(sibling_of(row) for row in rows if row.number in broken)
    found.rows.extend(row for row in rows if row.number not in broken)
    return found


def sibling_of(row: ShipmentRow) -> RowError:
    """The error of a row that fails only because another one of its order does."""
    return RowError(row.line, NUMBER, row.number, SIBLING)


def _problem(line: int, column: str, value: str) -> RowError | None:
    if not value:
        return RowError(line, column, "", "不能为空 (empty)")
    if is_formula(value):
        return RowError(line, column, value[:40], "不能是公式 (a formula)")
    if column != CARRIER and _CRIPPLED.fullmatch(value):
        return RowError(line, column, value[:40], CRIPPLED)
    try:
        if column == CARRIER:
            carrier_of(value)
        elif column == TRACKING:
            tracking_number(value)
    except (CarrierUnknown, TrackingNumberInvalid) as refusal:
        return RowError(line, column, value[:40], f"{refusal.words('zh')} ({refusal.words('en')})")
    return None


def groups_of(rows: Iterable[ShipmentRow]) -> list[list[ShipmentRow]]:
    """The parcels of each order together, in the order in which the sheet names the orders."""
    groups: dict[str, list[ShipmentRow]] = {}
    for row in rows:
        groups.setdefault(row.number, []).append(row)
    return list(groups.values())


def undone(group: Sequence[ShipmentRow], known: Iterable[tuple[str, str]]) -> list[ShipmentRow]:
    """The rows that are not parcels (carrier, number) of the order yet: the same file brought again ships nothing twice."""
    there = set(known)
    return [row for row in group if (row.carrier_code, row.tracking_no) not in there]


def doubles(group: Sequence[ShipmentRow], known: Iterable[str]) -> list[RowError]:
    """Tracking numbers that stand twice for one order, or that it already has; and more parcels than it may have.

    With one of them every row of the order is refused; empty when all is well.
    """
    seen = set(known)
    errors: dict[int, RowError] = {}
    for row in group:
        if row.tracking_no in seen:
            reason = "运单号已在本订单里 (already in the order)"
            errors[row.line] = RowError(row.line, TRACKING, row.tracking_no, reason)
        seen.add(row.tracking_no)
    if len(seen) > PARCELS_MAX:
        reason = f"一个订单最多 {PARCELS_MAX} 个包裹 (at most {PARCELS_MAX} parcels)"
        last = group[-1]
        errors.setdefault(last.line, RowError(last.line, TRACKING, last.tracking_no, reason))
    return [errors.get(row.line) or sibling_of(row) for row in group] if errors else []
