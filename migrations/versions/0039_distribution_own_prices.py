"""Prices of shopkeepers' own: bands of the shop, prices inside them, and whose price an order's lines were sold at."""

import sqlalchemy as sa
from alembic import op
from tenancy import append_only, protect

revision = "0039_distribution_own_prices"
down_revision = "0038_promotions_check_in"

PRICING, BAND, PRICE, SALE = (
    "distribution_pricing", "distribution_band", "distribution_own_price", "distribution_own_sale",
)  # fmt: skip


def _tenant() -> sa.Column[object]:
    return sa.Column("tenant_id", sa.Uuid, nullable=False)


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.create_table(
        PRICING,
        _tenant(),
        sa.Column("open", sa.Boolean, nullable=False),
        sa.Column("borne_by", sa.Text, nullable=False),
        sa.Column("accept_unknown_cost", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("borne_by in ('shop', 'shopkeeper')", name=f"{PRICING}_borne_by_check"),
        sa.PrimaryKeyConstraint("tenant_id", name=f"{PRICING}_pkey"),
    )
    op.create_table(
        BAND,
        _tenant(),
        sa.Column("seq", sa.SmallInteger, nullable=False),
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("scope_id", sa.Uuid),
        sa.Column("lowest_bp", sa.Integer),
        sa.Column("lowest_fen", sa.BigInteger),
        sa.CheckConstraint("scope in ('sku', 'product', 'category', 'tenant')", name=f"{BAND}_scope_check"),
        sa.CheckConstraint("(scope_id is null) = (scope = 'tenant')", name=f"{BAND}_scope_id_check"),
        sa.CheckConstraint(
            "lowest_bp between 1 and 10000 and lowest_fen > 0 and (lowest_bp is null or lowest_fen is null)",
            name=f"{BAND}_lowest_check",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "seq", name=f"{BAND}_pkey"),
    )
    op.create_index(
        f"{BAND}_scope_key",
        BAND,
        ["tenant_id", "scope", "scope_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        PRICE,
        _tenant(),
        sa.Column("shopkeeper_id", sa.Uuid, nullable=False),
        sa.Column("sku_id", sa.Uuid, nullable=False),
        sa.Column("product_id", sa.Uuid, nullable=False),
        sa.Column("price_fen", sa.BigInteger, nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("price_fen > 0", name=f"{PRICE}_price_check"),
        sa.PrimaryKeyConstraint("tenant_id", "shopkeeper_id", "sku_id", name=f"{PRICE}_pkey"),
    )
    op.create_table(
        SALE,
        _tenant(),
        sa.Column("order_id", sa.Uuid, nullable=False),
        sa.Column("sku_id", sa.Uuid, nullable=False),
        sa.Column("shopkeeper_id", sa.Uuid, nullable=False),
        sa.Column("list_fen", sa.BigInteger, nullable=False),
        sa.Column("quantity", sa.Integer, nullable=False),
        sa.Column("off_fen", sa.BigInteger, nullable=False),
        sa.Column("borne_by", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("quantity > 0 and off_fen between 1 and list_fen", name=f"{SALE}_amounts_check"),
        sa.CheckConstraint("borne_by in ('shop', 'shopkeeper')", name=f"{SALE}_borne_by_check"),
        sa.PrimaryKeyConstraint("tenant_id", "order_id", "sku_id", name=f"{SALE}_pkey"),
    )
    for table in (PRICING, BAND, PRICE, SALE):
        protect(table)
    append_only(SALE)
