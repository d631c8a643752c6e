"""Reads of shopkeepers: the principal, single ones, how the shop lets people join."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from lianyi.distribution.errors.shopkeepers import AgreementMissing, ShopkeeperUnknown
from lianyi.distribution.types.shopkeepers import (
    Agreement,
    Grade,
    Invite,
    JoinSettings,
    JoinWay,
    Keeper,
    KeeperState,
    Shopkeeper,
    Step,
)
from lianyi.identity.types import Shopper
from lianyi.kit.db import ReadSession, Statement

STEPS_MAX = 500
KEEPER = """id, person_id, state, grade, way, invited_by, invite_id, agreement_version, adult_declared_at, words, applied_at,
      decided_at, decided_words, started_at, probation_until, suspended_until, suspended_words, left_at, shop_name,
      shop_words, persona, cover_product_id, version"""

PRINCIPAL = Statement(
    """
    select tenant_id as tenant, person_id as person, id, state, grade from distribution_shopkeeper
    where tenant_id = %(tenant)s and person_id = %(person_id)s and state in ('probation', 'active', 'suspended')
    """,
    Shopkeeper,
)
ONE = Statement(
    f"select {KEEPER} from distribution_shopkeeper where tenant_id = %(tenant)s and id = %(id)s",  # noqa: S608  our own column list
    Keeper,
)
# The place a person has now, else the one they left last.
OF_PERSON = Statement(
    f"""
    select {KEEPER} from distribution_shopkeeper where tenant_id = %(tenant)s and person_id = %(person_id)s
    order by (state = 'left'), applied_at desc, id desc limit 1
    """,  # noqa: S608  our own column list
    Keeper,
)
OF_PEOPLE = Statement(
    f"""
    select {KEEPER} from distribution_shopkeeper
    where tenant_id = %(tenant)s and person_id = any(%(person_ids)s::uuid[])
      and state in ('probation', 'active', 'suspended')
    """,  # noqa: S608  our own column list
    Keeper,
)
MANY = Statement(
    f"select {KEEPER} from distribution_shopkeeper where tenant_id = %(tenant)s and id = any(%(ids)s::uuid[])",  # noqa: S608  our own column list
    Keeper,
)
STEPS = Statement(
    """
    select at, state, grade, by, name, words from distribution_step
    where tenant_id = %(tenant)s and shopkeeper_id = %(id)s order by seq desc limit %(limit)s
    """,
    Step,
)


@dataclass(frozen=True, slots=True)
class WasRow:
    shopkeeper_id: UUID
    at: datetime
    state: KeeperState
    grade: int


WAS = Statement(
    """
    select asked.shopkeeper_id, asked.at, k.state, k.grade
    from unnest(%(ids)s::uuid[], %(ats)s::timestamptz[]) as asked (shopkeeper_id, at)
    cross join lateral (
      select state, grade from distribution_step
      where tenant_id = %(tenant)s and shopkeeper_id = asked.shopkeeper_id and at <= asked.at
      order by at desc, seq desc limit 1) as k
    """,
    WasRow,
)


@dataclass(frozen=True, slots=True)
class JoinRow:
    ways: list[str]
    probation_days: int
    picks_max: int
    pool_all: bool
    grades: list[dict[str, Any]]
    version: int


# Of the last place that somebody was taken on in and left (taking an application back washes nothing away): whether they
# were suspended as they left, or the staff ended it.
LEFT_IN_TROUBLE = Statement(
    """
    select coalesce(bool_or(last.number = 1 and last.by = 'staff' or last.number = 2 and last.state = 'suspended'), false)
    from (
      select state, by, row_number() over (order by seq desc) as number from distribution_step
      where tenant_id = %(tenant)s and shopkeeper_id = (
        select id from distribution_shopkeeper
        where tenant_id = %(tenant)s and person_id = %(person_id)s and state = 'left' and started_at is not null
        order by left_at desc, id desc limit 1)) as last
    """,
    bool,
)
JOIN = Statement(
    """
    select ways, probation_days, picks_max, pool_all, grades, version from distribution_join
    where tenant_id = %(tenant)s
    """,
    JoinRow,
)
AGREEMENT = Statement(
    """
    select version, body_zh, body_en, published_at from distribution_agreement
    where tenant_id = %(tenant)s and (%(version)s::int is null or version = %(version)s)
    order by version desc limit 1
    """,
    Agreement,
)
AGREEMENTS = Statement(
    """
    select version, body_zh, body_en, published_at from distribution_agreement
    where tenant_id = %(tenant)s order by version desc limit 100
    """,
    Agreement,
)
OPEN_INVITES = Statement(
    """
    select count(*) as open from distribution_invite
    where tenant_id = %(tenant)s and shopkeeper_id is not distinct from %(shopkeeper_id)s::uuid and revoked_at is null
      and expires_at > %(now)s and used < uses_max
    """,
    int,
)
INVITES = Statement(
    """
    select id, code, shopkeeper_id, note, uses_max, used, created_at, expires_at, revoked_at from distribution_invite
    where tenant_id = %(tenant)s and (%(shopkeeper_id)s::uuid is null or shopkeeper_id = %(shopkeeper_id)s)
      and (created_at, id) < (%(before_at)s, %(before_id)s)
    order by created_at desc, id desc limit %(limit)s
    """,
    Invite,
)


async def principal(session: ReadSession, shopper: Shopper) -> Shopkeeper | None:
    """The shopkeeper that a signed-in person is; None when they were not taken on, or have left."""
    return await session.maybe(PRINCIPAL, person_id=shopper.person)


async def keeper(session: ReadSession, keeper_id: UUID) -> Keeper:
    """A shopkeeper, for staff and other domains. Raises ShopkeeperUnknown."""
    found = await session.maybe(ONE, id=keeper_id)
    if found is None:
        raise ShopkeeperUnknown
    return found


async def keeper_of_person(session: ReadSession, person: UUID) -> Keeper | None:
    """The place a person has or had last, in whatever state; None when they never applied."""
    return await session.maybe(OF_PERSON, person_id=person)


async def keepers_of_people(session: ReadSession, people: Sequence[UUID]) -> dict[UUID, Keeper]:
    """Those of some people who were taken on and have not left, by person."""
    rows = await session.all(OF_PEOPLE, person_ids=list(people))
    return {row.person_id: row for row in rows}


async def keepers_by_ids(session: ReadSession, ids: Sequence[UUID]) -> dict[UUID, Keeper]:
    """Some shopkeepers by id, whatever their state."""
    return {row.id: row for row in await session.all(MANY, ids=list(ids))}


async def states_at(
    session: ReadSession, asked: Sequence[tuple[UUID, datetime]]
) -> dict[tuple[UUID, datetime], str]:
    """What some shopkeepers were at an instant each; left out before they applied."""
    rows = await session.all(WAS, ids=[one for one, _ in asked], ats=[at for _, at in asked])
    return {(row.shopkeeper_id, row.at): row.state for row in rows}


async def was_at(session: ReadSession, keeper_id: UUID, at: datetime) -> WasRow | None:
    """What a shopkeeper was at an instant, and of which grade; None before they applied."""
    return await session.maybe(WAS, ids=[keeper_id], ats=[at])


async def left_in_trouble(session: ReadSession, person: UUID) -> bool:
    """Whether somebody last left while they were suspended, or because the staff ended it; the shop looks at them first."""
    return await session.one(LEFT_IN_TROUBLE, person_id=person)


async def steps(session: ReadSession, keeper_id: UUID) -> list[Step]:
    """A shopkeeper's history, the newest first."""
    return await session.all(STEPS, id=keeper_id, limit=STEPS_MAX)


