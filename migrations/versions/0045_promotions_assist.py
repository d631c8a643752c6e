"""Assist: what each run is for, and what is kept for it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB
from tenancy import protect

revision = "0045_promotions_assist"
down_revision = "0044_promotions_bargain"

PROMISE = "promotions_assist_promise"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.create_table(
        PROMISE,
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("run_id", sa.Uuid, nullable=False),
        sa.Column("campaign_id", sa.Uuid, nullable=False),
        sa.Column("sku_id", sa.Uuid),
        sa.Column("product_id", sa.Uuid),
        sa.Column("reward_fen", sa.BigInteger, nullable=False),
        sa.Column("rules_zh", JSONB, nullable=False),
        sa.Column("rules_en", JSONB, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("held_fen", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("counted", sa.Boolean, nullable=False, server_default="false"),
        sa.Column("grant_id", sa.Uuid),
        sa.Column("piece_id", sa.Uuid),
        sa.CheckConstraint("state in ('open', 'kept', 'given', 'gone')", name=f"{PROMISE}_state_check"),
        sa.CheckConstraint("reward_fen > 0 and held_fen >= 0", name=f"{PROMISE}_amounts_check"),
        sa.CheckConstraint("(sku_id is null) = (product_id is null)", name=f"{PROMISE}_goods_check"),
        sa.CheckConstraint(
            "state not in ('kept', 'given') or grant_id is not null", name=f"{PROMISE}_kept_check"
        ),
        sa.CheckConstraint("state <> 'open' or (held_fen = 0 and not counted)", name=f"{PROMISE}_open_check"),
        sa.PrimaryKeyConstraint("tenant_id", "run_id", name=f"{PROMISE}_pkey"),
    )
    op.create_index(f"{PROMISE}_campaign_idx", PROMISE, ["tenant_id", "campaign_id"])
    protect(PROMISE)
