"""Tables of commission plans: versions nobody edits."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Index,
    Integer,
    SmallInteger,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

from lianyi.kit.tables import tenant_table

plan = tenant_table(
    "distribution_plan",
    Column("id", Uuid, nullable=False),
    Column("version", Integer, nullable=False),
    Column("effective_at", DateTime(timezone=True), nullable=False),
    Column("base", Text, nullable=False),
    Column("freeze_days", SmallInteger, nullable=False),
    Column("order_share_bp", Integer, nullable=False),
    Column("margin_share_bp", Integer, nullable=False),
    Column("fulfilment_fen", BigInteger, nullable=False),
    Column("reserve_bp", Integer, nullable=False),
    Column("target_bp", Integer, nullable=False),
    Column("grades", JSONB, nullable=False),
    Column("note", Text, nullable=False),
    Column("accept_unknown_cost", Boolean, nullable=False),
    Column("saved_by", Text, nullable=False),
    Column("saved_by_id", Uuid, nullable=False),
    Column("saved_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("base in ('paid', 'margin')", "base"),
    CheckConstraint("freeze_days between 7 and 90", "freeze"),
    CheckConstraint("order_share_bp between 0 and 3000", "order_share"),
    CheckConstraint("margin_share_bp between 0 and 10000", "margin_share"),
    CheckConstraint("fulfilment_fen >= 0 and reserve_bp >= 0 and target_bp >= 0", "gate"),
    Index("distribution_plan_version_key", "tenant_id", "version", unique=True),
    Index("distribution_plan_effective_idx", "tenant_id", "effective_at", "version"),
)

rule = tenant_table(
    "distribution_plan_rule",
    Column("plan_id", Uuid, nullable=False),
    Column("seq", SmallInteger, nullable=False),
    Column("scope", Text, nullable=False),
    Column("scope_id", Uuid),
    Column("rate_bp", Integer),
    Column("fixed_fen", BigInteger),
    Column("cap_fen", BigInteger),
    CheckConstraint("scope in ('campaign', 'sku', 'product', 'category', 'tenant')", "scope"),
    CheckConstraint("(scope_id is null) = (scope = 'tenant')", "scope_id"),
    CheckConstraint("rate_bp between 0 and 3000", "rate"),
    CheckConstraint("fixed_fen >= 0 and cap_fen >= 0", "amounts"),
    Index(
        "distribution_plan_rule_scope_key", "tenant_id", "plan_id", "scope", "scope_id", unique=True,
        postgresql_nulls_not_distinct=True,
    ),
    key=("plan_id", "seq"),
)  # fmt: skip