async def join_settings(session: ReadSession) -> JoinSettings:
    """How the shop takes on shopkeepers; nobody, until its merchant says otherwise."""
    row = await session.maybe(JOIN)
    if row is None:
        return JoinSettings()
    return JoinSettings(
        ways=tuple(JoinWay(way) for way in row.ways), probation_days=row.probation_days, picks_max=row.picks_max,
        pool_all=row.pool_all, grades=tuple(Grade(**grade) for grade in row.grades), version=row.version,
    )  # fmt: skip


async def agreement(session: ReadSession, version: int | None = None) -> Agreement:
    """A version of the shopkeeper agreement, the newest when None. Raises AgreementMissing."""
    found = await session.maybe(AGREEMENT, version=version)
    if found is None:
        raise AgreementMissing
    return found


async def agreement_if_any(session: ReadSession) -> Agreement | None:
    """The newest version; None while there is nothing to sign."""
    return await session.maybe(AGREEMENT, version=None)


async def agreements(session: ReadSession) -> list[Agreement]:
    """Every version, the newest first."""
    return await session.all(AGREEMENTS)


async def open_invites(session: ReadSession, keeper_id: UUID | None) -> int:
    """How many codes of a shopkeeper, or of the staff (None), still let somebody in."""
    return await session.one(OPEN_INVITES, shopkeeper_id=keeper_id)


async def invites(
    session: ReadSession, keeper_id: UUID | None, before: tuple[datetime, UUID] | None, limit: int
) -> list[Invite]:
    """Codes of one shopkeeper, or all of the shop's (None), the newest first."""
    before_at, before_id = before or (session.now.replace(year=9999), UUID(int=2**128 - 1))
    return await session.all(
        INVITES, shopkeeper_id=keeper_id, before_at=before_at, before_id=before_id, limit=limit
    )


def grade_name(settings: JoinSettings, grade: int) -> str:
    """What a grade is called; the highest name when there are fewer grades by now."""
    return settings.grades[min(grade, len(settings.grades)) - 1].name
