"""Writing SQL of commission: snapshots, states, entries. Every guard is the state a row must still be in."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from lianyi.distribution.rules.commissions import Sold, Worked
from lianyi.distribution.types.commissions import Commission, EntryKind
from lianyi.kit.db import Session, Statement, columns
from lianyi.kit.ids import new_id
from lianyi.orders.types import Order

_COMMISSION = """order_line_id, order_id, shopkeeper_id, plan_id, scope, rate_bp, fixed_fen, cap_fen, factor_bp, base,
    base_fen, cost_fen, line_paid_fen, quantity, worked_fen, amount_fen, reversed_fen, reason, state, held, placed_at,
    release_at, released_at"""

ADD_ORDER = Statement(
    """
    insert into distribution_order (tenant_id, order_id, shopkeeper_id, grade, touch, channel, binding_id, rule_version,
      plan_id, campaign_id, placed_at)
    values (%(tenant)s, %(order_id)s, %(shopkeeper_id)s, %(grade)s, %(touch)s, %(channel)s, %(binding_id)s, %(rule_version)s,
      %(plan_id)s, %(campaign_id)s, %(placed_at)s)
    on conflict (tenant_id, order_id) do nothing
    returning order_id
    """,
    UUID,
)
ADD_LINES = Statement(
    """
    insert into distribution_commission (tenant_id, order_line_id, order_id, shopkeeper_id, plan_id, scope, rate_bp,
      fixed_fen, cap_fen, factor_bp, base, base_fen, cost_fen, line_paid_fen, quantity, worked_fen, amount_fen, reason,
      state, placed_at)
    select %(tenant)s, l.order_line_id, %(order_id)s, %(shopkeeper_id)s, %(plan_id)s, l.scope, l.rate_bp, l.fixed_fen,
      l.cap_fen, l.factor_bp, l.base, l.base_fen, l.cost_fen, l.line_paid_fen, l.quantity, l.worked_fen, l.amount_fen,
      l.reason, 'placed', %(placed_at)s
    from unnest(%(order_line_ids)s::uuid[], %(scopes)s::text[], %(rates_bp)s::int[], %(fixed_fen)s::bigint[],
        %(caps_fen)s::bigint[], %(factors_bp)s::int[], %(bases)s::text[], %(bases_fen)s::bigint[], %(costs_fen)s::bigint[],
        %(line_paid_fen)s::bigint[], %(quantities)s::int[], %(worked_fen)s::bigint[], %(amounts_fen)s::bigint[],
        %(reasons)s::text[])
      as l (order_line_id, scope, rate_bp, fixed_fen, cap_fen, factor_bp, base, base_fen, cost_fen, line_paid_fen,
        quantity, worked_fen, amount_fen, reason)
    on conflict (tenant_id, order_line_id) do nothing
    """
)
LOCK = Statement(
    f"""
    select {_COMMISSION} from distribution_commission
    where tenant_id = %(tenant)s and order_id = %(order_id)s order by order_line_id for update
    """,  # noqa: S608  our own column list
    Commission,
)
# A line of nothing is void from the start: it waits for nothing and nobody.
ACCRUE = Statement(
    """
    update distribution_commission c
    set amount_fen = l.amount_fen, reason = l.reason, state = case when l.amount_fen > 0 then 'pending' else 'void' end
    from unnest(%(order_line_ids)s::uuid[], %(amounts_fen)s::bigint[], %(reasons)s::text[])
      as l (order_line_id, amount_fen, reason)
    where c.tenant_id = %(tenant)s and c.order_line_id = l.order_line_id and c.state = 'placed'
    """
)
FREEZE = Statement(
    """
    with frozen as (
      update distribution_commission set state = 'frozen', release_at = %(release_at)s, held = %(held)s
      where tenant_id = %(tenant)s and order_id = %(order_id)s and state = 'pending'
      returning order_line_id, shopkeeper_id, release_at, held
    )
    insert into distribution_commission_due (tenant_id, shopkeeper_id, release_at, order_line_id)
    select %(tenant)s, shopkeeper_id, release_at, order_line_id from frozen where not held
    """
)
# Before the commissions, as the release takes them: first what is due, then the lines.
NOT_DUE = Statement(
    """
    delete from distribution_commission_due d using distribution_commission c
    where c.tenant_id = %(tenant)s and c.order_id = %(order_id)s and d.tenant_id = %(tenant)s
      and d.shopkeeper_id = c.shopkeeper_id and d.release_at = c.release_at and d.order_line_id = c.order_line_id
    """
)
HOLD = Statement(
    """
    update distribution_commission set held = true
    where tenant_id = %(tenant)s and order_id = %(order_id)s and state in ('pending', 'frozen') and not held
    """
)
LET_GO = Statement(
    """
    with freed as (
      update distribution_commission set held = false
      where tenant_id = %(tenant)s and order_id = %(order_id)s and held
      returning order_line_id, shopkeeper_id, release_at, state
    )
    insert into distribution_commission_due (tenant_id, shopkeeper_id, release_at, order_line_id)
    select %(tenant)s, shopkeeper_id, release_at, order_line_id from freed where state = 'frozen'
    """
)
REVERSE = Statement(
    """
    update distribution_commission c set reversed_fen = l.reversed_fen
    from unnest(%(order_line_ids)s::uuid[], %(reversed_fen)s::bigint[]) as l (order_line_id, reversed_fen)
    where c.tenant_id = %(tenant)s and c.order_line_id = l.order_line_id
    """
)
ENTER = Statement(
    """
    insert into distribution_commission_entry (tenant_id, order_line_id, id, order_id, shopkeeper_id, kind, amount_fen,
      source, target, transfer_key, at)
    select %(tenant)s, e.order_line_id, e.id, e.order_id, e.shopkeeper_id, e.kind, e.amount_fen, e.source, e.target,
      e.transfer_key, %(now)s
    from unnest(%(order_line_ids)s::uuid[], %(ids)s::uuid[], %(order_ids)s::uuid[], %(shopkeeper_ids)s::uuid[],
        %(kinds)s::text[], %(amounts_fen)s::bigint[], %(sources)s::text[], %(targets)s::text[], %(keys)s::text[])
      as e (order_line_id, id, order_id, shopkeeper_id, kind, amount_fen, source, target, transfer_key)
    """
)


@dataclass(frozen=True, slots=True)
class Released:
    """What a sweep has moved of one shopkeeper; `fen` 0: refunds had taken all of it before."""

    shopkeeper_id: UUID
    fen: int
    lines: int


# What is due goes from frozen to available, a row of evidence a shopkeeper; whoever tells the ledger names the transfer
# by the sweep and the shopkeeper, as the view distribution_commission_move does.
_AVAILABLE = """
    moved as (
      update distribution_commission set state = 'available', released_at = %(now)s
      where tenant_id = %(tenant)s and order_line_id = any(array(select order_line_id from due)) and state = 'frozen'
      returning order_line_id, order_id, shopkeeper_id, amount_fen - reversed_fen as left_fen
    ), written as (
      insert into distribution_commission_release (tenant_id, shopkeeper_id, at, sweep_id, order_line_ids, order_ids,
        amounts_fen)
      select %(tenant)s, shopkeeper_id, %(now)s, %(sweep_id)s::uuid, array_agg(order_line_id), array_agg(order_id),
        array_agg(left_fen)
      from (select * from moved where left_fen > 0 order by shopkeeper_id, order_line_id) as lines group by shopkeeper_id
    )
    select shopkeeper_id, sum(left_fen)::bigint as fen, count(*)::int as lines from moved group by shopkeeper_id
    order by shopkeeper_id
