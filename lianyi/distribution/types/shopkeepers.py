"""What shopkeepers are: their states, their micro-shop, how a shop lets people join. Instants aware UTC, money in fen."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from lianyi.identity.types import PersonId
from lianyi.kit.ids import TenantId

ShopkeeperId = NewType("ShopkeeperId", UUID)
PREFIX = "shk"


class KeeperState(StrEnum):
    """`refused` may apply again; `left` is an end: what was earned stays payable."""

    APPLIED = "applied"
    REFUSED = "refused"
    PROBATION = "probation"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    LEFT = "left"


# Who sells: clicks on their shares bind, their micro-shop is open, their orders earn.
SELLING = (KeeperState.PROBATION, KeeperState.ACTIVE)
# Who was taken on and has not left: sees the workbench, is owed and paid.
TAKEN_ON = (KeeperState.PROBATION, KeeperState.ACTIVE, KeeperState.SUSPENDED)


class JoinWay(StrEnum):
    """How people may become shopkeepers; each of them is free."""

    EVERYONE = "everyone"
    APPLICATION = "application"
    INVITATION = "invitation"


@dataclass(frozen=True, slots=True)
class Shopkeeper:
    """The principal: a signed-in person who was taken on as a shopkeeper of this shop and has not left."""

    tenant: TenantId
    person: PersonId
    id: ShopkeeperId
    state: KeeperState
    grade: int


@dataclass(frozen=True, slots=True)
class Keeper:
    """A shopkeeper's row. `grade` counts from 1; `invited_by` is evidence and earns nobody anything."""

    id: ShopkeeperId
    person_id: PersonId
    state: KeeperState
    grade: int
    way: JoinWay
    invited_by: UUID | None
    invite_id: UUID | None
    agreement_version: int
    adult_declared_at: datetime
    words: str
    applied_at: datetime
    decided_at: datetime | None
    decided_words: str
    started_at: datetime | None
    probation_until: datetime | None
    suspended_until: datetime | None
    suspended_words: str
    left_at: datetime | None
    shop_name: str
    shop_words: str
    persona: str
    cover_product_id: UUID | None
    version: int


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a shopkeeper's history: what they became, by whom, why."""

    at: datetime
    state: KeeperState
    grade: int
    by: str
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade of shopkeepers: its name, and the own sales of 90 days that reach it; None: by staff alone."""

    name: str
    own_sales_fen: int | None = None


@dataclass(frozen=True, slots=True)
class JoinSettings:
    """How a shop takes on shopkeepers. There is no fee and no purchase to be set: the law has none (rulebook).

    `pool_all`: everything on the shelf may be picked; else what stands in the pool. `grades`: lowest first.
    """

    ways: tuple[JoinWay, ...] = ()
    probation_days: int = 0
    picks_max: int = 50
    pool_all: bool = True
    grades: tuple[Grade, ...] = field(default=(Grade("店主"),))
    version: int = 0


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a shopkeeper signs. Versions are kept as they were published."""

    version: int
    body_zh: str
    body_en: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Invite:
    """A code that lets people in: by staff, or by a shopkeeper whom that earns nothing."""

    id: UUID
    code: str
    shopkeeper_id: UUID | None
    note: str
    uses_max: int
    used: int
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class MicroShop:
    """What a shopkeeper says about their shop; None leaves a part as it is."""

    shop_name: str | None = None
    shop_words: str | None = None
    persona: str | None = None
    cover_product_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Pick:
    """One product in a micro-shop, with the shopkeeper's own words about it."""

    product_id: UUID
    place: int
    words: str
