"""Commission plans, what each order promised to whom, and every move of it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB
from tenancy import append_only, protect

revision = "0031_distribution_commission"
down_revision = "0030_social_known"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    _plan()
    _rule()
    _order()
    _commission()
    _due()
    _entry()


def _plan() -> None:
    op.create_table(
        "distribution_plan",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("effective_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("base", sa.Text, nullable=False),
        sa.Column("freeze_days", sa.SmallInteger, nullable=False),
        sa.Column("order_share_bp", sa.Integer, nullable=False),
        sa.Column("margin_share_bp", sa.Integer, nullable=False),
        sa.Column("fulfilment_fen", sa.BigInteger, nullable=False),
        sa.Column("reserve_bp", sa.Integer, nullable=False),
        sa.Column("target_bp", sa.Integer, nullable=False),
        sa.Column("grades", JSONB, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("accept_unknown_cost", sa.Boolean, nullable=False),
        sa.Column("saved_by", sa.Text, nullable=False),
        sa.Column("saved_by_id", sa.Uuid, nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("base in ('paid', 'margin')", name="distribution_plan_base_check"),
        sa.CheckConstraint("freeze_days between 7 and 90", name="distribution_plan_freeze_check"),
        sa.CheckConstraint("order_share_bp between 0 and 3000", name="distribution_plan_order_share_check"),
        sa.CheckConstraint(
            "margin_share_bp between 0 and 10000", name="distribution_plan_margin_share_check"
        ),
        sa.CheckConstraint(
            "fulfilment_fen >= 0 and reserve_bp >= 0 and target_bp >= 0", name="distribution_plan_gate_check"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="distribution_plan_pkey"),
    )
    table = "distribution_plan"
    op.create_index("distribution_plan_version_key", table, ["tenant_id", "version"], unique=True)
    op.create_index("distribution_plan_effective_idx", table, ["tenant_id", "effective_at", "version"])
    protect(table)
    append_only(table)


def _rule() -> None:
    op.create_table(
        "distribution_plan_rule",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("plan_id", sa.Uuid, nullable=False),
        sa.Column("seq", sa.SmallInteger, nullable=False),
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("scope_id", sa.Uuid),
        sa.Column("rate_bp", sa.Integer),
        sa.Column("fixed_fen", sa.BigInteger),
        sa.Column("cap_fen", sa.BigInteger),
        sa.CheckConstraint(
            "scope in ('campaign', 'sku', 'product', 'category', 'tenant')",
            name="distribution_plan_rule_scope_check",
        ),
        sa.CheckConstraint(
            "(scope_id is null) = (scope = 'tenant')", name="distribution_plan_rule_scope_id_check"
        ),
        sa.CheckConstraint("rate_bp between 0 and 3000", name="distribution_plan_rule_rate_check"),
        sa.CheckConstraint("fixed_fen >= 0 and cap_fen >= 0", name="distribution_plan_rule_amounts_check"),
        sa.PrimaryKeyConstraint("tenant_id", "plan_id", "seq", name="distribution_plan_rule_pkey"),
    )
    table = "distribution_plan_rule"
    op.create_index(
        "distribution_plan_rule_scope_key", table, ["tenant_id", "plan_id", "scope", "scope_id"], unique=True,
        postgresql_nulls_not_distinct=True,
    )  # fmt: skip
    protect(table)
    append_only(table)


def _order() -> None:
    op.create_table(
        "distribution_order",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("order_id", sa.Uuid, nullable=False),
        sa.Column("shopkeeper_id", sa.Uuid, nullable=False),
        sa.Column("level", sa.SmallInteger, server_default="1", nullable=False),
        sa.Column("grade", sa.SmallInteger, nullable=False),
        sa.Column("touch", sa.Text, nullable=False),
        sa.Column("channel", sa.Text),
        sa.Column("binding_id", sa.Uuid),
        sa.Column("rule_version", sa.Integer),
        sa.Column("plan_id", sa.Uuid),
        sa.Column("campaign_id", sa.Uuid),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("level = 1", name="distribution_order_level_check"),
        sa.PrimaryKeyConstraint("tenant_id", "order_id", name="distribution_order_pkey"),
    )
    table = "distribution_order"
    op.create_index(
        "distribution_order_shopkeeper_idx", table, ["tenant_id", "shopkeeper_id", "placed_at", "order_id"]
    )
    op.create_index("distribution_order_placed_idx", table, ["tenant_id", "placed_at", "order_id"])
    protect(table)


def _commission() -> None:
    op.create_table(
        "distribution_commission",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("order_line_id", sa.Uuid, nullable=False),
        sa.Column("order_id", sa.Uuid, nullable=False),
        sa.Column("shopkeeper_id", sa.Uuid, nullable=False),
        sa.Column("level", sa.SmallInteger, server_default="1", nullable=False),
        sa.Column("plan_id", sa.Uuid),
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("rate_bp", sa.Integer),
        sa.Column("fixed_fen", sa.BigInteger),
        sa.Column("cap_fen", sa.BigInteger),
        sa.Column("factor_bp", sa.Integer, nullable=False),
        sa.Column("base", sa.Text, nullable=False),
        sa.Column("base_fen", sa.BigInteger, nullable=False),
        sa.Column("cost_fen", sa.BigInteger),
        sa.Column("line_paid_fen", sa.BigInteger, nullable=False),
        sa.Column("quantity", sa.Integer, nullable=False),
        sa.Column("worked_fen", sa.BigInteger, nullable=False),
        sa.Column("amount_fen", sa.BigInteger, nullable=False),
        sa.Column("reversed_fen", sa.BigInteger, server_default="0", nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("held", sa.Boolean, server_default="false", nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("release_at", sa.DateTime(timezone=True)),
        sa.Column("released_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("level = 1", name="distribution_commission_level_check"),
        sa.CheckConstraint(
            "state in ('placed', 'pending', 'frozen', 'available', 'void')",
            name="distribution_commission_state_check",
        ),
        sa.CheckConstraint(
            "reversed_fen between 0 and amount_fen and amount_fen <= worked_fen",
            name="distribution_commission_amounts_check",
        ),
        sa.CheckConstraint(
            "amount_fen * 10000 <= line_paid_fen * 3000", name="distribution_commission_share_check"
        ),
        sa.CheckConstraint(
            "(release_at is null) = (state in ('placed', 'pending', 'void'))",
            name="distribution_commission_release_check",
        ),
        sa.CheckConstraint(
            "(released_at is null) = (state <> 'available')", name="distribution_commission_released_check"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "order_line_id", name="distribution_commission_pkey"),
    )
    table = "distribution_commission"
    op.create_index("distribution_commission_order_idx", table, ["tenant_id", "order_id"])
    op.create_index(
        "distribution_commission_shopkeeper_idx", table, ["tenant_id", "shopkeeper_id", "order_line_id"]
    )
    # Orders of a day are released together: there is room on each page for all of its rows once more.
    op.execute("alter table distribution_commission set (fillfactor = 50)")
    protect(table)


def _due() -> None:
    op.create_table(
        "distribution_commission_due",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("shopkeeper_id", sa.Uuid, nullable=False),
        sa.Column("release_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("order_line_id", sa.Uuid, nullable=False),
        sa.PrimaryKeyConstraint(
            "tenant_id",
            "shopkeeper_id",
            "release_at",
            "order_line_id",
            name="distribution_commission_due_pkey",
        ),
    )
    table = "distribution_commission_due"
    op.create_index("distribution_commission_due_idx", table, ["tenant_id", "release_at", "shopkeeper_id"])
    protect(table)


def _entry() -> None:
    op.create_table(
        "distribution_commission_entry",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("order_line_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("order_id", sa.Uuid, nullable=False),
        sa.Column("shopkeeper_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("amount_fen", sa.BigInteger, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("transfer_key", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind in ('accrue', 'freeze', 'release', 'reverse')",
            name="distribution_commission_entry_kind_check",
        ),
        sa.CheckConstraint(
            "amount_fen > 0 and source <> target", name="distribution_commission_entry_amount_check"
        ),
        sa.PrimaryKeyConstraint(
            "tenant_id", "order_line_id", "id", name="distribution_commission_entry_pkey"
        ),
    )
    table = "distribution_commission_entry"
    op.create_index(
        "distribution_commission_entry_shopkeeper_idx", table, ["tenant_id", "shopkeeper_id", "at", "id"]
    )
    protect(table)
    append_only(table)
