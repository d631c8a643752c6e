"""Coupons passed on: one a phone and WeChat account, so that one person's registrations take one."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0048_promotions_taken_once"
down_revision = "0047_distribution_prizes"

CLAIM = "promotions_social_coupon_claim"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.add_column(CLAIM, sa.Column("device", sa.Uuid))
    op.add_column(
        CLAIM, sa.Column("accounts", postgresql.ARRAY(sa.Text), nullable=False, server_default="{}")
    )
    op.create_index(
        f"{CLAIM}_device_key", CLAIM, ["tenant_id", "pack_id", "device"], unique=True,
        postgresql_where=sa.text("device is not null"),
    )  # fmt: skip
