"""Freight templates."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from tenancy import protect

revision = "0010_supply"
down_revision = "0009_orders"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    _freight_template()


def _freight_template() -> None:
    op.create_table(
        "supply_freight_template",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("rules", postgresql.JSONB, nullable=False),
        sa.Column("is_default", sa.Boolean, server_default=sa.text("false"), nullable=False),
        sa.Column("version", sa.Integer, server_default="1", nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind in ('by_weight', 'by_piece', 'free')", name="supply_freight_template_kind_check"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="supply_freight_template_pkey"),
        sa.UniqueConstraint("tenant_id", "name", name="supply_freight_template_tenant_id_name_key"),
    )
    protect("supply_freight_template")
