"""Whose points lie where in the ledger. Pure."""

from uuid import UUID

from lianyi.ledger.types import POINTS_CURRENCY, AccountRef, Purpose

ISSUED = AccountRef(Purpose.POINTS_ISSUED, currency=POINTS_CURRENCY)


def of_person(person_id: UUID) -> AccountRef:
    """A person's points."""
    return AccountRef(Purpose.POINTS, "person", person_id, POINTS_CURRENCY)
