"""Shipping by a sheet: each order's parcels together, whole or not at all; every refusal becomes a row's error."""

from collections.abc import Sequence

from lianyi.catalog.types import RowError, RowsDone
from lianyi.kit.db import Session
from lianyi.kit.errors import Refusal
from lianyi.kit.sheets import Sheet
from lianyi.orders import queries
from lianyi.orders.actions.shipping import ship
from lianyi.orders.rules import batch
from lianyi.orders.rules.batch import NUMBER, ShipmentRow
from lianyi.orders.types import Actor, NewParcel

__all__ = ["SHIPMENT_EXAMPLES", "SHIPMENT_HEADER", "ShipmentRow", "ship_group", "shipment_groups"]

# The header and one example row of a sheet of shipments.
SHIPMENT_HEADER = batch.TEMPLATE
SHIPMENT_EXAMPLES = batch.EXAMPLES


def shipment_groups(sheet: Sheet) -> tuple[list[list[ShipmentRow]], list[RowError], list[int]]:
    """The rows of a sheet by order, what is wrong with those that cannot be read, and lines that wait for a number.

    Raises FileUnreadable.
    """
    found = batch.read(sheet)
    return batch.groups_of(found.rows), found.errors, found.unsent


async def ship_group(
    session: Session, actor: Actor, rows: Sequence[ShipmentRow], *, dry_run: bool
) -> RowsDone:
    """Ship the parcels that a sheet names for one order; the first takes everything left, the rest are further boxes.

    A dry run does the same and takes it back. What is refused is told by line and column, and nothing of it is written.
    Rows that are parcels of the order already count as updated: a mended file is brought again as a whole.
    """
    number = rows[0].number
    order = (await queries.ids_by_number(session, [number])).get(number)
    if order is None:
        return _failed(rows, NUMBER, number, "没有这个订单 (no such order)")
    parcels = await queries.parcels(session, order.id)
    new = batch.undone(rows, [(parcel.carrier_code, parcel.tracking_no) for parcel in parcels])
    errors = batch.doubles(new, [parcel.tracking_no for parcel in parcels])
    if errors:
        return RowsDone(errors=errors)
    if not new:
        return RowsDone(updated=len(rows))
    try:
        async with session.savepoint():
            await ship(
                session, actor, order.id, [NewParcel(row.carrier_code, row.tracking_no) for row in new]
            )
            if dry_run:
                raise _TakeBack  # noqa: TRY301  the savepoint rolls back on nothing less
    except _TakeBack:
        pass
    except Refusal as refusal:
        return _failed(new, NUMBER, number, f"{refusal.words('zh')} ({refusal.words('en')})")
    return RowsDone(created=len(new), updated=len(rows) - len(new))


class _TakeBack(Exception):
    """Rolls the savepoint of a dry run back."""


def _failed(rows: Sequence[ShipmentRow], column: str, value: str, reason: str) -> RowsDone:
    return RowsDone(errors=[RowError(row.line, column, value, reason) for row in rows])
