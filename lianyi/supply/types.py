"""What supply speaks of: freight templates, a line to be carried, its price."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType
from uuid import UUID

FreightTemplateId = NewType("FreightTemplateId", UUID)


class FreightKind(StrEnum):
    BY_WEIGHT = "by_weight"
    BY_PIECE = "by_piece"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class FreightRule:
    """What carrying costs to some regions.

    `regions`: six-digit GB/T 2260 codes of a province, city or district, or `*` for everywhere else. `first` and `step`
    are grams (by weight) or pieces; `free_from_fen` frees the template's lines from that amount of goods on;
    `excluded`: not delivered there.
    """

    regions: tuple[str, ...]
    first: int = 1
    first_fen: int = 0
    step: int = 1
    step_fen: int = 0
    free_from_fen: int | None = None
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class FreightTemplate:
    id: FreightTemplateId
    name: str
    kind: FreightKind
    rules: tuple[FreightRule, ...]
    is_default: bool = False
    version: int = 1

    @property
    def cheapest_fen(self) -> int:
        """The lowest fee one piece may cost, for `from ¥…` on a product's page."""
        if self.kind is FreightKind.FREE:
            return 0
        return min((rule.first_fen for rule in self.rules if not rule.excluded), default=0)


@dataclass(frozen=True, slots=True)
class FreightLine:
    """Goods to be carried together: weight of one piece in grams, pieces, amount of the whole line in fen."""

    sku_id: UUID
    template_id: FreightTemplateId | None
    weight_g: int
    quantity: int
    amount_fen: int


@dataclass(frozen=True, slots=True)
class FreightQuote:
    """`fen` covers the deliverable lines; `not_deliverable` names the SKUs that do not go to that region."""

    fen: int
    not_deliverable: tuple[UUID, ...] = ()

    @property
    def deliverable(self) -> bool:
        return not self.not_deliverable
