"""What margin speaks of: who claims what of a SKU, and what is left of its price. Money in fen a piece."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

SourceKind = Literal["campaign", "commission_plan", "members", "own_price", "points"]


@dataclass(frozen=True, slots=True)
class Source:
    """Who claims: a campaign, a commission plan, a shop's levels, prices of its shopkeepers' own, the points people earn."""

    kind: SourceKind
    id: UUID
    phase: str


@dataclass(frozen=True, slots=True)
class Wish:
    """What a source may take off a piece at worst."""

    sku_id: UUID
    claim_fen: int


@dataclass(frozen=True, slots=True)
class Room:
    """A SKU's arithmetic: price - claims (max within a phase, sum over phases) - cost = left, which reaches the floor.

    `claim_fen`: all claims together, this source's among them. `cost_fen` None: nobody said; nothing is sure then.
    """

    sku_id: UUID
    price_fen: int
    cost_fen: int | None
    claim_fen: int
    floor_fen: int

    @property
    def left_fen(self) -> int:
        return self.price_fen - self.claim_fen - (self.cost_fen or 0)

    @property
    def ok(self) -> bool:
        return self.left_fen >= self.floor_fen and self.claim_fen <= self.price_fen
