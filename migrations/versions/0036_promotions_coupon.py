"""Coupons: what one person has, and how many were given."""

import sqlalchemy as sa
from alembic import op
from tenancy import protect

revision = "0036_promotions_coupon"
down_revision = "0035_promotions_grants"

PIECE = "promotions_coupon_piece"
COUNT = "promotions_coupon_count"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.create_table(
        PIECE,
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("campaign_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("ordinal", sa.Integer),
        sa.Column("key", sa.Text),
        sa.Column("grant_id", sa.Uuid, nullable=False),
        sa.Column("face_fen", sa.BigInteger, nullable=False),
        sa.Column("discount_fen", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("back_on_refund", sa.Boolean, nullable=False),
        sa.Column("grace_days", sa.Integer, nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("order_id", sa.Uuid),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("reminded_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("state in ('ready', 'used', 'spent', 'expired')", name=f"{PIECE}_state_check"),
        sa.CheckConstraint(
            "face_fen > 0 and discount_fen between 0 and face_fen", name=f"{PIECE}_amounts_check"
        ),
        sa.CheckConstraint("state <> 'used' or order_id is not null", name=f"{PIECE}_used_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=f"{PIECE}_pkey"),
    )
    op.create_index(
        f"{PIECE}_ordinal_key", PIECE, ["tenant_id", "campaign_id", "person_id", "ordinal"], unique=True
    )
    op.create_index(
        f"{PIECE}_key_key", PIECE, ["tenant_id", "campaign_id", "key"], unique=True,
        postgresql_where=sa.text("key is not null"),
    )  # fmt: skip
    op.create_index(
        f"{PIECE}_person_idx", PIECE, ["tenant_id", "person_id", sa.text("at desc"), sa.text("id desc")]
    )
    op.create_index(
        f"{PIECE}_campaign_idx", PIECE, ["tenant_id", "campaign_id", sa.text("at desc"), sa.text("id desc")]
    )
    op.create_index(
        f"{PIECE}_due_idx", PIECE, ["tenant_id", "expires_at"], postgresql_where=sa.text("state = 'ready'")
    )
    op.create_index(
        f"{PIECE}_order_idx", PIECE, ["tenant_id", "order_id"],
        postgresql_where=sa.text("order_id is not null"),
    )  # fmt: skip
    protect(PIECE)
    op.create_table(
        COUNT,
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("campaign_id", sa.Uuid, nullable=False),
        sa.Column("issued", sa.Integer, nullable=False),
        sa.CheckConstraint("issued >= 0", name=f"{COUNT}_issued_check"),
        sa.PrimaryKeyConstraint("tenant_id", "campaign_id", name=f"{COUNT}_pkey"),
    )
    protect(COUNT)
