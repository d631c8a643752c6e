"""Reads of the log: whose customer people were at an instant, a customer's lines, customers of a shopkeeper, the rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from lianyi.distribution.errors.bindings import CustomerUnknown
from lianyi.distribution.rules import attribution
from lianyi.distribution.types.bindings import AttributionRule, Binding, Customer, Ownership, TouchRule
from lianyi.distribution.types.shopkeepers import SELLING, ShopkeeperId
from lianyi.kit.db import ReadSession, Soon, Statement
from lianyi.social.types import CameBy

LINES_MAX = 500
FIRST_RULE = AttributionRule(
    0, TouchRule.LAST, attribution.PROTECTION_DAYS, attribution.VALIDITY_DAYS, new_customers_only=False,
    effective_at=datetime(2000, 1, 1, tzinfo=UTC),
)  # fmt: skip
BINDING = """id, seq, person_id, shopkeeper_id, touch, at, counts_at, share_id, visitor_id, channel, rule_version, is_self,
      same_device, in_chain, sells, ordered_before, holder_left, result, why, holder_id, since, protected_until, valid_until,
      staff_name, words, written_at"""

RULES = Statement(
    """
    select version, mode, protection_days, validity_days, new_customers_only, effective_at from distribution_rule
    where tenant_id = %(tenant)s order by version limit 1000
    """,
    AttributionRule,
)
# For each of many: the last line that moved the customer by then, if it still held, and what its shopkeeper was then.
OWNERS = Statement(
    """
    select asked.person_id, asked.at, b.shopkeeper_id, b.id as binding_id, b.rule_version, b.touch, b.channel, b.share_id,
      k.state, k.grade
    from unnest(%(person_ids)s::uuid[], %(ats)s::timestamptz[]) as asked (person_id, at)
    cross join lateral (
      select id, shopkeeper_id, rule_version, touch, channel, share_id, valid_until from distribution_binding
      where tenant_id = %(tenant)s and person_id = asked.person_id and counts_at <= asked.at
        and result in ('bound', 'taken', 'renewed', 'released')
      order by counts_at desc, seq desc limit 1) as b
    cross join lateral (
      select state, grade from distribution_step
      where tenant_id = %(tenant)s and shopkeeper_id = b.shopkeeper_id and at <= asked.at
      order by at desc, seq desc limit 1) as k
    where b.valid_until is null or b.valid_until > asked.at
    """,
    Ownership,
    planned_once=True,
)
LINES = Statement(
    f"""
    select {BINDING} from distribution_binding
    where tenant_id = %(tenant)s and person_id = %(person_id)s order by seq desc limit %(limit)s
    """,  # noqa: S608  our own column list
    Binding,
)
LINE = Statement(
    f"select {BINDING} from distribution_binding where tenant_id = %(tenant)s and id = %(id)s",  # noqa: S608  our own column list
    Binding,
)
CUSTOMER = Statement(
    """
    select person_id, shopkeeper_id, binding_id, since, protected_until, valid_until, counted_at, first_at
    from distribution_customer where tenant_id = %(tenant)s and person_id = %(person_id)s
    """,
    Customer,
)
CUSTOMERS = Statement(
    """
    select person_id, shopkeeper_id, binding_id, since, protected_until, valid_until, counted_at, first_at
    from distribution_customer
    where tenant_id = %(tenant)s and shopkeeper_id = %(shopkeeper_id)s
      and (valid_until is null or valid_until > %(now)s) and (since, person_id) < (%(before_at)s, %(before_id)s)
    order by since desc, person_id desc limit %(limit)s
    """,
    Customer,
)


@dataclass(frozen=True, slots=True)
class Touched:
    share_id: UUID
    visitor_id: UUID
    at: datetime


TOUCHED = Statement(
    """
    select b.share_id, b.visitor_id, b.at
    from unnest(%(share_ids)s::uuid[], %(visitor_ids)s::uuid[], %(ats)s::timestamptz[]) as asked (share_id, visitor_id, at)
    join distribution_binding b on b.tenant_id = %(tenant)s and b.share_id = asked.share_id
      and b.visitor_id = asked.visitor_id and b.at = asked.at and b.touch in ('click', 'scan')
    """,
    Touched,
)
WAS_TOUCHED = Statement(
    """
    select exists(
      select from distribution_binding
      where tenant_id = %(tenant)s and person_id = %(person_id)s and shopkeeper_id = %(shopkeeper_id)s)
    """,
    bool,
)
COUNT = Statement(
    """
    select count(*) as all_of_them from distribution_customer
    where tenant_id = %(tenant)s and shopkeeper_id = %(shopkeeper_id)s and since >= %(since)s
      and (valid_until is null or valid_until > %(now)s)
    """,
    int,
)
# Owner by owner upwards, each as they stand now; a circle cannot close, the limit is for whoever made one by hand.
CHAIN = Statement(
    """
    with recursive above as (
      select %(person_id)s::uuid as person_id, 0 as steps
      union
      select k.person_id, above.steps + 1
      from above
      join distribution_customer c on c.tenant_id = %(tenant)s and c.person_id = above.person_id
        and (c.valid_until is null or c.valid_until > %(now)s)
      join distribution_shopkeeper k on k.tenant_id = %(tenant)s and k.id = c.shopkeeper_id and k.state <> 'left'
      where above.steps < %(steps_max)s)
    select person_id from above where steps > 0
    """,
    UUID,
)


async def rules(session: ReadSession) -> list[AttributionRule]:
    """Every version of the shop's rule, the first one (before anybody said anything) included."""
    return [FIRST_RULE, *await session.all(RULES)]


