"""A year of withholding, of the shop and of one person. Money in fen; a month is named by its first day."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class TaxYear:
    """What was paid in a year, of the whole shop or of one person; `people` by ID number."""

    year: int
    people: int
    payouts: int
    gross_fen: int
    tax_fen: int
    fee_fen: int
    net_fen: int


@dataclass(frozen=True, slots=True)
class TaxYearPerson:
    """One person's year, masked."""

    person_id: UUID
    name_masked: str
    id_masked: str
    payouts: int
    gross_fen: int
    tax_fen: int
    fee_fen: int
    net_fen: int


@dataclass(frozen=True, slots=True)
class YearLine:
    """What one kind of income came to in a month: `gross_fen` − `tax_fen` − `fee_fen` = `net_fen`."""

    taxpayer: bytes = field(repr=False)
    name_masked: str
    id_masked: str
    month: date
    item: Literal["labour", "prize"]
    payouts: int
    gross_fen: int
    tax_fen: int
    fee_fen: int
    net_fen: int


@dataclass(frozen=True, slots=True)
class Holder:
    """The lines of one ID number; `name` is in clear only where its owner asks."""

    name: str = field(repr=False)
    id_masked: str
    lines: tuple[YearLine, ...]


@dataclass(frozen=True, slots=True)
class YearStatement:
    """A person's year at a shop. `payer`: who withheld, by its licence. Two holders where an ID number was corrected."""

    year: int
    payer: str
    holders: tuple[Holder, ...]
    made_at: datetime

    @property
    def lines(self) -> tuple[YearLine, ...]:
        """Of all ID numbers."""
        return tuple(line for holder in self.holders for line in holder.lines)
