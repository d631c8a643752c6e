"""How rows are found in a young shop, whose tables the planner knows nothing of: by their keys, never all of a tenant's."""

import json
import re
from collections.abc import Iterator

import psycopg
import pytest

from lianyi.app.wiring import load_models, load_work
from lianyi.inventory import store as stock
from lianyi.kit.db import Statement
from lianyi.orders import store as orders

SHORT = (
    "orders_order_close_try_idx",
    "inventory_reservation_held_idx",
)  # of what is over soon; a flash sale fills them
ONE_ORDER = {
    "closed": orders.CLOSE_UNPAID, "put off": orders.PUT_OFF_CLOSING, "paid": orders.MARK_PAID,
    "sold": stock.SELL_RESERVED, "released": stock.RELEASE,
}  # fmt: skip
WHOLE_TENANT = re.compile(r"\(tenant_id = \$\d+\)")
EQUAL = re.compile(r"\((\w+) = (?:ANY \()?\$\d+\)")
OPTIONAL = re.compile(r"\(\(\$\d+ IS NULL\) OR \([^()]*\)\)")
KEYS = """
select c.relname, array_agg(distinct a.attname::text) from pg_index i
join pg_class c on c.oid = i.indrelid
join pg_attribute t on t.attrelid = c.oid and t.attnum = i.indkey[0] and t.attname = 'tenant_id'
join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[1]
where i.indpred is null and c.relnamespace = 'public'::regnamespace group by c.relname
"""


@pytest.fixture(scope="module")
def young(server, database_name):
    """A database in which nothing was written yet, and so nothing was analysed."""
    name = f"{database_name}_young"
    with psycopg.connect(server.dsn("postgres", "owner"), autocommit=True) as owner:
        owner.execute(f"create database {name} template template_lianyi strategy file_copy")
        yield server.dsn(name, "owner")
        owner.execute(f"drop database {name}")


@pytest.mark.parametrize("statement", ONE_ORDER.values(), ids=ONE_ORDER)
def test_the_plan_for_one_order_reads_no_index_of_what_waits(young, statement):
    with psycopg.connect(young, autocommit=True) as connection:
        _as_hot(connection)
        plan = json.dumps(_plan(connection, statement))
    assert "Index" in plan
    assert [name for name in SHORT if name in plan] == []


def test_whatever_has_a_key_is_found_by_it(young):
    """Of every statement there is: where an index of tenant and column stands, equality with that column goes by it."""
    load_models()
    load_work()
    with psycopg.connect(young, autocommit=True, prepare_threshold=None) as connection:
        keys = {table: set(columns) for table, columns in connection.execute(KEYS)}
        _as_hot(connection)
        statements = [
            one
            for one in Statement.known
            if one.origin.startswith("lianyi.") and not one.text.lstrip().startswith("set ")
        ]
        wrong = {
            f"{one.origin} {node['Index Name']}"
            for one in statements
            for node in _nodes(_plan(connection, one))
            if WHOLE_TENANT.fullmatch(node.get("Index Cond", ""))
            and keys.get(node.get("Relation Name", ""), set()) & set(EQUAL.findall(_always(node)))
        }
    assert len(statements) > 1_000
    assert not wrong, "\n".join(sorted(wrong))


def _as_hot(connection: psycopg.Connection) -> None:
    """As a transaction that plans once."""
    for name in ("seqscan", "hashjoin", "mergejoin"):
        connection.execute(f"set enable_{name} = off")


def _always(node: dict) -> str:
    """What a node filters by whatever is asked, without the filters of a list that may be left out."""
    return OPTIONAL.sub("", node.get("Filter", ""))


def _plan(connection: psycopg.Connection, statement: Statement) -> dict:
    """The plan for all values."""
    connection.execute("set plan_cache_mode = force_generic_plan")
    connection.execute(b"prepare one as " + statement.sql)
    values = ", ".join("null" for _ in statement.names)
    ask = f"explain (format json) execute one{f'({values})' if values else ''}"
    (plan,) = connection.execute(ask).fetchone()
    connection.execute("deallocate one")
    return plan[0]["Plan"]


def _nodes(plan: dict) -> Iterator[dict]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from _nodes(part)
