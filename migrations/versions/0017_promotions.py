"""Campaigns, their goods, budgets, limits and what they have cost."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from tenancy import protect

revision = "0017_promotions"
down_revision = "0016_margin"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    _campaign()
    _campaign_sku()
    _budget()
    _person()
    _claim()


def _campaign() -> None:
    op.create_table(
        "promotions_campaign",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("play", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("audience", sa.Text, nullable=False),
        sa.Column("channels", postgresql.ARRAY(sa.Text), nullable=False),
        sa.Column("settings", postgresql.JSONB, nullable=False),
        sa.Column("orders_per_person_max", sa.Integer),
        sa.Column("pieces_per_person_max", sa.Integer),
        sa.Column("rules_zh", postgresql.JSONB, nullable=False, server_default="[]"),
        sa.Column("rules_en", postgresql.JSONB, nullable=False, server_default="[]"),
        sa.Column("alarm", sa.Text),
        sa.Column("stop_reason", sa.Text, nullable=False, server_default=""),
        sa.Column("rectify_by_at", sa.DateTime(timezone=True)),
        sa.Column("unknown_cost_accepted", sa.Boolean, nullable=False, server_default="false"),
        sa.Column("created_by", sa.Uuid),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True)),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="promotions_campaign_pkey"),
        sa.CheckConstraint(
            "state in ('draft', 'published', 'paused', 'stopped', 'ended')",
            name="promotions_campaign_state_check",
        ),
        sa.CheckConstraint(
            "audience in ('everyone', 'new_customers', 'returning')",
            name="promotions_campaign_audience_check",
        ),
        sa.CheckConstraint("starts_at < ends_at", name="promotions_campaign_window_check"),
    )
    op.create_index(
        "promotions_campaign_ends_at_idx", "promotions_campaign", ["tenant_id", "ends_at"],
        postgresql_where=sa.text("state in ('published', 'paused')"),
    )  # fmt: skip
    protect("promotions_campaign")


def _campaign_sku() -> None:
    op.create_table(
        "promotions_campaign_sku",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("campaign_id", sa.Uuid, nullable=False),
        sa.Column("sku_id", sa.Uuid, nullable=False),
        sa.Column("product_id", sa.Uuid, nullable=False),
        sa.Column("quota", sa.Integer),
        sa.Column("taken", sa.Integer, nullable=False, server_default="0"),
        sa.Column("settings", postgresql.JSONB, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "campaign_id", "sku_id", name="promotions_campaign_sku_pkey"),
        sa.CheckConstraint(
            "taken >= 0 and (quota is null or taken <= quota)", name="promotions_campaign_sku_quota_check"
        ),
    )
    op.create_index(
        "promotions_campaign_sku_product_id_idx", "promotions_campaign_sku", ["tenant_id", "product_id"]
    )
    op.create_index("promotions_campaign_sku_sku_id_idx", "promotions_campaign_sku", ["tenant_id", "sku_id"])
    protect("promotions_campaign_sku")


def _budget() -> None:
    op.create_table(
        "promotions_budget",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("campaign_id", sa.Uuid, nullable=False),
        sa.Column("budget_fen", sa.BigInteger, nullable=False),
        sa.Column("spent_fen", sa.BigInteger, nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("tenant_id", "campaign_id", name="promotions_budget_pkey"),
        sa.CheckConstraint("spent_fen between 0 and budget_fen", name="promotions_budget_spent_check"),
    )
    protect("promotions_budget")


def _person() -> None:
    op.create_table(
        "promotions_person",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("campaign_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("orders", sa.Integer, nullable=False),
        sa.Column("pieces", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "campaign_id", "person_id", name="promotions_person_pkey"),
        sa.CheckConstraint("orders >= 0 and pieces >= 0", name="promotions_person_counts_check"),
    )
    op.create_index("promotions_person_person_id_idx", "promotions_person", ["tenant_id", "person_id"])
    protect("promotions_person")


def _claim() -> None:
    op.create_table(
        "promotions_claim",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("order_id", sa.Uuid, nullable=False),
        sa.Column("campaign_id", sa.Uuid, nullable=False),
        sa.Column("play", sa.Text, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("run_id", sa.Uuid),
        sa.Column("share_id", sa.Uuid),
        sa.Column("lines", postgresql.JSONB, nullable=False),
        sa.Column("pieces", sa.Integer, nullable=False),
        sa.Column("discount_fen", sa.BigInteger, nullable=False),
        sa.Column("paid_fen", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("refunded_fen", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("is_new_customer", sa.Boolean),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("tenant_id", "order_id", name="promotions_claim_pkey"),
        sa.CheckConstraint(
            "state in ('held', 'paid', 'released', 'refunded')", name="promotions_claim_state_check"
        ),
        sa.CheckConstraint("discount_fen >= 0 and pieces > 0", name="promotions_claim_amounts_check"),
    )
    op.create_index(
        "promotions_claim_campaign_id_idx", "promotions_claim", ["tenant_id", "campaign_id", "at"]
    )
    op.create_index("promotions_claim_person_id_idx", "promotions_claim", ["tenant_id", "person_id"])
    protect("promotions_claim")