"""
# One statement for thousands of lines. Each shopkeeper's lines are found by index, and arrays of keys move them: a join
# would make the planner read a table whole that holds a few thousand rows of what the sweep wants.
RELEASE = Statement(
    f"""
    with due as materialized (
      select theirs.ctid as place, theirs.order_line_id
      from unnest(%(shopkeeper_ids)s::uuid[]) as whose (shopkeeper_id) cross join lateral (
        select d.ctid, d.order_line_id from distribution_commission_due d
        where d.tenant_id = %(tenant)s and d.shopkeeper_id = whose.shopkeeper_id and d.release_at <= %(now)s
        order by d.release_at limit %(lines_each)s for update skip locked) as theirs
    ), gone as (
      delete from distribution_commission_due
      where tenant_id = %(tenant)s and ctid = any(array(select place from due))
    ), {_AVAILABLE}
    """,  # noqa: S608  our own text
    Released,
)
# The same for one order that is completed this moment.
RELEASE_ORDER = Statement(
    f"""
    with due as materialized (
      select order_line_id from distribution_commission
      where tenant_id = %(tenant)s and order_id = %(order_id)s and state = 'frozen' and not held and release_at <= %(now)s
      order by order_line_id for update
    ), {_AVAILABLE}
    """,  # noqa: S608  our own text
    Released,
)


@dataclass(frozen=True, slots=True)
class Move:
    """One line's part of a transfer, to be entered."""

    order_line_id: UUID
    order_id: UUID
    shopkeeper_id: UUID
    kind: EntryKind
    amount_fen: int
    source: str
    target: str
    key: str


async def add_lines(
    session: Session, order: Order, shopkeeper_id: UUID, plan_id: UUID | None, sold: Sequence[Sold],
    worked: Sequence[Worked],
) -> None:  # fmt: skip
    """Write what the lines of an order will pay, in the pipe; both sequences in the same order."""
    rules = [one.rule for one in worked]
    work = columns(
        worked, "order_line_id", "factor_bp", "base", "base_fen", "worked_fen", "amount_fen", "reason"
    )
    await session.later(
        ADD_LINES, order_id=order.id, shopkeeper_id=shopkeeper_id, plan_id=plan_id, placed_at=order.placed_at,
        order_line_ids=work["order_line_id"], scopes=[rule.scope if rule else "" for rule in rules],
        rates_bp=[rule and rule.rate_bp for rule in rules], fixed_fen=[rule and rule.fixed_fen for rule in rules],
        caps_fen=[rule and rule.cap_fen for rule in rules], factors_bp=work["factor_bp"], bases=work["base"],
        bases_fen=work["base_fen"], costs_fen=[one.cost_fen for one in sold],
        line_paid_fen=[one.paid_fen for one in sold], quantities=[one.quantity for one in sold],
        worked_fen=work["worked_fen"], amounts_fen=work["amount_fen"], reasons=work["reason"],
    )  # fmt: skip


async def enter(session: Session, moves: Sequence[Move]) -> None:
    """Write entries, in the pipe."""
    rows = columns(
        moves, "order_line_id", "order_id", "shopkeeper_id", "kind", "amount_fen", "source", "target", "key"
    )
    await session.later(
        ENTER, ids=[new_id() for _ in moves], order_line_ids=rows["order_line_id"], order_ids=rows["order_id"],
        shopkeeper_ids=rows["shopkeeper_id"], kinds=rows["kind"], amounts_fen=rows["amount_fen"],
        sources=rows["source"], targets=rows["target"], keys=rows["key"],
    )  # fmt: skip
