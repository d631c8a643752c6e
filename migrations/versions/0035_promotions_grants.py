"""An order may claim of several campaigns, and a campaign gives outside of orders, out of the same budget."""

import sqlalchemy as sa
from alembic import op
from tenancy import protect

revision = "0035_promotions_grants"
down_revision = "0034_members"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.add_column(
        "promotions_claim", sa.Column("covered", sa.Boolean, nullable=False, server_default="false")
    )
    op.execute("alter table promotions_claim drop constraint promotions_claim_pkey")
    op.create_primary_key(
        "promotions_claim_pkey", "promotions_claim", ["tenant_id", "order_id", "campaign_id"]
    )
    op.create_table(
        "promotions_grant",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("campaign_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("given_fen", sa.BigInteger, nullable=False),
        sa.Column("held_fen", sa.BigInteger, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("held_fen between 0 and given_fen", name="promotions_grant_held_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="promotions_grant_pkey"),
    )
    op.create_index(
        "promotions_grant_key_key", "promotions_grant", ["tenant_id", "campaign_id", "key"], unique=True
    )
    op.create_index("promotions_grant_person_id_idx", "promotions_grant", ["tenant_id", "person_id"])
    protect("promotions_grant")
