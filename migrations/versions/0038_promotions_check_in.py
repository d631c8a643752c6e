"""Check-ins: a person's date is there once."""

import sqlalchemy as sa
from alembic import op
from tenancy import protect

revision = "0038_promotions_check_in"
down_revision = "0037_promotions_flash_sale"

DAY = "promotions_check_in_day"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.create_table(
        DAY,
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("campaign_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("nth", sa.Integer, nullable=False),
        sa.Column("fen", sa.BigInteger, nullable=False),
        sa.Column("made_up", sa.Integer),
        sa.Column("run_id", sa.Uuid),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("nth >= 1 and fen >= 0", name=f"{DAY}_amounts_check"),
        sa.CheckConstraint("made_up is null or fen = 0", name=f"{DAY}_made_up_check"),
        sa.PrimaryKeyConstraint("tenant_id", "campaign_id", "person_id", "day", name=f"{DAY}_pkey"),
    )
    op.create_index(
        f"{DAY}_made_up_key", DAY, ["tenant_id", "campaign_id", "person_id", "made_up"], unique=True,
        postgresql_where=sa.text("made_up is not null"),
    )  # fmt: skip
    op.create_index(f"{DAY}_person_idx", DAY, ["tenant_id", "person_id"])
    op.create_index(f"{DAY}_day_idx", DAY, ["tenant_id", "campaign_id", "day"])
    protect(DAY)
