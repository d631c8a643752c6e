"""What happened to teams and seats. A seat's facts are told in the order of its order, a team's in its own."""

from dataclasses import dataclass
from uuid import UUID

from lianyi.kit.outbox import event
from lianyi.promotions.plays.group_buy.types import LostWhy


@event("group_buy.team_opened", subject="team_id")
@dataclass(frozen=True, slots=True)
class TeamOpened:
    team_id: UUID
    campaign_id: UUID
    person_id: UUID


@event("group_buy.team_filled", subject="team_id")
@dataclass(frozen=True, slots=True)
class TeamFilled:
    """`people` counts members and the merchant's own seats (`topped_up`)."""

    team_id: UUID
    campaign_id: UUID
    people: int
    topped_up: int


@event("group_buy.team_failed", subject="team_id")
@dataclass(frozen=True, slots=True)
class TeamFailed:
    team_id: UUID
    campaign_id: UUID
    joined: int


@event("group_buy.teams_merged", subject="team_id")
@dataclass(frozen=True, slots=True)
class TeamsMerged:
    """Every member of `team_id` sits in `into_team_id` now."""

    team_id: UUID
    into_team_id: UUID


@event("group_buy.leader_passed", subject="team_id")
@dataclass(frozen=True, slots=True)
class LeaderPassed:
    """The leader left; the deadline stays."""

    team_id: UUID
    seat_id: UUID
    person_id: UUID


@event("group_buy.seat_won", subject="order_id")
@dataclass(frozen=True, slots=True)
class SeatWon:
    """The order's team is full; `difference_fen` goes back because the ladder's price is lower than what was paid."""

    order_id: UUID
    seat_id: UUID
    team_id: UUID
    person_id: UUID
    difference_fen: int


@event("group_buy.seat_lost", subject="order_id")
@dataclass(frozen=True, slots=True)
class SeatLost:
    """A paid order has no team (any more): the money goes back whole."""

    order_id: UUID
    seat_id: UUID
    team_id: UUID
    person_id: UUID
    why: LostWhy


@event("group_buy.seat_late", subject="order_id")
@dataclass(frozen=True, slots=True)
class SeatLate:
    """Paid when the seat was gone: another forming team is looked for. `tries` counts how often one was lost again."""

    order_id: UUID
    tries: int


@event("group_buy.seat_moved", subject="order_id")
@dataclass(frozen=True, slots=True)
class SeatMoved:
    """The order sits in another team than the one it asked for; its shopper is told."""

    order_id: UUID
    seat_id: UUID
    team_id: UUID
    person_id: UUID
