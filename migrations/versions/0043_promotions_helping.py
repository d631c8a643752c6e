"""Runs that others help: who helped, once each, by which phone and account; and what the staff look into."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from tenancy import protect

revision = "0043_promotions_helping"
down_revision = "0042_promotions_brand_day"

RUN = "promotions_help_run"
HELP = "promotions_help"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    _run()
    _run_indexes()
    _help()
    # whether a WeChat account has paid here is asked at each help
    op.create_index(
        "payments_attempt_payer_idx", "payments_attempt", ["tenant_id", "payer_openid"],
        postgresql_where=sa.text("state = 'succeeded' and payer_openid is not null"),
    )  # fmt: skip


def _run() -> None:
    op.create_table(
        RUN,
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("campaign_id", sa.Uuid, nullable=False),
        sa.Column("play", sa.Text, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("nth", sa.Integer),
        sa.Column("about", sa.Uuid),
        sa.Column("device", sa.Uuid),
        sa.Column("accounts", postgresql.ARRAY(sa.Text), nullable=False),
        sa.Column("need", sa.Integer, nullable=False),
        sa.Column("taken", sa.Integer, nullable=False, server_default="0"),
        sa.Column("people", sa.Integer, nullable=False, server_default="0"),
        sa.Column("weight_new", sa.Integer, nullable=False),
        sa.Column("only_new", sa.Boolean, nullable=False),
        sa.Column("per_person_max", sa.Integer, nullable=False),
        sa.Column("per_day_max", sa.Integer, nullable=False),
        sa.Column("early", sa.Boolean, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("review", sa.Text),
        sa.Column("reasons", postgresql.ARRAY(sa.Text), nullable=False, server_default="{}"),
        sa.Column("review_words", sa.Text, nullable=False, server_default=""),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filled_at", sa.DateTime(timezone=True)),
        sa.Column("held_at", sa.DateTime(timezone=True)),
        sa.Column("reviewed_at", sa.DateTime(timezone=True)),
        sa.Column("order_id", sa.Uuid),
        sa.CheckConstraint("0 <= people and people <= taken and taken <= need", name=f"{RUN}_counts_check"),
        sa.CheckConstraint("(filled_at is not null) = (taken = need)", name=f"{RUN}_filled_check"),
        sa.CheckConstraint(
            "state in ('open', 'ordered', 'used', 'over', 'refused')", name=f"{RUN}_state_check"
        ),
        sa.CheckConstraint("review in ('waiting', 'released', 'refused')", name=f"{RUN}_review_check"),
        sa.CheckConstraint("(review is not null) = (held_at is not null)", name=f"{RUN}_held_check"),
        sa.CheckConstraint("state <> 'ordered' or order_id is not null", name=f"{RUN}_order_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=f"{RUN}_pkey"),
    )
    protect(RUN)


def _run_indexes() -> None:
    op.create_index(f"{RUN}_nth_key", RUN, ["tenant_id", "campaign_id", "person_id", "nth"], unique=True)
    op.create_index(f"{RUN}_person_idx", RUN, ["tenant_id", "person_id", "opened_at"])
    op.create_index(
        f"{RUN}_ends_idx", RUN, ["tenant_id", "ends_at"], postgresql_where=sa.text("state = 'open'")
    )
    op.create_index(
        f"{RUN}_order_idx", RUN, ["tenant_id", "order_id"], postgresql_where=sa.text("order_id is not null")
    )
    op.create_index(
        f"{RUN}_held_idx",
        RUN,
        ["tenant_id", "held_at", "id"],
        postgresql_where=sa.text("held_at is not null"),
    )
    op.create_index(f"{RUN}_device_idx", RUN, ["tenant_id", "device"])
    op.create_index(f"{RUN}_campaign_idx", RUN, ["tenant_id", "campaign_id", "state"])


def _help() -> None:
    op.create_table(
        HELP,
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("run_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("campaign_id", sa.Uuid, nullable=False),
        sa.Column("nth", sa.Integer),
        sa.Column("device", sa.Uuid, nullable=False),
        sa.Column("accounts", postgresql.ARRAY(sa.Text), nullable=False),
        sa.Column("network", sa.Text, nullable=False),
        sa.Column("is_new", sa.Boolean, nullable=False),
        sa.Column("fresh", sa.Boolean, nullable=False),
        sa.Column("others", sa.Integer, nullable=False),
        sa.Column("first", sa.Integer, nullable=False),
        sa.Column("steps", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("first >= 0 and steps > 0", name=f"{HELP}_steps_check"),
        sa.CheckConstraint("state in ('counted', 'held', 'refused')", name=f"{HELP}_state_check"),
        sa.PrimaryKeyConstraint("tenant_id", "run_id", "person_id", name=f"{HELP}_pkey"),
    )
    op.create_index(f"{HELP}_nth_key", HELP, ["tenant_id", "campaign_id", "person_id", "nth"], unique=True)
    op.create_index(f"{HELP}_person_idx", HELP, ["tenant_id", "person_id", "at"])
    op.create_index(f"{HELP}_device_idx", HELP, ["tenant_id", "device", "campaign_id"])
    protect(HELP)
