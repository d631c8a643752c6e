"""Prizes in money that campaigns owe people; and which kind of income a withheld tax is of."""

import sqlalchemy as sa
from alembic import op
from tenancy import protect

revision = "0047_distribution_prizes"
down_revision = "0046_promotions_red_packet"

PRIZE, TAX = "distribution_prize", "distribution_tax"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    moment = sa.DateTime(timezone=True)
    op.create_table(
        PRIZE,
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("campaign_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("gross_fen", sa.BigInteger, nullable=False),
        sa.Column("tax_fen", sa.BigInteger, nullable=False),
        sa.Column("net_fen", sa.BigInteger, nullable=False),
        sa.Column("transfer_id", sa.Uuid),
        sa.Column("month", sa.Date),
        sa.Column("appid", sa.Text),
        sa.Column("openid", sa.Text),
        sa.Column("mchid", sa.Text),
        sa.Column("wechat_state", sa.Text),
        sa.Column("bill_no", sa.Text),
        sa.Column("package_info", sa.Text),
        sa.Column("confirm_until", moment),
        sa.Column("error", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("tries", sa.SmallInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("next_try_at", moment),
        sa.Column("due_at", moment, nullable=False),
        sa.Column("expires_at", moment, nullable=False),
        sa.Column("sent_at", moment),
        sa.Column("ended_at", moment),
        sa.CheckConstraint(
            "state in ('waiting', 'sending', 'confirming', 'paying', 'paid', 'lapsed')",
            name=f"{PRIZE}_state_check",
        ),
        sa.CheckConstraint(
            "tax_fen >= 0 and net_fen > 0 and gross_fen = tax_fen + net_fen", name=f"{PRIZE}_sum_check"
        ),
        sa.CheckConstraint(
            "state in ('waiting', 'lapsed') or transfer_id is not null", name=f"{PRIZE}_transfer_check"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=f"{PRIZE}_pkey"),
    )
    op.create_index(
        f"{PRIZE}_transfer_key", PRIZE, ["tenant_id", "transfer_id"], unique=True,
        postgresql_where=sa.text("transfer_id is not null"),
    )  # fmt: skip
    op.create_index(f"{PRIZE}_person_idx", PRIZE, ["tenant_id", "person_id", "due_at", "id"])
    op.create_index(f"{PRIZE}_state_idx", PRIZE, ["tenant_id", "state", "due_at", "id"])
    op.create_index(
        f"{PRIZE}_try_idx", PRIZE, ["tenant_id", "next_try_at"],
        postgresql_where=sa.text("state in ('sending', 'confirming', 'paying')"),
    )  # fmt: skip
    op.create_index(
        f"{PRIZE}_expiry_idx", PRIZE, ["tenant_id", "expires_at"],
        postgresql_where=sa.text("state = 'waiting'"),
    )  # fmt: skip
    protect(PRIZE)
    op.add_column(TAX, sa.Column("item", sa.Text, nullable=False, server_default="labour"))
    op.create_check_constraint(f"{TAX}_item_check", TAX, "item in ('labour', 'prize')")
