"""Flash sales: what a slot has given, which order took it, who wants to be reminded."""

import sqlalchemy as sa
from alembic import op
from tenancy import protect

revision = "0037_promotions_flash_sale"
down_revision = "0036_promotions_coupon"

SHELF = "promotions_flash_sale_shelf"
USE = "promotions_flash_sale_use"
REMINDER = "promotions_flash_sale_reminder"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.create_table(
        SHELF,
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("campaign_id", sa.Uuid, nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sku_id", sa.Uuid, nullable=False),
        sa.Column("quota", sa.Integer),
        sa.Column("taken", sa.Integer, nullable=False),
        sa.Column("paid", sa.Integer, nullable=False, server_default="0"),
        sa.CheckConstraint(
            "0 <= paid and paid <= taken and (quota is null or taken <= quota)", name=f"{SHELF}_counts_check"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "campaign_id", "opens_at", "sku_id", name=f"{SHELF}_pkey"),
    )
    protect(SHELF)
    op.create_table(
        USE,
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("order_id", sa.Uuid, nullable=False),
        sa.Column("campaign_id", sa.Uuid, nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sku_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("quantity", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state in ('held', 'paid', 'released', 'returned')", name=f"{USE}_state_check"),
        sa.CheckConstraint("quantity > 0", name=f"{USE}_quantity_check"),
        sa.PrimaryKeyConstraint("tenant_id", "order_id", name=f"{USE}_pkey"),
    )
    op.create_index(
        f"{USE}_campaign_idx", USE, ["tenant_id", "campaign_id", sa.text("at desc"), sa.text("order_id desc")]
    )
    op.create_index(f"{USE}_person_idx", USE, ["tenant_id", "person_id"])
    protect(USE)
    op.create_table(
        REMINDER,
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("campaign_id", sa.Uuid, nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("tenant_id", "campaign_id", "opens_at", "person_id", name=f"{REMINDER}_pkey"),
    )
    op.create_index(
        f"{REMINDER}_due_idx",
        REMINDER,
        ["tenant_id", "opens_at"],
        postgresql_where=sa.text("told_at is null"),
    )
    op.create_index(f"{REMINDER}_person_idx", REMINDER, ["tenant_id", "person_id"])
    protect(REMINDER)
