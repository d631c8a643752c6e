"""A shopkeeper's work in a few statements: figures of three spans, health, who has not paid yet, customers, orders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from lianyi.distribution.queries import bindings, micro_shops, shopkeepers
from lianyi.distribution.rules import workbench as rules
from lianyi.distribution.types.bindings import Customer
from lianyi.distribution.types.shopkeepers import Shopkeeper
from lianyi.distribution.types.workbench import CustomerLine, Health, OrderLine, SpanFigures, Workbench
from lianyi.identity import queries as identity
from lianyi.identity.types import ConsentKind, PersonId
from lianyi.kit.clock import BUSINESS_ZONE, business_day, day_bounds
from lianyi.kit.db import ReadSession, Statement
from lianyi.orders import queries as orders
from lianyi.social import queries as social
from lianyi.trust.queries import complaints

HEALTH_DAYS, HEALTH_ORDERS_MAX, UNPAID_MAX, SALES_ORDERS_MAX = 30, 500, 20, 2000


@dataclass(frozen=True, slots=True)
class SpanRow:
    since: datetime
    orders: int
    customers: int
    earned_fen: int


# What is taken back is taken from when it was promised to somebody else, too: reversals count in their own span.
SPANS = Statement(
    """
    select span.since,
      (select count(*) from distribution_order
       where tenant_id = %(tenant)s and shopkeeper_id = %(id)s and placed_at >= span.since) as orders,
      (select count(*) from distribution_customer
       where tenant_id = %(tenant)s and shopkeeper_id = %(id)s and since >= span.since) as customers,
      (select coalesce(sum(case kind when 'accrue' then amount_fen when 'reverse' then -amount_fen else 0 end), 0)::bigint
       from distribution_commission_entry
       where tenant_id = %(tenant)s and shopkeeper_id = %(id)s and at >= span.since) as earned_fen
    from unnest(%(since)s::timestamptz[]) as span (since) order by span.since desc
    """,
    SpanRow,
)


@dataclass(frozen=True, slots=True)
class WorthRow:
    order_id: UUID
    placed_at: datetime
    commission_fen: int
    reversed_fen: int
    state: str


ORDERS = Statement(
    """
    select o.order_id, o.placed_at, coalesce(c.amount_fen, 0)::bigint as commission_fen,
      coalesce(c.reversed_fen, 0)::bigint as reversed_fen, coalesce(c.state, 'none') as state
    from distribution_order o
    left join lateral (
      select sum(amount_fen) as amount_fen, sum(reversed_fen) as reversed_fen, min(state) as state
      from distribution_commission
      where tenant_id = %(tenant)s and order_id = o.order_id and shopkeeper_id = o.shopkeeper_id) as c on true
    where o.tenant_id = %(tenant)s and o.shopkeeper_id = %(id)s and (o.placed_at, o.order_id) < (%(before_at)s, %(before_id)s)
      and o.placed_at >= %(since)s
    order by o.placed_at desc, o.order_id desc limit %(limit)s
    """,
    WorthRow,
)


# And orders that appeals gave them, which were written down as somebody else's: few.
GIVEN = Statement(
    """
    select o.order_id, o.placed_at, sum(c.amount_fen)::bigint as commission_fen, sum(c.reversed_fen)::bigint as reversed_fen,
      min(c.state) as state
    from (
      select distinct order_id from distribution_dispute
      where tenant_id = %(tenant)s and shopkeeper_id = %(id)s and state = 'upheld' and order_id is not null) as d
    join distribution_order o on o.tenant_id = %(tenant)s and o.order_id = d.order_id and o.shopkeeper_id <> %(id)s
    join distribution_commission c on c.tenant_id = %(tenant)s and c.order_id = d.order_id and c.shopkeeper_id = %(id)s
    where (o.placed_at, o.order_id) < (%(before_at)s, %(before_id)s) and o.placed_at >= %(since)s
    group by o.order_id, o.placed_at
    order by o.placed_at desc, o.order_id desc limit %(limit)s
    """,
    WorthRow,
)
# What an appeal gave to somebody else is no sale of theirs; it is one of whoever was upheld.
RECENT = Statement(
    """
    select o.order_id from (
      select order_id, placed_at from distribution_order
      where tenant_id = %(tenant)s and shopkeeper_id = %(id)s and placed_at >= %(since)s
      union
      select d.order_id, o.placed_at from distribution_dispute d
      join distribution_order o on o.tenant_id = %(tenant)s and o.order_id = d.order_id and o.placed_at >= %(since)s
      where d.tenant_id = %(tenant)s and d.shopkeeper_id = %(id)s and d.state = 'upheld') as o
    where exists (
      select from distribution_commission c
      where c.tenant_id = %(tenant)s and c.order_id = o.order_id and c.shopkeeper_id = %(id)s)
    order by o.placed_at desc, o.order_id desc limit %(limit)s
    """,
    UUID,
)


async def own_sales_fen(session: ReadSession, keeper_id: UUID, since: datetime) -> int:
    """What a shopkeeper's orders since an instant came to: received ones, after refunds; of the newest 2000."""
    ids = await session.all(RECENT, id=keeper_id, since=since, limit=SALES_ORDERS_MAX)
    found = await orders.standings(session, ids)
    return sum(
        one.payable_fen - one.refunded_fen for one in found.values() if one.state in {"received", "completed"}
    )


