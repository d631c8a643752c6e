"""What a bargain is about: its prices and its cuts, fixed when it is opened."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from tenancy import append_only, protect

revision = "0044_promotions_bargain"
down_revision = "0043_promotions_helping"

RUN = "promotions_bargain_run"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.create_table(
        RUN,
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("campaign_id", sa.Uuid, nullable=False),
        sa.Column("sku_id", sa.Uuid, nullable=False),
        sa.Column("product_id", sa.Uuid, nullable=False),
        sa.Column("list_fen", sa.BigInteger, nullable=False),
        sa.Column("start_fen", sa.BigInteger, nullable=False),
        sa.Column("floor_fen", sa.BigInteger, nullable=False),
        sa.Column("cuts", postgresql.ARRAY(sa.BigInteger), nullable=False),
        sa.Column("pay_minutes", sa.Integer, nullable=False),
        sa.Column("grant_id", sa.Uuid, nullable=False),
        sa.Column("rules_zh", postgresql.JSONB, nullable=False),
        sa.Column("rules_en", postgresql.JSONB, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "1 <= floor_fen and floor_fen < start_fen and start_fen <= list_fen", name=f"{RUN}_prices_check"
        ),
        sa.CheckConstraint(
            "0 < all (cuts) and cardinality(cuts) between 1 and 100", name=f"{RUN}_cuts_check"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=f"{RUN}_pkey"),
    )
    op.create_index(f"{RUN}_campaign_idx", RUN, ["tenant_id", "campaign_id", "at", "id"])
    protect(RUN)
    append_only(RUN)
