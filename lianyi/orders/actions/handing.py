"""Handing out what a person needs to pack and label: whoever takes it is written down, order by order."""

import asyncio

from lianyi.identity import actions as identity
from lianyi.identity.types import Staff
from lianyi.kit import forms
from lianyi.kit.db import Database
from lianyi.kit.ids import encode
from lianyi.orders.queries.to_ship import ToShip, last_carrier, to_ship
from lianyi.orders.rules import to_ship as rules

SHOWN = ("name", "phone", "address")


async def to_ship_file(db: Database, staff: Staff, kind: str) -> bytes:
    """The orders that wait to be shipped, as `xlsx` or `csv`; each look at a receiver is recorded in the same transaction."""
    async with db.write(staff.tenant) as session:
        found = await to_ship(session)
        carrier = await last_carrier(session)
        for one in found:
            if one.receiver is not None:
                await identity.note_access(session, staff, encode("ord", one.order.id), SHOWN)
    form = rules.form([_row(one, carrier) for one in found])
    return await asyncio.to_thread(forms.write_csv if kind == "csv" else forms.write_xlsx, form)


def _row(one: ToShip, carrier: str | None) -> list[str]:
    notes = (one.order.buyer_note, one.order.staff_note)
    return rules.row(one.order.number, carrier, one.receiver, one.lines, notes, one.order.ship_by_at)
