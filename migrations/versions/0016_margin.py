"""Worst-case claims per SKU and the room they may take."""

import sqlalchemy as sa
from alembic import op
from tenancy import protect

revision = "0016_margin"
down_revision = "0015_orders_forming"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.create_table(
        "margin_room",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("sku_id", sa.Uuid, nullable=False),
        sa.Column("price_fen", sa.BigInteger, nullable=False),
        sa.Column("cost_fen", sa.BigInteger),
        sa.Column("floor_fen", sa.BigInteger, nullable=False),
        sa.Column("claimed_fen", sa.BigInteger, nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "sku_id", name="margin_room_pkey"),
    )
    protect("margin_room")
    op.create_table(
        "margin_claim",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("source_kind", sa.Text, nullable=False),
        sa.Column("source_id", sa.Uuid, nullable=False),
        sa.Column("sku_id", sa.Uuid, nullable=False),
        sa.Column("phase", sa.Text, nullable=False),
        sa.Column("claim_fen", sa.BigInteger, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "source_kind", "source_id", "sku_id", name="margin_claim_pkey"),
        sa.CheckConstraint("claim_fen >= 0", name="margin_claim_amount_check"),
    )
    op.create_index("margin_claim_sku_id_idx", "margin_claim", ["tenant_id", "sku_id"])
    protect("margin_claim")
