"""What margin speaks of: who claims what of a SKU, and what is left of its price. Money in fen a piece."""

from collections.abc import Mapping
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
class Loss:
    """A source may fall below the floor on purpose: its budget bears it, for so many pieces of each SKU and no more."""

    budget_fen: int
    pieces: Mapping[UUID, int]


@dataclass(frozen=True, slots=True)
class Bearer:
    """A source that bears its loss: the most it can come to as things stand, and the budget that has to cover it."""

    source_kind: SourceKind
    source_id: UUID
    loss_fen: int
    budget_fen: int


@dataclass(frozen=True, slots=True)
class Room:
    """A SKU's arithmetic: price - claims (max within a phase, sum over phases) - cost = left, which reaches the floor.

    `claim_fen`: all claims together, this source's among them. `cost_fen` None: nobody said; nothing is sure then.
    `pieces`: how many its source may sell below the floor, because its budget bears that; None: not one. Claims of sources
    that bear their loss count only for themselves: whoever keeps to the floor does so without them.
    """

    sku_id: UUID
    price_fen: int
    cost_fen: int | None
    claim_fen: int
    floor_fen: int
    pieces: int | None = None

    @property
    def left_fen(self) -> int:
        return self.price_fen - self.claim_fen - (self.cost_fen or 0)

    @property
    def short_fen(self) -> int:
        """What a piece falls short of the floor at worst: its loss, when the floor is nothing."""
        return max(0, self.floor_fen - self.left_fen)

    @property
    def loss_fen(self) -> int:
        """What all pieces that may be sold below the floor fall short of it; nothing where that was not chosen."""
        return self.short_fen * (self.pieces or 0)

    @property
    def ok(self) -> bool:
        if self.pieces is not None:  # whether the budget covers it is asked of all SKUs together
            return self.cost_fen is not None
        return not self.short_fen and self.claim_fen <= self.price_fen
