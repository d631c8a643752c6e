"""Tables of commission. One level and one payee an order line are constraints, not code."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Index,
    Integer,
    SmallInteger,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from lianyi.kit.tables import tenant_table

# Pay from what others sell through others is a pyramid by the Regulation on Direct Selling's neighbour, the Regulation on
# the Prohibition of Pyramid Selling (2005), article 7: there is no second level that a row could be of.
order = tenant_table(
    "distribution_order",
    Column("order_id", Uuid, nullable=False),
    Column("shopkeeper_id", Uuid, nullable=False),
    Column("level", SmallInteger, nullable=False, server_default=text("1")),
    Column("grade", SmallInteger, nullable=False),
    Column("touch", Text, nullable=False),
    Column("channel", Text),
    Column("binding_id", Uuid),
    Column("rule_version", Integer),
    Column("plan_id", Uuid),
    Column("campaign_id", Uuid),
    Column("placed_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("level = 1", "level"),
    Index("distribution_order_shopkeeper_idx", "tenant_id", "shopkeeper_id", "placed_at", "order_id"),
    Index("distribution_order_placed_idx", "tenant_id", "placed_at", "order_id"),
    key=("order_id",),
)

commission = tenant_table(
    "distribution_commission",
    Column("order_line_id", Uuid, nullable=False),
    Column("order_id", Uuid, nullable=False),
    Column("shopkeeper_id", Uuid, nullable=False),
    Column("level", SmallInteger, nullable=False, server_default=text("1")),
    Column("plan_id", Uuid),
    Column("scope", Text, nullable=False),
    Column("rate_bp", Integer),
    Column("fixed_fen", BigInteger),
    Column("cap_fen", BigInteger),
    Column("factor_bp", Integer, nullable=False),
    Column("base", Text, nullable=False),
    Column("base_fen", BigInteger, nullable=False),
    Column("cost_fen", BigInteger),
    Column("line_paid_fen", BigInteger, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("worked_fen", BigInteger, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("reversed_fen", BigInteger, nullable=False, server_default=text("0")),
    Column("reason", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("held", Boolean, nullable=False, server_default=text("false")),
    Column("placed_at", DateTime(timezone=True), nullable=False),
    Column("release_at", DateTime(timezone=True)),
    Column("released_at", DateTime(timezone=True)),
    CheckConstraint("level = 1", "level"),
    CheckConstraint("state in ('placed', 'pending', 'frozen', 'available', 'void')", "state"),
    CheckConstraint("reversed_fen between 0 and amount_fen and amount_fen <= worked_fen", "amounts"),
    # WeChat Pay, profit sharing: all shares of an order are at most 30 % of it; what is promised keeps to it either way.
    CheckConstraint("amount_fen * 10000 <= line_paid_fen * 3000", "share"),
    CheckConstraint("(release_at is null) = (state in ('placed', 'pending', 'void'))", "release"),
    CheckConstraint("(released_at is null) = (state <> 'available')", "released"),
    Index("distribution_commission_order_idx", "tenant_id", "order_id"),
    # No index holds anything that changes: a state moves without touching one (PostgreSQL's heap-only update).
    Index("distribution_commission_shopkeeper_idx", "tenant_id", "shopkeeper_id", "order_line_id"),
    key=("order_line_id",),
)

# What waits for its window and is held by nothing: written when it is frozen, gone when it is released.
due = tenant_table(
    "distribution_commission_due",
    Column("shopkeeper_id", Uuid, nullable=False),
    Column("release_at", DateTime(timezone=True), nullable=False),
    Column("order_line_id", Uuid, nullable=False),
    Index("distribution_commission_due_idx", "tenant_id", "release_at", "shopkeeper_id"),
    key=("shopkeeper_id", "release_at", "order_line_id"),
)

entry = tenant_table(
    "distribution_commission_entry",
    Column("order_line_id", Uuid, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("order_id", Uuid, nullable=False),
    Column("shopkeeper_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("source", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("transfer_key", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    CheckConstraint("kind in ('accrue', 'freeze', 'release', 'reverse')", "kind"),
    CheckConstraint("amount_fen > 0 and source <> target", "amount"),
    # Written in the order of time and never moved: a few pages of index for all of it.
    Index("distribution_commission_entry_at_idx", "at", postgresql_using="brin"),
    Index("distribution_commission_entry_shopkeeper_idx", "tenant_id", "shopkeeper_id", "at", "id"),
    key=("order_line_id", "id"),
)

# What a sweep released of one shopkeeper: a row a line would be most of what the sweep costs. The view
# `distribution_commission_move` shows its lines as entries beside the others.
release = tenant_table(
    "distribution_commission_release",
    Column("shopkeeper_id", Uuid, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("sweep_id", Uuid, nullable=False),
    Column("order_line_ids", ARRAY(Uuid), nullable=False),
    Column("order_ids", ARRAY(Uuid), nullable=False),
    Column("amounts_fen", ARRAY(BigInteger), nullable=False),
    CheckConstraint(
        "cardinality(order_line_ids) > 0 and cardinality(order_ids) = cardinality(order_line_ids)"
        " and cardinality(amounts_fen) = cardinality(order_line_ids)",
        "lines",
    ),
    CheckConstraint(
        "0 < all (amounts_fen) and array_position(order_line_ids, null) is null"
        " and array_position(order_ids, null) is null and array_position(amounts_fen, null) is null",
        "amounts",
    ),
    Index("distribution_commission_release_at_idx", "at", postgresql_using="brin"),
    key=("shopkeeper_id", "at", "sweep_id"),
)
