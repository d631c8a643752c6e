"""What a look at the real graph found, and what became of each finding. Money in fen, instants aware UTC."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NewType
from uuid import UUID

ScanId = NewType("ScanId", UUID)
FindingId = NewType("FindingId", UUID)
SCAN_PREFIX, FINDING_PREFIX = "scn", "fnd"

FindingState = Literal["open", "acknowledged", "resolved"]
FINDING_STATES: tuple[FindingState, ...] = ("open", "acknowledged", "resolved")
# What a stop rule has switched off: new orders earn nothing while a finding that stopped the plan is not resolved.
Switched = Literal["", "plan", "campaign"]
EvidenceKind = Literal["scan", "commission", "binding", "payout", "finding", "rules"]


@dataclass(frozen=True, slots=True)
class Scan:
    """One look at everything of a tenant.

    `levels`: people by their level under a root, the roots being level 1. `wrong`: counts that ought to be zero. `digest`:
    hash of the rules that were in force. Sales are what customers paid on lines that earn, before refunds.
    """

    id: ScanId
    day: date
    at: datetime
    shopkeepers: int
    roots: int
    depth_max: int
    people_max: int
    orders: int
    lines: int
    sales_fen: int
    commission_fen: int
    paid_out_fen: int
    own_orders: int
    own_fen: int
    wrong: Mapping[str, int]
    levels: Mapping[str, int]
    digest: str


@dataclass(frozen=True, slots=True)
class Root:
    """A tree of who brought whom, the first in `seq` being the one that most wants looking at."""

    shopkeeper_id: UUID
    seq: int
    people: int
    depth: int
    earning: int
    commission_fen: int
    sales_fen: int
    levels: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Outlet:
    """Where a shopkeeper's goods went: to themselves, or to others."""

    shopkeeper_id: UUID
    seq: int
    own_orders: int
    own_fen: int
    consumer_orders: int
    consumer_fen: int

    @property
    def own_bp(self) -> int:
        """The share they bought themselves, in 1/100 of a percent, rounded down; 0 where nothing was bought."""
        whole = self.own_fen + self.consumer_fen
        return self.own_fen * 10_000 // whole if whole else 0


@dataclass(frozen=True, slots=True)
class Finding:
    """A breach of a rule about a subject. `seen_at`: the last look that still found it."""

    id: FindingId
    rule: str
    version: int
    area: str
    severity: str
    subject: str
    zh: str
    en: str
    source: str
    switched: Switched
    state: FindingState
    found_at: datetime
    seen_at: datetime
    resolved_at: datetime | None


@dataclass(frozen=True, slots=True)
class FindingStep:
    """One line of a finding's history: what it became, by whom, in what words."""

    at: datetime
    state: FindingState
    by: str
    words: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """One link of the chain: `hash` is over the link and the hash before it. `payload` is JSON over opaque ids."""

    seq: int
    at: datetime
    kind: EvidenceKind
    payload: str
    prev_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class ChainState:
    """Whether the chain fits: `broken_at` is the first link that does not, `changed` the days whose rows changed since."""

    links: int
    head: str
    broken_at: int | None
    changed: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return self.broken_at is None and not self.changed


@dataclass(frozen=True, slots=True)
class Paid:
    """Who was paid for what: a shopkeeper's lines and orders, what customers paid, what was promised and paid out."""

    shopkeeper_id: UUID
    orders: int
    lines: int
    sales_fen: int
    commission_fen: int
    paid_out_fen: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a shopkeeper stands: the root of their tree and their level, the root's being 1."""

    id: UUID
    person_id: UUID
    root: UUID
    depth: int
    started_at: datetime


@dataclass(frozen=True, slots=True)
class Wrong:
    """Lines that earn, and how many of them are not what a line may be: all but the first ought to be zero."""

    lines: int
    others_sales: int
    deeper: int
    above_cap: int
    own_orders: int


@dataclass(frozen=True, slots=True)
class Entered:
    """Entries of somebody else than the line's payee, entries of no line, and what all of them promise together."""

    second_payees: int
    without_line: int
    promised_fen: int


@dataclass(frozen=True, slots=True)
class Sent:
    """Pay-outs that arrived: their gross, and how many had no tax worked out or no verified name."""

    gross_fen: int
    without_tax: int
    unverified: int


@dataclass(frozen=True, slots=True)
class Bought:
    """What a person bought for themselves: paid orders, and fen after refunds."""

    orders: int
    paid_fen: int


@dataclass(frozen=True, slots=True)
class Payee:
    """As `Paid`, in the order of a look: who earns most first."""

    shopkeeper_id: UUID
    seq: int
    orders: int
    lines: int
    sales_fen: int
    commission_fen: int
    paid_out_fen: int


@dataclass(frozen=True, slots=True)
class PaidItem:
    """One commission that a pay-out paid, and the order and line it was earned by."""

    payout_id: UUID
    shopkeeper_id: UUID
    order_id: UUID
    commission_id: UUID
    line_paid_fen: int
    amount_fen: int
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a lawyer is given: the newest look with its lists, findings, what was paid, where the chain ends."""

    shop: str
    scan: Scan
    roots: tuple[Root, ...]
    outlets: tuple[Outlet, ...]
    payees: tuple[Payee, ...]
    items: tuple[PaidItem, ...]
    findings: tuple[Finding, ...]
    links: int
    head: str
    made_at: datetime
