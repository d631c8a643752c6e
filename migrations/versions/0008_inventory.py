"""Stock, what is promised of it, and every change."""

import sqlalchemy as sa
from alembic import op
from tenancy import append_only, protect

revision = "0008_inventory"
down_revision = "0007_payments"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    _movement()
    _reservation()
    _stock()


def _movement() -> None:
    op.create_table(
        "inventory_movement",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("sku_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("available_delta", sa.BigInteger, nullable=False),
        sa.Column("reserved_delta", sa.BigInteger, nullable=False),
        sa.Column("sold_delta", sa.BigInteger, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("note", sa.Text, server_default="", nullable=False),
        sa.Column("by_id", sa.Uuid),
        sa.Column("ref_id", sa.Uuid),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="inventory_movement_pkey"),
    )
    op.create_index("inventory_movement_sku_idx", "inventory_movement", ["tenant_id", "sku_id", "at", "id"])
    protect("inventory_movement")
    append_only("inventory_movement")


def _reservation() -> None:
    op.create_table(
        "inventory_reservation",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("order_id", sa.Uuid, nullable=False),
        sa.Column("sku_id", sa.Uuid, nullable=False),
        sa.Column("quantity", sa.Integer, nullable=False),
        sa.Column("released_quantity", sa.Integer, server_default="0", nullable=False),
        sa.Column("returned_quantity", sa.Integer, server_default="0", nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(
            "(state = 'held') = (ended_at is null)", name="inventory_reservation_ends_once_check"
        ),
        sa.CheckConstraint(
            "state in ('held', 'committed', 'released')", name="inventory_reservation_state_check"
        ),
        sa.CheckConstraint(
            "quantity > 0 and released_quantity between 0 and quantity",
            name="inventory_reservation_quantity_check",
        ),
        sa.CheckConstraint(
            "returned_quantity between 0 and quantity - released_quantity",
            name="inventory_reservation_returned_check",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "order_id", "sku_id", name="inventory_reservation_pkey"),
    )
    op.create_index(
        "inventory_reservation_held_idx",
        "inventory_reservation",
        ["tenant_id", "expires_at"],
        postgresql_where=sa.text("state = 'held'"),
    )
    protect("inventory_reservation")


def _stock() -> None:
    op.create_table(
        "inventory_stock",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("sku_id", sa.Uuid, nullable=False),
        sa.Column("available", sa.BigInteger, nullable=False),
        sa.Column("reserved", sa.BigInteger, server_default="0", nullable=False),
        sa.Column("sold", sa.BigInteger, server_default="0", nullable=False),
        sa.Column("received", sa.BigInteger, nullable=False),
        sa.Column("low_at", sa.Integer, server_default="5", nullable=False),
        sa.CheckConstraint("available + reserved + sold = received", name="inventory_stock_conserved_check"),
        sa.CheckConstraint(
            "available >= 0 and reserved >= 0 and sold >= 0", name="inventory_stock_not_negative_check"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "sku_id", name="inventory_stock_pkey"),
    )
    protect("inventory_stock")
