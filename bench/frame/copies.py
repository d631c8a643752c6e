"""Many orders like some that the product itself made: the same rows in the same tables, under keys of their own.

For what would take hours to buy one by one. Everything that a statement of the product may look at is what the product
would have written; three things are not: sealed addresses cannot be opened (their seal names the order they were made
for), the first poll at WeChat is put off, because the sandbox never heard of the copies, and time stands `over` a span
before now, so that an index by time has no million equal keys.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import psycopg
from psycopg import sql

from lianyi.kit.ids import new_id
from lianyi.payments.rules import number_of

# Where an order's rows stand, and the column that says whose they are; their own ids stand nowhere else.
TABLES = (
    ("checkout_quote", "id", "quote_id"),
    ("orders_order", "id", "order_id"),
    ("orders_line", "order_id", "order_id"),
    ("orders_event", "order_id", "order_id"),
    ("inventory_reservation", "order_id", "order_id"),
    ("inventory_movement", "ref_id", "order_id"),
    ("payments_payment", "id", "payment_id"),
    ("payments_attempt", "order_id", "order_id"),
    ("payments_notice", "number", "out_trade_no"),
    ("ledger_transfer", "subject_id", "order_id"),
)
KEYS = ("order_id", "quote_id", "payment_id", "person_id", "out_trade_no", "transaction_id", "number")
POLL_LATER = "interval '3 hours'"
FRESH = """
create temp table fresh (
  order_id uuid, quote_id uuid, payment_id uuid, person_id uuid, out_trade_no text, transaction_id text, number text,
  age interval)
on commit drop
"""
SAMPLE = """
select o.id, o.quote_id, p.id, o.person_id, a.out_trade_no, coalesce(p.transaction_id, ''), o.number
from orders_order o
join payments_payment p on p.tenant_id = o.tenant_id and p.order_id = o.id
join payments_attempt a on a.tenant_id = o.tenant_id and a.order_id = o.id
where o.id = %s
"""
# As `orders.open_order` numbers them.
NUMBERS = """
select left(%(number)s, 6) || lpad(((nextval('orders_number_seq') * 39916801) %% 100000000)::text, 8, '0')
from generate_series(1, %(count)s)
"""
COLUMNS = """
select column_name, data_type, is_identity = 'YES' from information_schema.columns
where table_schema = 'public' and table_name = %s order by ordinal_position
"""
MOVE_STOCK = """
update inventory_stock s set available = s.available - r.quantity * %(count)s,
  reserved = s.reserved + case when r.state = 'held' then r.quantity * %(count)s else 0 end,
  sold = s.sold + case when r.state = 'committed' then r.quantity * %(count)s else 0 end
from inventory_reservation r
where r.order_id = %(order_id)s and s.tenant_id = r.tenant_id and s.sku_id = r.sku_id
"""
MOVE_MONEY = """
update ledger_account a set posted_fen = a.posted_fen + m.delta_fen * %(count)s
from (
  select account_id, sum(delta_fen) as delta_fen from (
    select source_id as account_id, -amount_fen as delta_fen from ledger_transfer where subject_id = %(order_id)s
    union all
    select target_id, amount_fen from ledger_transfer where subject_id = %(order_id)s) as each
  group by account_id) as m
where a.id = m.account_id
"""


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy's order, and what WeChat calls it by: its number there, and the transaction that would pay it."""

    order: UUID
    out_trade_no: str
    transaction_id: str


def copy_orders(
    owner: str, samples: Sequence[UUID], count: int, people: Sequence[UUID], *, over: timedelta = timedelta()
) -> list[Copy]:
    """Make `count` copies of each sample, whose attempt at paying is one, the people in turn; sample after sample."""
    made: list[Copy] = []
    with psycopg.connect(owner) as connection:
        connection.execute("set local synchronous_commit = off")
        for sample in samples:
            made += _copy(connection, sample, count, people, over)
    return made


def _copy(
    connection: psycopg.Connection, sample: UUID, count: int, people: Sequence[UUID], over: timedelta
) -> list[Copy]:
    found = connection.execute(SAMPLE, [sample]).fetchone()
    assert found is not None
    known = dict(zip(KEYS, found, strict=True))
    connection.execute(FRESH)
    numbers = [row[0] for row in connection.execute(NUMBERS, {"number": known["number"], "count": count})]
    made = []
    with connection.cursor().copy("copy fresh from stdin") as out:
        for number in range(count):
            payment = new_id()
            fresh = Copy(new_id(), number_of(payment, 1), f"4200{payment.int % 10**24:024d}")
            made.append(fresh)
            age = over * (number / count)
            person = people[number % len(people)]
            keys = (fresh.order, new_id(), payment, person, fresh.out_trade_no, fresh.transaction_id)
            out.write_row((*keys, numbers[number], age))
    for table, column, key in TABLES:
        connection.execute(_insert(connection, table, column, key), known)
    connection.execute(MOVE_STOCK, {"count": count, "order_id": sample})
    connection.execute(MOVE_MONEY, {"count": count, "order_id": sample})
    connection.execute("drop table fresh")
    return made


def _insert(connection: psycopg.Connection, table: str, column: str, key: str) -> sql.Composed:
    names, values = [], []
    for name, kind, is_identity in connection.execute(COLUMNS, [table]).fetchall():
        if not is_identity:
            names.append(sql.Identifier(name))
            values.append(_value(table, name, kind, is_key=name == column))
    text = (
        "insert into {table} ({names}) select {values} from {table} s, fresh f where s.{column} = %({key})s"
    )
    return sql.SQL(text).format(
        table=sql.Identifier(table), names=sql.SQL(", ").join(names), values=sql.SQL(", ").join(values),
        column=sql.Identifier(column), key=sql.SQL(key),
    )  # fmt: skip


def _value(table: str, name: str, kind: str, *, is_key: bool) -> sql.Composable:
    """A copy's column: known keys are the copy's own, other ids are new, times are earlier, all else is the same."""
    column = sql.SQL("s.{}").format(sql.Identifier(name))
    if kind == "uuid":
        if name == "id" and not is_key:
            return sql.SQL("uuidv7()")
        return sql.SQL(
            "case s.{0} when %(order_id)s then f.order_id when %(quote_id)s then f.quote_id"
            " when %(payment_id)s then f.payment_id when %(person_id)s then f.person_id else s.{0} end"
        ).format(sql.Identifier(name))
    if table == "payments_notice" and name == "id":
        return sql.SQL("uuidv7()::text")
    if kind == "text":
        for one in ("out_trade_no", "transaction_id", "number"):
            column = sql.SQL("replace({0}, %({1})s, f.{1})").format(column, sql.SQL(one))
        return sql.SQL("replace({0}, %(order_id)s::text, f.order_id::text)").format(column)
    if kind == "timestamp with time zone":
        later = sql.SQL(f" + {POLL_LATER}" if name == "poll_at" else "")
        return sql.SQL("{0} - f.age{1}").format(column, later)
    return column
