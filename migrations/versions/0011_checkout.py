"""Carts and quotes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from tenancy import protect

revision = "0011_checkout"
down_revision = "0010_supply"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    _cart_line()
    _cart_line_keys()
    _quote()
    _quote_keys()


def _cart_line() -> None:
    op.create_table(
        "checkout_cart_line",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("sku_id", sa.Uuid, nullable=False),
        sa.Column("quantity", sa.Integer, nullable=False),
        sa.Column("selected", sa.Boolean, nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("quantity between 1 and 999", name="checkout_cart_line_quantity_check"),
        sa.PrimaryKeyConstraint("tenant_id", "person_id", "sku_id", name="checkout_cart_line_pkey"),
    )


def _cart_line_keys() -> None:
    protect("checkout_cart_line")


def _quote() -> None:
    op.create_table(
        "checkout_quote",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("address_id", sa.Uuid),
        sa.Column("sums", postgresql.JSONB, nullable=False),
        sa.Column("terms_version", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("order_id", sa.Uuid),
        sa.CheckConstraint("source in ('cart', 'direct')", name="checkout_quote_source_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="checkout_quote_pkey"),
    )


def _quote_keys() -> None:
    op.create_index("checkout_quote_expires_at_idx", "checkout_quote", ["tenant_id", "expires_at"])
    protect("checkout_quote")
