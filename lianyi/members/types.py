"""What members speaks of: the program, its levels, who holds them, points. Money in fen, shares in 1/100 of a percent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, NewType
from uuid import UUID

LevelId = NewType("LevelId", UUID)
Way = Literal["reached", "card", "hand"]
Freight = Literal["none", "from", "free"]
ChangeKind = Literal["reached", "renewed", "fell", "card", "card_ended", "hand", "hand_ended", "merged"]


@dataclass(frozen=True, slots=True)
class Program:
    """How a shop rewards its members.

    `earn_per_yuan`: points a yuan paid for goods earns before the level's rate. `points_per_yuan`: points that take one
    yuan off. `share_max_bp`: the largest share of an order's goods that points may pay. `points_months`: whole months
    after the month they were earned in. `window_days`: how far back spend, orders and points count towards a level;
    `hold_days`: how long a level that was reached is kept.
    """

    points_on: bool = False
    earn_per_yuan: int = 1
    points_per_yuan: int = 100
    share_max_bp: int = 5000
    points_months: int = 12
    window_days: int = 365
    hold_days: int = 365
    version: int = 0


@dataclass(frozen=True, slots=True)
class LevelDraft:
    """A level as staff wrote it; `id` None: new. A threshold that is None is no way to it.

    `off_bp`: what its price takes off the list price. `points_rate_bp`: 10000 earns once, 20000 twice. `freight`: `from`
    frees the carrying from `freight_from_fen` of goods on. A card is a SKU that brings the level for so many days.
    """

    name: str
    spend_fen: int | None = None
    orders: int | None = None
    points: int | None = None
    card_sku_id: UUID | None = None
    card_days: int | None = None
    off_bp: int = 0
    points_rate_bp: int = 10_000
    birthday_points: int = 0
    freight: Freight = "none"
    freight_from_fen: int = 0
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """A level as it stands; the higher `rank` is the higher level."""

    id: LevelId
    rank: int
    name: str
    spend_fen: int | None
    orders: int | None
    points: int | None
    card_sku_id: UUID | None
    card_days: int | None
    off_bp: int
    points_rate_bp: int
    birthday_points: int
    freight: Freight
    freight_from_fen: int


@dataclass(frozen=True, slots=True)
class Count:
    """What of a person counts towards a level: of completed orders in the window, what was kept."""

    spend_fen: int = 0
    orders: int = 0
    points: int = 0


@dataclass(frozen=True, slots=True)
class Holding:
    """A level somebody has: by which way, since and until when (None: until somebody ends it)."""

    person_id: UUID
    way: Way
    level_id: LevelId
    since_at: datetime
    until_at: datetime | None


@dataclass(frozen=True, slots=True)
class Lot:
    """Points of a person that are gone on the morning of `expires_on`, a business day."""

    expires_on: date
    points: int


@dataclass(frozen=True, slots=True)
class Benefits:
    """What a person gets now: the highest level they hold, its prices for the SKUs asked, and their points.

    `level_id` None: no level, points alone. `prices_fen`: SKUs with a price of their own at this level; None there: the
    level's discount does not hold for this SKU. `points` is what can be spent; 0 while points are switched off.
    """

    person_id: UUID
    level_id: LevelId | None
    level_name: str
    off_bp: int
    freight: Freight
    freight_from_fen: int
    points: int
    points_per_yuan: int
    share_max_bp: int
    prices_fen: Mapping[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Goods:
    """A line of a cart as its prices are worked out: list price a piece, pieces."""

    sku_id: UUID
    price_fen: int
    quantity: int


@dataclass(frozen=True, slots=True)
class PointsOffer:
    """What points can do for an order: `points` of them take `worth_fen` off, no point is used for nothing."""

    points: int = 0
    worth_fen: int = 0


@dataclass(frozen=True, slots=True)
class SpendLine:
    """The part of an order's points that went into one of its SKUs."""

    sku_id: UUID
    quantity: int
    points: int


@dataclass(frozen=True, slots=True)
class Spending:
    """Points an order wants to spend."""

    order_id: UUID
    person_id: UUID
    points: int
    worth_fen: int
    lines: tuple[SpendLine, ...]


@dataclass(frozen=True, slots=True)
class Spend:
    """Points an order has spent. `parts` are the lots they came from that were not given back: [[day, points]]."""

    order_id: UUID
    person_id: UUID
    points: int
    worth_fen: int
    lines: list[dict[str, Any]]
    parts: list[list[Any]]
    given_points: int
    tries: int


@dataclass(frozen=True, slots=True)
class Earning:
    """What a completed order counts and has earned; the rates are those of the day it was completed."""

    order_id: UUID
    person_id: UUID
    kept_fen: int
    points: int
    earn_per_yuan: int
    rate_bp: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Person:
    """What the shop keeps of a member beside their levels. `owed_points`: earned by goods that were given back, and spent."""

    person_id: UUID
    super_user: bool
    owed_points: int
    birth_month: int | None
    birth_day: int | None
    birthday_set_at: datetime | None


@dataclass(frozen=True, slots=True)
class Change:
    """A step in the history of somebody's levels: `kind` says why, `note` is the staff's reason."""

    id: UUID
    at: datetime
    kind: ChangeKind
    from_name: str
    to_name: str
    until_at: datetime | None
    by_name: str
    note: str


@dataclass(frozen=True, slots=True)
class Card:
    """A paid card: `ended_units` of its `units` were given back."""

    order_id: UUID
    line_id: UUID
    person_id: UUID
    level_id: LevelId
    units: int
    ended_units: int
    days: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's level, the next one, and what is missing: everything their page says."""

    level: Level | None
    holding: Holding | None
    next_level: Level | None
    count: Count
    points: int
    expiring: Lot | None
    owed_points: int
    person: Person | None


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One line of the console's list of members."""

    person_id: UUID
    level_id: UUID | None
    level_name: str | None
    until_at: datetime | None
    points: int
    spend_fen: int
    orders: int
    super_user: bool


@dataclass(frozen=True, slots=True)
class SkuPrice:
    """A price of a SKU at a level; None: the level's discount does not hold for it."""

    level_id: UUID
    sku_id: UUID
    price_fen: int | None


@dataclass(frozen=True, slots=True)
class LevelFigure:
    """How many hold a level now."""

    level_id: UUID
    people: int


@dataclass(frozen=True, slots=True)
class PointsFigures:
    """Points in people's hands, and what moved in the last 30 days."""

    outstanding: int
    earned: int
    spent: int
    expired: int
    expiring: int
