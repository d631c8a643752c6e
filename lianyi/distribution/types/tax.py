"""Real names and withholding as other domains may see them. Money in fen."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID


class Strategy(StrEnum):
    """Which formula a shop withholds by: a month's income as one time, or all months so far."""

    ONCE = "once"
    CUMULATIVE = "cumulative"


@dataclass(frozen=True, slots=True)
class RealName:
    """Whose income it is, as a page may show it. `verified_at`: WeChat paid somebody of this name."""

    person_id: UUID
    name_masked: str
    id_masked: str
    consent_version: int
    consented_at: datetime
    verified_at: datetime | None


@dataclass(frozen=True, slots=True)
class RealNameClear:
    """In clear, for WeChat's check and the tax office alone; never shown in a log or a traceback."""

    person_id: UUID
    taxpayer: bytes = field(repr=False)
    name: str = field(repr=False)
    id_number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Income:
    """What somebody was paid (or is being paid) in a month, and what was withheld of it."""

    month: date
    gross_fen: int
    tax_fen: int


@dataclass(frozen=True, slots=True)
class Working:
    """The tax of one pay-out with everything that it was computed from.

    once: tax of (`before_fen` + `gross_fen`) as one time, less `withheld_fen`. cumulative: the same over `months`.
    """

    strategy: Strategy
    month: date
    before_fen: int
    gross_fen: int
    months: int
    base_fen: int
    rate_bp: int
    quick_fen: int
    due_fen: int
    withheld_fen: int
    tax_fen: int


@dataclass(frozen=True, slots=True)
class TaxMonth:
    """A month of withholding: `withheld_fen` of people already paid, `planned_fen` of transfers still under way."""

    month: date
    people: int
    payouts: int
    gross_fen: int
    withheld_fen: int
    planned_fen: int
    remitted_fen: int


@dataclass(frozen=True, slots=True)
class TaxPerson:
    """What one person earned and left in a month by one kind of income: commission (labour) or prizes."""

    person_id: UUID
    taxpayer: bytes = field(repr=False)
    item: Literal["labour", "prize"]
    name_masked: str
    id_masked: str
    payouts: int
    gross_fen: int
    tax_fen: int
    fee_fen: int
    net_fen: int