async def workbench(session: ReadSession, keeper: Shopkeeper) -> Workbench:
    """Everything the workbench shows. About a dozen statements, each by an index."""
    row = await shopkeepers.keeper(session, keeper.id)
    spans = await _spans(session, keeper)
    recent = await orders_of(session, keeper.id, None, HEALTH_ORDERS_MAX, days=HEALTH_DAYS)
    unpaid = [one for one in recent if one.standing.state == "awaiting_payment"][:UNPAID_MAX]
    health = await _health(session, keeper, recent)
    week = await social.brought(session, keeper.person, _first_day(session, 7), BUSINESS_ZONE)
    task = rules.next_task(
        health, is_introduced=bool(row.shop_words.strip()), unpaid=len(unpaid), shares_this_week=week.shares
    )
    return Workbench(spans, health, task, unpaid)


async def _spans(session: ReadSession, keeper: Shopkeeper) -> tuple[SpanFigures, ...]:
    since = [day_bounds(_first_day(session, days))[0] for days in rules.SPANS]
    rows = await session.all(SPANS, id=keeper.id, since=since)
    spans = []
    for days, row in zip(rules.SPANS, rows, strict=True):
        brought = await social.brought(session, keeper.person, _first_day(session, days), BUSINESS_ZONE)
        spans.append(
            SpanFigures(days, brought.opens, brought.people, row.orders, row.customers, row.earned_fen)
        )
    return tuple(spans)


def _first_day(session: ReadSession, days: int) -> date:
    return business_day(session.now) - timedelta(days=days - 1)


async def _health(session: ReadSession, keeper: Shopkeeper, recent: Sequence[OrderLine]) -> Health:
    brought = await social.brought(session, keeper.person, _first_day(session, HEALTH_DAYS), BUSINESS_ZONE)
    complained = await complaints.complained_of(session, [one.standing.id for one in recent])
    paid = [one for one in recent if one.standing.paid_at is not None]
    refunded = sum(one.standing.refunded_fen > 0 for one in paid)
    return Health(
        brought.share_days, brought.shares, brought.opens, len(recent), len(paid), rules.rate_bp(refunded, len(paid)),
        rules.rate_bp(len(complained), len(paid)), len(await micro_shops.picks(session, keeper.id)),
    )  # fmt: skip


async def orders_of(
    session: ReadSession, keeper_id: UUID, before: tuple[datetime, UUID] | None, limit: int, *, days: int | None = None
) -> list[OrderLine]:  # fmt: skip
    """Orders a shopkeeper brought by the log or an appeal, newest first, from before (instant, id); of some days, or all."""
    before_at, before_id = before or (session.now.replace(year=9999), UUID(int=2**128 - 1))
    since = session.now.replace(year=2000) if days is None else session.now - timedelta(days=days)
    asked = {"id": keeper_id, "before_at": before_at, "before_id": before_id, "since": since, "limit": limit}
    rows = [*await session.all(ORDERS, **asked), *await session.all(GIVEN, **asked)]
    rows = sorted(rows, key=lambda row: (row.placed_at, row.order_id), reverse=True)[:limit]
    found = await orders.standings(session, [row.order_id for row in rows])
    names = await names_of(session, [one.person_id for one in found.values()])
    return [
        OrderLine(
            found[row.order_id], names[found[row.order_id].person_id][0], row.commission_fen, row.reversed_fen,
            row.state,
        )
        for row in rows
        if row.order_id in found
    ]  # fmt: skip


async def names_of(session: ReadSession, people: Sequence[UUID]) -> dict[UUID, tuple[str, bool, str | None]]:
    """How a shopkeeper sees people: name, whether it is whole, picture; whole only with a consent that stands.

    PIPL, articles 23 and 25; the consent is the one to be shown to whoever shared.
    """
    wanted = [PersonId(one) for one in dict.fromkeys(people)]
    if not wanted:
        return {}
    briefs = await identity.people_brief(session, wanted)
    agreed = await identity.who_agreed(session, ConsentKind.SHOWN_TO_SHARER, wanted)
    shown: dict[UUID, tuple[str, bool, str | None]] = {}
    for person in wanted:
        brief = briefs.get(person)
        nickname = brief.nickname if brief else ""
        if person in agreed and nickname:
            shown[person] = (nickname, True, brief.avatar_url if brief else None)
        else:
            shown[person] = (rules.masked(nickname), False, None)
    return shown


async def customers_of(
    session: ReadSession, keeper_id: UUID, before: tuple[datetime, UUID] | None, limit: int
) -> list[CustomerLine]:
    """A shopkeeper's customers as they may see them, the latest first, with the orders that this shopkeeper brought.

    What a customer bought otherwise is nobody's business (PIPL, article 6).
    """
    rows: list[Customer] = await bindings.customers_of(session, keeper_id, before, limit)
    names = await names_of(session, [row.person_id for row in rows])
    brought = await _brought_by_customer(session, keeper_id)
    lines = []
    for row in rows:
        name, is_named, avatar_url = names[row.person_id]
        count, paid_fen = brought.get(row.person_id, (0, 0))
        lines.append(
            CustomerLine(
                row.person_id, name, is_named, avatar_url, row.since or row.first_at, row.protected_until,
                row.valid_until, count, paid_fen,
            )
        )  # fmt: skip
    return lines


async def _brought_by_customer(session: ReadSession, keeper_id: UUID) -> dict[UUID, tuple[int, int]]:
    """Paid orders and their sum after refunds, by customer, of a shopkeeper's newest 500 orders."""
    sums: dict[UUID, tuple[int, int]] = {}
    for one in await orders_of(session, keeper_id, None, HEALTH_ORDERS_MAX):
        if one.standing.paid_at is not None:
            count, paid_fen = sums.get(one.standing.person_id, (0, 0))
            kept_fen = one.standing.payable_fen - one.standing.refunded_fen
            sums[one.standing.person_id] = count + 1, paid_fen + kept_fen
    return sums
