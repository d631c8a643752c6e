"""Helping: WeChat accounts are counted over all runs of a campaign, and what marked a helper can be forgotten."""

import sqlalchemy as sa
from alembic import op
from tenancy import protect

revision = "0051_promotions_help_hands"
down_revision = "0050_orders_free"

RUN, HELP, ACCOUNT = "promotions_help_run", "promotions_help", "promotions_help_account"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.alter_column(HELP, "device", nullable=True)
    op.create_index(
        f"{HELP}_marked_idx", HELP, ["tenant_id", "campaign_id"],
        postgresql_where=sa.text("device is not null"),
    )  # fmt: skip
    op.create_index(
        f"{RUN}_marked_idx", RUN, ["tenant_id", "campaign_id"],
        postgresql_where=sa.text("device is not null or accounts <> '{}'"),
    )  # fmt: skip
    op.create_table(
        ACCOUNT,
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("run_id", sa.Uuid, nullable=False),
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("campaign_id", sa.Uuid, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "run_id", "account", name=f"{ACCOUNT}_pkey"),
    )
    op.create_index(f"{ACCOUNT}_campaign_idx", ACCOUNT, ["tenant_id", "campaign_id", "account"])
    op.execute(
        """
        insert into promotions_help_account (tenant_id, run_id, account, campaign_id, at)
        select h.tenant_id, h.run_id, one.account, h.campaign_id, h.at
        from promotions_help h, unnest(h.accounts) as one (account) on conflict do nothing
        """
    )
    protect(ACCOUNT)
