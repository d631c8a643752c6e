"""Tables of shopkeepers' own prices: what the shop allows, what is asked, and whose price an order's lines had."""

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
)

from lianyi.kit.tables import tenant_table

pricing = tenant_table(
    "distribution_pricing",
    Column("open", Boolean, nullable=False),
    Column("borne_by", Text, nullable=False),
    Column("accept_unknown_cost", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("borne_by in ('shop', 'shopkeeper')", "borne_by"),
    key=(),
)

band = tenant_table(
    "distribution_band",
    Column("seq", SmallInteger, nullable=False),
    Column("scope", Text, nullable=False),
    Column("scope_id", Uuid),
    Column("lowest_bp", Integer),
    Column("lowest_fen", BigInteger),
    CheckConstraint("scope in ('sku', 'product', 'category', 'tenant')", "scope"),
    CheckConstraint("(scope_id is null) = (scope = 'tenant')", "scope_id"),
    CheckConstraint(
        "lowest_bp between 1 and 10000 and lowest_fen > 0 and (lowest_bp is null or lowest_fen is null)",
        "lowest",
    ),
    Index(
        "distribution_band_scope_key",
        "tenant_id",
        "scope",
        "scope_id",
        unique=True,
        postgresql_nulls_not_distinct=True,
    ),
    key=("seq",),
)

own_price = tenant_table(
    "distribution_own_price",
    Column("shopkeeper_id", Uuid, nullable=False),
    Column("sku_id", Uuid, nullable=False),
    Column("product_id", Uuid, nullable=False),
    Column("price_fen", BigInteger, nullable=False),
    Column("set_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("price_fen > 0", "price"),
    key=("shopkeeper_id", "sku_id"),
)

# Append-only, written in the order's own transaction: amounts of a whole line, of all its pieces.
own_sale = tenant_table(
    "distribution_own_sale",
    Column("order_id", Uuid, nullable=False),
    Column("sku_id", Uuid, nullable=False),
    Column("shopkeeper_id", Uuid, nullable=False),
    Column("list_fen", BigInteger, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("off_fen", BigInteger, nullable=False),
    Column("borne_by", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    CheckConstraint("quantity > 0 and off_fen between 1 and list_fen", "amounts"),
    CheckConstraint("borne_by in ('shop', 'shopkeeper')", "borne_by"),
    key=("order_id", "sku_id"),
)
