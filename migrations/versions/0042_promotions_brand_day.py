"""Brand days: a date is booked by one campaign at a time."""

import sqlalchemy as sa
from alembic import op
from tenancy import protect

revision = "0042_promotions_brand_day"
down_revision = "0041_promotions_social_coupon"

DATE = "promotions_brand_day_date"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.create_table(
        DATE,
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("campaign_id", sa.Uuid, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("over", sa.Boolean, nullable=False, server_default="false"),
        sa.PrimaryKeyConstraint("tenant_id", "campaign_id", name=f"{DATE}_pkey"),
    )
    op.create_index(
        f"{DATE}_day_key", DATE, ["tenant_id", "day"], unique=True, postgresql_where=sa.text("not over")
    )
    protect(DATE)
