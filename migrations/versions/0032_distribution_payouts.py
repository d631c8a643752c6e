"""Pay-outs of commission: real names, limits, what was asked for and what it pays, WeChat's notices, withheld tax."""

import sqlalchemy as sa
from alembic import op
from tenancy import append_only, protect

revision = "0032_distribution_payouts"
down_revision = "0031_distribution_commission"

STATES = (
    "state in ('review', 'ready', 'sending', 'confirming', 'paying', 'cancelling', 'sharing', 'paid', 'failed', "
    "'cancelled', 'refused')"
)


def _at(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    _real_name()
    _payout()
    _payout_item()
    _payout_step()
    _payout_batch()
    _payout_setting()
    _transfer_notice()
    _tax()
    _remittance()
    op.drop_constraint("identity_consent_kind_check", "identity_consent", type_="check")
    op.create_check_constraint(
        "identity_consent_kind_check",
        "identity_consent",
        "kind in ('terms', 'privacy', 'marketing', 'personalisation', 'shown_to_sharer', 'real_name')",
    )


def _real_name() -> None:
    table = "distribution_real_name"
    op.create_table(
        table,
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("taxpayer", sa.LargeBinary, nullable=False),
        sa.Column("name_sealed", sa.LargeBinary, nullable=False),
        sa.Column("id_sealed", sa.LargeBinary, nullable=False),
        sa.Column("name_masked", sa.Text, nullable=False),
        sa.Column("id_masked", sa.Text, nullable=False),
        sa.Column("consent_version", sa.Integer, nullable=False),
        _at("consented_at", nullable=False),
        _at("verified_at"),
        _at("withdrawn_at"),
        sa.Column("keep_until", sa.Date),
        sa.CheckConstraint("(withdrawn_at is null) = (keep_until is null)", name=f"{table}_kept_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=f"{table}_pkey"),
    )
    op.create_index(
        f"{table}_keep_idx",
        table,
        ["tenant_id", "keep_until"],
        postgresql_where=sa.text("keep_until is not null"),
    )
    op.create_index(
        f"{table}_person_key",
        table,
        ["tenant_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("withdrawn_at is null"),
    )
    op.create_index(
        f"{table}_taxpayer_key",
        table,
        ["tenant_id", "taxpayer"],
        unique=True,
        postgresql_where=sa.text("withdrawn_at is null"),
    )
    protect(table)


def _payout() -> None:
    table = "distribution_payout"
    op.create_table(
        table,
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("shopkeeper_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("gross_fen", sa.BigInteger, nullable=False),
        sa.Column("fee_fen", sa.BigInteger, nullable=False),
        sa.Column("tax_fen", sa.BigInteger, nullable=False),
        sa.Column("net_fen", sa.BigInteger, nullable=False),
        sa.Column("appid", sa.Text, nullable=False),
        sa.Column("openid", sa.Text, nullable=False),
        sa.Column("mchid", sa.Text),
        sa.Column("batch_id", sa.Uuid),
        sa.Column("order_id", sa.Uuid),
        sa.Column("wechat_state", sa.Text),
        sa.Column("bill_no", sa.Text),
        sa.Column("package_info", sa.Text),
        _at("confirm_until"),
        sa.Column("error", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("tries", sa.SmallInteger, nullable=False, server_default=sa.text("0")),
        _at("next_try_at"),
        _at("requested_at", nullable=False),
        _at("sent_at"),
        _at("ended_at"),
        sa.CheckConstraint(
            "gross_fen > 0 and tax_fen >= 0 and fee_fen >= 0 and net_fen >= 0", name=f"{table}_amounts_check"
        ),
        sa.CheckConstraint("(order_id is null) = (path = 'transfer')", name=f"{table}_order_check"),
        sa.CheckConstraint("path in ('transfer', 'sharing')", name=f"{table}_path_check"),
        sa.CheckConstraint(
            STATES,
            name=f"{table}_state_check",
        ),
        sa.CheckConstraint("gross_fen = net_fen + tax_fen + fee_fen", name=f"{table}_sum_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=f"{table}_pkey"),
    )
    op.create_index(f"{table}_keeper_idx", table, ["tenant_id", "shopkeeper_id", "requested_at", "id"])
    op.create_index(
        f"{table}_open_key",
        table,
        ["tenant_id", "shopkeeper_id"],
        unique=True,
        postgresql_where=sa.text(
            "state in ('review', 'ready', 'sending', 'confirming', 'paying', 'cancelling') and path = 'transfer'"
        ),
    )
    op.create_index(
        f"{table}_order_idx",
        table,
        ["tenant_id", "order_id"],
        postgresql_where=sa.text("order_id is not null"),
    )
    op.create_index(
        f"{table}_sent_idx", table, ["tenant_id", "sent_at"], postgresql_where=sa.text("sent_at is not null")
    )
    op.create_index(f"{table}_state_idx", table, ["tenant_id", "state", "requested_at", "id"])
    op.create_index(
        f"{table}_try_idx",
        table,
        ["tenant_id", "next_try_at"],
        postgresql_where=sa.text("state in ('sending', 'confirming', 'paying', 'cancelling')"),
    )
    protect(table)


def _payout_item() -> None:
    table = "distribution_payout_item"
    op.create_table(
        table,
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("payout_id", sa.Uuid, nullable=False),
        sa.Column("commission_id", sa.Uuid, nullable=False),
        sa.Column("amount_fen", sa.BigInteger, nullable=False),
        sa.CheckConstraint("amount_fen <> 0", name=f"{table}_amount_check"),
        sa.PrimaryKeyConstraint("tenant_id", "payout_id", "commission_id", name=f"{table}_pkey"),
    )
    op.create_index(f"{table}_commission_idx", table, ["tenant_id", "commission_id"])
    protect(table)


def _payout_step() -> None:
    table = "distribution_payout_step"
    op.create_table(
        table,
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("payout_id", sa.Uuid, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        _at("at", nullable=False),
        sa.CheckConstraint(
            STATES,
            name=f"{table}_state_check",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=f"{table}_pkey"),
    )
    op.create_index(f"{table}_payout_idx", table, ["tenant_id", "payout_id", "id"])
    protect(table)
    append_only(table)


def _payout_batch() -> None:
    table = "distribution_payout_batch"
    op.create_table(
        table,
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("net_fen", sa.BigInteger, nullable=False),
        sa.Column("asked_by", sa.Text, nullable=False),
        _at("sent_at", nullable=False),
        sa.CheckConstraint("count > 0", name=f"{table}_count_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=f"{table}_pkey"),
    )
    op.create_index(f"{table}_sent_idx", table, ["tenant_id", "sent_at", "id"])
    protect(table)


def _payout_setting() -> None:
    table = "distribution_payout_setting"
    op.create_table(
        table,
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("strategy", sa.Text, nullable=False),
        sa.Column("min_fen", sa.BigInteger, nullable=False),
        sa.Column("max_fen", sa.BigInteger, nullable=False),
        sa.Column("day_fen", sa.BigInteger, nullable=False),
        sa.Column("day_count", sa.SmallInteger, nullable=False),
        sa.Column("month_fen", sa.BigInteger, nullable=False),
        sa.Column("auto_below_fen", sa.BigInteger, nullable=False),
        sa.Column("fee_fen", sa.BigInteger, nullable=False),
        sa.Column("fee_bp", sa.SmallInteger, nullable=False),
        sa.Column("batch_day_fen", sa.BigInteger, nullable=False),
        sa.Column("job_title", sa.Text, nullable=False),
        _at("updated_at", nullable=False),
        sa.CheckConstraint("path in ('transfer', 'sharing')", name=f"{table}_path_check"),
        sa.CheckConstraint("strategy in ('once', 'cumulative')", name=f"{table}_strategy_check"),
        sa.PrimaryKeyConstraint("tenant_id", name=f"{table}_pkey"),
    )
    protect(table)


def _transfer_notice() -> None:
    table = "distribution_transfer_notice"
    op.create_table(
        table,
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        _at("at", nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=f"{table}_pkey"),
    )
    op.create_index(f"{table}_at_idx", table, ["tenant_id", "at"])
    protect(table)


def _tax() -> None:
    table = "distribution_tax"
    op.create_table(
        table,
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("payout_id", sa.Uuid, nullable=False),
        sa.Column("real_name_id", sa.Uuid, nullable=False),
        sa.Column("taxpayer", sa.LargeBinary, nullable=False),
        sa.Column("month", sa.Date, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("strategy", sa.Text, nullable=False),
        sa.Column("before_fen", sa.BigInteger, nullable=False),
        sa.Column("gross_fen", sa.BigInteger, nullable=False),
        sa.Column("months", sa.SmallInteger, nullable=False),
        sa.Column("base_fen", sa.BigInteger, nullable=False),
        sa.Column("rate_bp", sa.SmallInteger, nullable=False),
        sa.Column("quick_fen", sa.BigInteger, nullable=False),
        sa.Column("due_fen", sa.BigInteger, nullable=False),
        sa.Column("withheld_fen", sa.BigInteger, nullable=False),
        sa.Column("tax_fen", sa.BigInteger, nullable=False),
        _at("at", nullable=False),
        sa.CheckConstraint("extract(day from month) = 1", name=f"{table}_month_check"),
        sa.CheckConstraint("state in ('planned', 'withheld', 'void')", name=f"{table}_state_check"),
        sa.CheckConstraint("strategy in ('once', 'cumulative')", name=f"{table}_strategy_check"),
        sa.CheckConstraint("tax_fen = greatest(due_fen - withheld_fen, 0)", name=f"{table}_tax_check"),
        sa.PrimaryKeyConstraint("tenant_id", "payout_id", name=f"{table}_pkey"),
    )
    op.create_index(f"{table}_month_idx", table, ["tenant_id", "month"])
    op.create_index(f"{table}_name_idx", table, ["tenant_id", "real_name_id"])
    op.create_index(f"{table}_taxpayer_idx", table, ["tenant_id", "taxpayer", "month"])
    protect(table)


def _remittance() -> None:
    table = "distribution_remittance"
    op.create_table(
        table,
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("month", sa.Date, nullable=False),
        sa.Column("tax_fen", sa.BigInteger, nullable=False),
        sa.Column("receipt", sa.Text, nullable=False),
        sa.Column("marked_by", sa.Text, nullable=False),
        _at("at", nullable=False),
        sa.CheckConstraint("tax_fen > 0", name=f"{table}_tax_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=f"{table}_pkey"),
    )
    op.create_index(f"{table}_month_idx", table, ["tenant_id", "month"])
    protect(table)
    append_only(table)
