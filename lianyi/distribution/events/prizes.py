"""What became of prizes in money. The subject is the prize."""

from dataclasses import dataclass
from uuid import UUID

from lianyi.kit.outbox import event


@event("distribution.prize_paid", subject="prize_id")
@dataclass(frozen=True, slots=True)
class PrizePaid:
    """Its person has it: `net_fen` of `gross_fen`, the rest is tax set aside."""

    prize_id: UUID
    person_id: UUID
    gross_fen: int
    net_fen: int


@event("distribution.prize_returned", subject="prize_id")
@dataclass(frozen=True, slots=True)
class PrizeReturned:
    """A transfer came to nothing; it can be asked for again until the prize lapses. `zh`, `en`: why."""

    prize_id: UUID
    person_id: UUID
    gross_fen: int
    zh: str
    en: str


@event("distribution.prize_lapsed", subject="prize_id")
@dataclass(frozen=True, slots=True)
class PrizeLapsed:
    """Nobody took it in time; its campaign's budget has it again."""

    prize_id: UUID
    campaign_id: UUID
    gross_fen: int
