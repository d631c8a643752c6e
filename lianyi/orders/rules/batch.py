"""A sheet of shipments: 订单号, 快递公司, 运单号, read row by row, each bad cell named by line and column."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class ShipmentRow:
    """One parcel of one order, as the sheet says."""

    line: int
    number: str
    carrier_code: str
    tracking_no: str


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


def read(sheet: Sheet) -> tuple[list[ShipmentRow], list[RowError]]:
    """The rows that can be understood, and what is wrong with the others. Raises FileUnreadable."""
    columns = columns_of(sheet.header)
    rows: list[ShipmentRow] = []
    errors: list[RowError] = []
    for row in sheet.rows:
        cells = {column: row.cells[index].strip() for column, index in columns.items()}
        problems = [_problem(row.line, column, value) for column, value in cells.items()]
        bad = [problem for problem in problems if problem is not None]
        errors.extend(bad)
        if not bad:
            carrier = carrier_of(cells[CARRIER])
            rows.append(ShipmentRow(row.line, cells[NUMBER], carrier.code, tracking_number(cells[TRACKING])))
    return rows, errors


def _problem(line: int, column: str, value: str) -> RowError | None:
    if not value:
        return RowError(line, column, "", "不能为空 (empty)")
    if is_formula(value):
        return RowError(line, column, value[:40], "不能是公式 (a formula)")
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


def doubles(group: Sequence[ShipmentRow], known: Iterable[str]) -> list[RowError]:
    """Tracking numbers that stand twice for one order, or that it already has; and more parcels than it may have."""
    seen = set(known)
    errors = []
    for row in group:
        if row.tracking_no in seen:
            errors.append(
                RowError(row.line, TRACKING, row.tracking_no, "运单号已在本订单里 (already in the order)")
            )
        seen.add(row.tracking_no)
    if len(seen) > PARCELS_MAX:
        reason = f"一个订单最多 {PARCELS_MAX} 个包裹 (at most {PARCELS_MAX} parcels)"
        errors.append(RowError(group[-1].line, TRACKING, group[-1].tracking_no, reason))
    return errors
