"""How one order is found: by its key, also where an index of few rows looks cheaper when the plan is made."""

import psycopg
import pytest

from lianyi.inventory import store as stock
from lianyi.orders import store as orders

SHORT = (
    "orders_order_close_try_idx",
    "inventory_reservation_held_idx",
)  # of what is over soon; a flash sale fills them
ONE_ORDER = {
    "closed": orders.CLOSE_UNPAID, "put off": orders.PUT_OFF_CLOSING, "paid": orders.MARK_PAID,
    "sold": stock.SELL_RESERVED, "released": stock.RELEASE,
}  # fmt: skip


@pytest.mark.parametrize("statement", ONE_ORDER.values(), ids=ONE_ORDER)
def test_the_plan_for_one_order_reads_no_index_of_what_waits(owner_dsn, statement):
    with psycopg.connect(owner_dsn, autocommit=True) as connection:
        connection.execute("set plan_cache_mode = force_generic_plan")
        connection.execute("set enable_seqscan = off")
        connection.execute(b"prepare one as " + statement.sql)
        values = ", ".join("null" for _ in statement.names)
        plan = "\n".join(row[0] for row in connection.execute(f"explain execute one ({values})"))
    assert "Index" in plan
    assert [name for name in SHORT if name in plan] == []
