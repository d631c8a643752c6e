"""Whose customer: the rule's versions, the log that only grows, what it comes to, appeals."""

import sqlalchemy as sa
from alembic import op
from tenancy import append_only, protect

revision = "0029_distribution_bindings"
down_revision = "0028_distribution_shopkeepers"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    _rule()
    _binding()
    _customer()
    _dispute()


def _rule() -> None:
    op.create_table(
        "distribution_rule",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("mode", sa.Text, nullable=False),
        sa.Column("protection_days", sa.SmallInteger, nullable=False),
        sa.Column("validity_days", sa.SmallInteger),
        sa.Column("new_customers_only", sa.Boolean, nullable=False),
        sa.Column("effective_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_id", sa.Uuid),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("mode in ('first_touch', 'last_touch')", name="distribution_rule_mode_check"),
        sa.CheckConstraint("protection_days between 0 and 3650", name="distribution_rule_protection_check"),
        sa.CheckConstraint(
            "validity_days between 1 and 3650 and protection_days <= validity_days",
            name="distribution_rule_validity_check",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "version", name="distribution_rule_pkey"),
    )
    protect("distribution_rule")
    append_only("distribution_rule")


def _binding() -> None:
    op.create_table(
        "distribution_binding",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("seq", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("shopkeeper_id", sa.Uuid),
        sa.Column("touch", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("share_id", sa.Uuid),
        sa.Column("visitor_id", sa.Uuid),
        sa.Column("channel", sa.Text),
        sa.Column("rule_version", sa.Integer, nullable=False),
        sa.Column("is_self", sa.Boolean, nullable=False),
        sa.Column("same_device", sa.Boolean, nullable=False),
        sa.Column("in_chain", sa.Boolean, nullable=False),
        sa.Column("sells", sa.Boolean, nullable=False),
        sa.Column("ordered_before", sa.Boolean, nullable=False),
        sa.Column("holder_left", sa.Boolean, nullable=False),
        sa.Column("result", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("holder_id", sa.Uuid),
        sa.Column("since", sa.DateTime(timezone=True)),
        sa.Column("protected_until", sa.DateTime(timezone=True)),
        sa.Column("valid_until", sa.DateTime(timezone=True)),
        sa.Column("staff_id", sa.Uuid),
        sa.Column("staff_name", sa.Text),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(touch = 'staff') = (staff_id is not null)", name="distribution_binding_staff_check"
        ),
        sa.CheckConstraint(
            "result in ('bound', 'taken', 'renewed', 'kept', 'released', 'refused')",
            name="distribution_binding_result_check",
        ),
        sa.CheckConstraint(
            "result not in ('bound', 'taken', 'renewed') or holder_id = shopkeeper_id",
            name="distribution_binding_holder_check",
        ),
        sa.CheckConstraint(
            "shopkeeper_id is not null or touch in ('staff', 'merged')",
            name="distribution_binding_shopkeeper_check",
        ),
        sa.CheckConstraint(
            "touch in ('click', 'scan', 'invitation', 'merged', 'staff')",
            name="distribution_binding_touch_check",
        ),
        sa.CheckConstraint("(holder_id is null) = (since is null)", name="distribution_binding_since_check"),
        sa.CheckConstraint("at <= counts_at", name="distribution_binding_instants_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="distribution_binding_pkey"),
    )
    op.create_index(
        "distribution_binding_moves_idx",
        "distribution_binding",
        ["tenant_id", "person_id", "counts_at", "seq"],
        postgresql_where=sa.text("result in ('bound', 'taken', 'renewed', 'released')"),
    )
    op.create_index(
        "distribution_binding_person_idx", "distribution_binding", ["tenant_id", "person_id", "seq"]
    )
    op.create_index("distribution_binding_seq_key", "distribution_binding", ["tenant_id", "seq"], unique=True)
    op.create_index(
        "distribution_binding_shopkeeper_idx",
        "distribution_binding",
        ["tenant_id", "shopkeeper_id", "counts_at"],
    )
    op.create_index(
        "distribution_binding_visit_key",
        "distribution_binding",
        ["tenant_id", "share_id", "visitor_id", "at", "person_id"],
        unique=True,
        postgresql_where=sa.text("touch in ('click', 'scan')"),
    )
    protect("distribution_binding")
    append_only("distribution_binding")


def _customer() -> None:
    op.create_table(
        "distribution_customer",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("shopkeeper_id", sa.Uuid),
        sa.Column("binding_id", sa.Uuid),
        sa.Column("since", sa.DateTime(timezone=True)),
        sa.Column("protected_until", sa.DateTime(timezone=True)),
        sa.Column("valid_until", sa.DateTime(timezone=True)),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(shopkeeper_id is null) = (binding_id is null) and (shopkeeper_id is null) = (since is null)",
            name="distribution_customer_held_check",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "person_id", name="distribution_customer_pkey"),
    )
    op.create_index(
        "distribution_customer_shopkeeper_idx",
        "distribution_customer",
        ["tenant_id", "shopkeeper_id", sa.literal_column("since desc"), sa.literal_column("person_id desc")],
    )
    protect("distribution_customer")


def _dispute() -> None:
    op.create_table(
        "distribution_dispute",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("shopkeeper_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("order_id", sa.Uuid),
        sa.Column("order_number", sa.Text),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reply", sa.Text, server_default=sa.text("''"), nullable=False),
        sa.Column("decided_by", sa.Text),
        sa.Column("staff_id", sa.Uuid),
        sa.Column("binding_id", sa.Uuid),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(
            "(state = 'open') = (decided_at is null)", name="distribution_dispute_decided_check"
        ),
        sa.CheckConstraint(
            "state in ('open', 'upheld', 'refused', 'withdrawn')", name="distribution_dispute_state_check"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="distribution_dispute_pkey"),
    )
    op.create_index(
        "distribution_dispute_open_key",
        "distribution_dispute",
        ["tenant_id", "shopkeeper_id", "person_id", "order_id"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
        postgresql_nulls_not_distinct=True,
    )
    op.create_index(
        "distribution_dispute_shopkeeper_idx",
        "distribution_dispute",
        ["tenant_id", "shopkeeper_id", sa.literal_column("created_at desc"), sa.literal_column("id desc")],
    )
    op.create_index(
        "distribution_dispute_state_idx",
        "distribution_dispute",
        ["tenant_id", "state", sa.literal_column("created_at desc"), sa.literal_column("id desc")],
    )
    protect("distribution_dispute")
