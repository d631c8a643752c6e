"""Withheld tax: the month's file for the tax office, and handing the tax on. Two people mark what was handed on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from lianyi.distribution.errors.payouts import MonthNotOver, NothingToRemit
from lianyi.distribution.queries import tax as reads
from lianyi.distribution.rules import tax as rules
from lianyi.distribution.store import tax as store
from lianyi.distribution.types.tax import TaxPerson
from lianyi.identity import actions as identity
from lianyi.identity.types import ApprovalId, Change, Staff, Wish
from lianyi.kit.clock import business_day
from lianyi.kit.db import ReadSession, Session
from lianyi.kit.ids import new_id
from lianyi.ledger import actions as ledger
from lianyi.ledger.types import AccountRef, Purpose, Subject, Transfer

identity.name_acts(
    {
        "tax.exported": ("导出个税申报文件", "Tax file exported"),
        "tax.remitted": ("登记个税已缴", "Tax marked as handed on"),
    }
)


@dataclass(frozen=True, slots=True)
class Declared:
    """One line of the file in clear: whose income, how much, what was withheld."""

    person: TaxPerson
    name: str
    id_number: str

    def __repr__(self) -> str:
        return "Declared(…)"


async def month_file(session: Session, staff: Staff, month: date) -> list[Declared]:
    """Everybody paid in a month with name and ID number in clear, for declaration. The look is logged and audited."""
    people = await reads.people(session, month)
    sealed = {
        bytes(one.taxpayer): one
        for one in await session.all(reads.SEALED_OF_MONTH, month=month, limit=reads.PEOPLE_MAX)
    }
    word = f"tax:{month:%Y-%m}"
    await identity.note_access(session, staff, word, ["name", "id_number"])
    await identity.note_change(session, staff, Change("tax.exported", word, after={"people": len(people)}))
    found = []
    for person in people:
        clear = reads.opened(sealed[bytes(person.taxpayer)])
        found.append(Declared(person, clear.name, clear.id_number))
    return found


async def remit(
    session: Session, staff: Staff, month: date, receipt: str, code: str | None
) -> ApprovalId | None:
    """Mark that a month's tax was handed on to the tax office, by a receipt number, when a second person agrees.

    Raises MonthNotOver, NothingToRemit, and as `identity.ask_or_do`.
    """
    tax_fen = await _due(session, month)
    given = {"month": month.isoformat(), "receipt": receipt, "tax_fen": tax_fen}
    wish = Wish(f"tax:{month:%Y-%m}", given, after={"tax_fen": tax_fen, "receipt": receipt})
    return await identity.ask_or_do(session, staff, _remitted, wish, code)


@identity.approvable(
    "tax.month_remitted", permission="tax.write", zh="登记个税已缴", en="Mark a month's tax as handed on"
)
async def _remitted(session: Session, by: Staff, given: Mapping[str, Any]) -> None:
    month = date.fromisoformat(given["month"])
    # What somebody else has marked meanwhile is not marked again: two wishes for a month have one subject.
    places = (Purpose.TAX_WITHHELD, Purpose.EARNED, Purpose.BANK, Purpose.TAX_REMITTED)
    await ledger.lock(session, [AccountRef(place) for place in places])
    tax_fen = await _due(session, month)
    remittance_id = new_id()
    await session.later(
        store.ADD_REMITTANCE,
        id=remittance_id,
        month=month,
        tax_fen=tax_fen,
        receipt=given["receipt"],
        marked_by=by.name,
    )
    await _move(session, remittance_id, "tax_remitted", Purpose.BANK, Purpose.TAX_REMITTED, tax_fen)
    await _move(session, remittance_id, "tax_freed", Purpose.TAX_WITHHELD, Purpose.EARNED, tax_fen)
    change = Change(
        "tax.remitted", f"tax:{month:%Y-%m}", after={"tax_fen": tax_fen, "receipt": given["receipt"]}
    )
    await identity.note_change(session, by, change)


async def _move(
    session: Session, remittance_id: UUID, kind: str, source: Purpose, target: Purpose, tax_fen: int
) -> None:
    """The tax is paid from the merchant's bank, and what was set aside for it at WeChat is the merchant's own again."""
    await ledger.transfer(
        session,
        Transfer(
            key=f"{kind}:{remittance_id}",
            kind=kind,
            source=AccountRef(source),
            target=AccountRef(target),
            amount_fen=tax_fen,
            subject=Subject("remittance", remittance_id),
            memo="缴纳代扣个税",
        ),
    )


async def _due(session: ReadSession, month: date) -> int:
    """What of a month is still to be handed on; the month is over and nothing of it is under way."""
    found = await reads.month(session, month)
    if found is not None and (found.planned_fen or month >= rules.month_of(business_day(session.now))):
        raise MonthNotOver
    due_fen = 0 if found is None else found.withheld_fen - found.remitted_fen
    if due_fen <= 0:
        raise NothingToRemit
    return due_fen
