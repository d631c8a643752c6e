"""Social coupons: what an order passes on, and who took one of it."""

import sqlalchemy as sa
from alembic import op
from tenancy import protect

revision = "0041_promotions_social_coupon"
down_revision = "0040_promotions_reminders"

PACK = "promotions_social_coupon_pack"
CLAIM = "promotions_social_coupon_claim"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.create_table(
        PACK,
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("campaign_id", sa.Uuid, nullable=False),
        sa.Column("order_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("grant_id", sa.Uuid),
        sa.Column("pieces", sa.Integer, nullable=False),
        sa.Column("face_fen", sa.BigInteger, nullable=False),
        sa.Column("claimed", sa.Integer, nullable=False, server_default="0"),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("ended_because", sa.Text),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("0 <= claimed and claimed <= pieces", name=f"{PACK}_claimed_check"),
        sa.CheckConstraint("face_fen > 0", name=f"{PACK}_face_check"),
        sa.CheckConstraint("state in ('open', 'ended')", name=f"{PACK}_state_check"),
        sa.CheckConstraint("(state = 'ended') = (ended_because is not null)", name=f"{PACK}_ended_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=f"{PACK}_pkey"),
    )
    op.create_index(f"{PACK}_order_key", PACK, ["tenant_id", "order_id"], unique=True)
    op.create_index(
        f"{PACK}_due_idx", PACK, ["tenant_id", "expires_at"], postgresql_where=sa.text("state = 'open'")
    )
    op.create_index(
        f"{PACK}_campaign_idx",
        PACK,
        ["tenant_id", "campaign_id", sa.text("opened_at desc"), sa.text("id desc")],
    )
    op.create_index(f"{PACK}_person_idx", PACK, ["tenant_id", "person_id"])
    protect(PACK)
    op.create_table(
        CLAIM,
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("pack_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("campaign_id", sa.Uuid, nullable=False),
        sa.Column("nth", sa.Integer, nullable=False),
        sa.Column("run_id", sa.Uuid),
        sa.Column("wechat", sa.Text),
        sa.Column("wechat_coupon_id", sa.Text),
        sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
        sa.Column("due_at", sa.DateTime(timezone=True)),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("wechat in ('waiting', 'given', 'refused')", name=f"{CLAIM}_wechat_check"),
        sa.CheckConstraint(
            "(wechat is not distinct from 'given') = (wechat_coupon_id is not null)",
            name=f"{CLAIM}_given_check",
        ),
        sa.CheckConstraint(
            "(wechat is not distinct from 'waiting') = (due_at is not null)", name=f"{CLAIM}_due_check"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "pack_id", "person_id", name=f"{CLAIM}_pkey"),
    )
    op.create_index(f"{CLAIM}_nth_key", CLAIM, ["tenant_id", "campaign_id", "person_id", "nth"], unique=True)
    op.create_index(
        f"{CLAIM}_due_idx", CLAIM, ["tenant_id", "due_at"], postgresql_where=sa.text("wechat = 'waiting'")
    )
    op.create_index(f"{CLAIM}_person_idx", CLAIM, ["tenant_id", "person_id"])
    protect(CLAIM)