async def rule_now(session: ReadSession) -> AttributionRule:
    """The version in force."""
    return attribution.rule_at(await rules(session), session.now)


async def ownership_at(
    session: ReadSession, asked: Sequence[tuple[UUID, datetime]]
) -> dict[tuple[UUID, datetime], Ownership]:
    """Whose customer each person was at an instant, whatever the shopkeeper was then; nobody's are left out.

    One statement for all. A shopkeeper who was suspended then still held the customer: look at `state`.
    """
    return await (await ownership_soon(session, asked))


async def ownership_soon(
    session: ReadSession, asked: Sequence[tuple[UUID, datetime]]
) -> Soon[dict[tuple[UUID, datetime], Ownership]]:
    """As `ownership_at`, in the same trip as what is asked next."""
    return await session.soon(
        OWNERS, lambda rows: {(row.person_id, row.at): row for row in rows},
        person_ids=[person for person, _ in asked], ats=[at for _, at in asked],
    )  # fmt: skip


async def owners_at(
    session: ReadSession, asked: Sequence[tuple[UUID, datetime]]
) -> dict[tuple[UUID, datetime], ShopkeeperId]:
    """Who is owed for an order of each person at an instant: the owner, if they sold then; all others are left out."""
    found = await ownership_at(session, asked)
    return {key: one.shopkeeper_id for key, one in found.items() if one.state in SELLING}


async def lines_of(session: ReadSession, person: UUID, limit: int = LINES_MAX) -> list[Binding]:
    """A customer's lines of the log, the newest first."""
    return await session.all(LINES, person_id=person, limit=limit)


async def line(session: ReadSession, binding_id: UUID) -> Binding | None:
    """One line of the log."""
    return await session.maybe(LINE, id=binding_id)


async def customer(session: ReadSession, person: UUID) -> Customer:
    """What the log leaves of a customer now. Raises CustomerUnknown."""
    found = await session.maybe(CUSTOMER, person_id=person)
    if found is None:
        raise CustomerUnknown
    return found


async def customers_of(
    session: ReadSession, keeper: UUID, before: tuple[datetime, UUID] | None, limit: int
) -> list[Customer]:
    """A shopkeeper's customers, the latest first, from before (since, person)."""
    before_at, before_id = before or (session.now.replace(year=9999), UUID(int=2**128 - 1))
    return await session.all(
        CUSTOMERS, shopkeeper_id=keeper, before_at=before_at, before_id=before_id, limit=limit
    )


async def customer_count(session: ReadSession, keeper: UUID, since: datetime) -> int:
    """How many customers a shopkeeper has that became theirs from an instant on."""
    return await session.one(COUNT, shopkeeper_id=keeper, since=since)


async def touched(session: ReadSession, came: Sequence[CameBy]) -> set[tuple[UUID, UUID, datetime]]:
    """Which of some openings stand in the log already, also under a record that is gone: share, device, instant."""
    rows = await session.all(
        TOUCHED, share_ids=[one.share_id for one in came],
        visitor_ids=[one.visitor_id for one in came], ats=[one.at for one in came],
    )  # fmt: skip
    return {(row.share_id, row.visitor_id, row.at) for row in rows}


async def was_touched_by(session: ReadSession, person: UUID, keeper: UUID) -> bool:
    """Whether a person ever came by a shopkeeper, however that was decided."""
    return await session.one(WAS_TOUCHED, person_id=person, shopkeeper_id=keeper)


async def chain_above(session: ReadSession, person: UUID) -> set[UUID]:
    """The people above somebody now, owner by owner."""
    return set(await session.all(CHAIN, person_id=person, steps_max=attribution.CHAIN_MAX))
