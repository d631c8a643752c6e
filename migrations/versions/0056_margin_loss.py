"""Campaigns that sell below the floor on purpose: so many pieces, borne by their budget."""

import sqlalchemy as sa
from alembic import op
from tenancy import protect

revision = "0056_margin_loss"
down_revision = "0055_distribution_places"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.add_column(
        "promotions_campaign", sa.Column("bears_loss", sa.Boolean, nullable=False, server_default="false")
    )
    op.add_column("margin_claim", sa.Column("pieces", sa.Integer))
    op.create_check_constraint("margin_claim_pieces_check", "margin_claim", "pieces > 0")
    op.create_table(
        "margin_loss",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("source_kind", sa.Text, nullable=False),
        sa.Column("source_id", sa.Uuid, nullable=False),
        sa.Column("budget_fen", sa.BigInteger, nullable=False),
        sa.CheckConstraint("budget_fen > 0", name="margin_loss_budget_check"),
        sa.PrimaryKeyConstraint("tenant_id", "source_kind", "source_id", name="margin_loss_pkey"),
    )
    protect("margin_loss")
