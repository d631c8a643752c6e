"""Tables of inventory. The checks are the last wall: no code path can sell a piece twice or lose one."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Index,
    Integer,
    Text,
    Uuid,
    text,
)

from lianyi.kit.tables import tenant_table

stock = tenant_table(
    "inventory_stock",
    Column("sku_id", Uuid, nullable=False),
    Column("available", BigInteger, nullable=False),
    Column("reserved", BigInteger, nullable=False, server_default="0"),
    Column("sold", BigInteger, nullable=False, server_default="0"),
    Column("received", BigInteger, nullable=False),
    Column("low_at", Integer, nullable=False, server_default="5"),
    CheckConstraint("available >= 0 and reserved >= 0 and sold >= 0", "not_negative"),
    CheckConstraint("available + reserved + sold = received", "conserved"),
    key=("sku_id",),
)
# Counters are updated in place (HOT): no index may stand on a column that moves.

# Rows are made only from stock rows locked in the same statement, so a foreign key would prove nothing and cost a look-up.
reservation = tenant_table(
    "inventory_reservation",
    Column("order_id", Uuid, nullable=False),
    Column("sku_id", Uuid, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("released_quantity", Integer, nullable=False, server_default="0"),
    Column("returned_quantity", Integer, nullable=False, server_default="0"),
    Column("state", Text, nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("ended_at", DateTime(timezone=True)),
    CheckConstraint("state in ('held', 'committed', 'released')", "state"),
    CheckConstraint("quantity > 0 and released_quantity between 0 and quantity", "quantity"),
    CheckConstraint("returned_quantity between 0 and quantity - released_quantity", "returned"),
    CheckConstraint("(state = 'held') = (ended_at is null)", "ends_once"),
    Index(
        "inventory_reservation_held_idx", "tenant_id", "expires_at", postgresql_where=text("state = 'held'")
    ),
    key=("order_id", "sku_id"),
)

movement = tenant_table(
    "inventory_movement",
    Column("id", Uuid, nullable=False),
    Column("sku_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("available_delta", BigInteger, nullable=False),
    Column("reserved_delta", BigInteger, nullable=False),
    Column("sold_delta", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("by_id", Uuid),
    Column("ref_id", Uuid),
    Column("at", DateTime(timezone=True), nullable=False),
    Index("inventory_movement_sku_idx", "tenant_id", "sku_id", "at", "id"),
)
