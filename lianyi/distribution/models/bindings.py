"""The log of bindings, which only grows, what it comes to for each customer, the rule's versions, and appeals."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    SmallInteger,
    Text,
    Uuid,
    text,
)

from lianyi.kit.tables import tenant_table


def _at(name: str, *, nullable: bool = True) -> Column[object]:
    return Column(name, DateTime(timezone=True), nullable=nullable)


rule = tenant_table(
    "distribution_rule",
    Column("version", Integer, nullable=False),
    Column("mode", Text, nullable=False),
    Column("protection_days", SmallInteger, nullable=False),
    Column("validity_days", SmallInteger),
    Column("new_customers_only", Boolean, nullable=False),
    _at("effective_at", nullable=False),
    Column("staff_id", Uuid),
    _at("made_at", nullable=False),
    CheckConstraint("mode in ('first_touch', 'last_touch')", "mode"),
    CheckConstraint("protection_days between 0 and 3650", "protection"),
    CheckConstraint("validity_days between 1 and 3650 and protection_days <= validity_days", "validity"),
    key=("version",),
)

binding = tenant_table(
    "distribution_binding",
    Column("id", Uuid, nullable=False),
    Column("seq", BigInteger, Identity(always=True), nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("shopkeeper_id", Uuid),
    Column("touch", Text, nullable=False),
    _at("at", nullable=False),
    _at("counts_at", nullable=False),
    Column("share_id", Uuid),
    Column("visitor_id", Uuid),
    Column("channel", Text),
    Column("rule_version", Integer, nullable=False),
    Column("is_self", Boolean, nullable=False),
    Column("same_device", Boolean, nullable=False),
    Column("in_chain", Boolean, nullable=False),
    Column("sells", Boolean, nullable=False),
    Column("ordered_before", Boolean, nullable=False),
    Column("holder_left", Boolean, nullable=False),
    Column("result", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("holder_id", Uuid),
    _at("since"),
    _at("protected_until"),
    _at("valid_until"),
    Column("staff_id", Uuid),
    Column("staff_name", Text),
    Column("words", Text, nullable=False),
    _at("written_at", nullable=False),
    CheckConstraint("touch in ('click', 'scan', 'invitation', 'merged', 'staff')", "touch"),
    CheckConstraint("result in ('bound', 'taken', 'renewed', 'kept', 'released', 'refused')", "result"),
    CheckConstraint("at <= counts_at", "instants"),
    CheckConstraint("(touch = 'staff') = (staff_id is not null)", "staff"),
    CheckConstraint("shopkeeper_id is not null or touch in ('staff', 'merged')", "shopkeeper"),
    CheckConstraint("result not in ('bound', 'taken', 'renewed') or holder_id = shopkeeper_id", "holder"),
    CheckConstraint("(holder_id is null) = (since is null)", "since"),
    Index("distribution_binding_written_idx", "written_at", postgresql_using="brin"),
    Index("distribution_binding_seq_key", "tenant_id", "seq", unique=True),
    Index(
        "distribution_binding_moves_idx", "tenant_id", "person_id", "counts_at", "seq",
        postgresql_where=text("result in ('bound', 'taken', 'renewed', 'released')"),
    ),
    Index("distribution_binding_person_idx", "tenant_id", "person_id", "seq"),
    Index("distribution_binding_shopkeeper_idx", "tenant_id", "shopkeeper_id", "counts_at"),
    Index(
        "distribution_binding_visit_key", "tenant_id", "share_id", "visitor_id", "at", "person_id", unique=True,
        postgresql_where=text("touch in ('click', 'scan')"),
    ),
)  # fmt: skip

customer = tenant_table(
    "distribution_customer",
    Column("person_id", Uuid, nullable=False),
    Column("shopkeeper_id", Uuid),
    Column("binding_id", Uuid),
    _at("since"),
    _at("protected_until"),
    _at("valid_until"),
    _at(
        "counted_at", nullable=False
    ),  # the last line's instant: what comes later in is not counted before it
    _at("first_at", nullable=False),
    CheckConstraint(
        "(shopkeeper_id is null) = (binding_id is null) and (shopkeeper_id is null) = (since is null)", "held"
    ),
    Index(
        "distribution_customer_shopkeeper_idx",
        "tenant_id",
        "shopkeeper_id",
        text("since desc"),
        text("person_id desc"),
    ),
    key=("person_id",),
)

dispute = tenant_table(
    "distribution_dispute",
    Column("id", Uuid, nullable=False),
    Column("shopkeeper_id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("order_id", Uuid),
    Column("order_number", Text),
    Column("words", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("reply", Text, nullable=False, server_default=text("''")),
    Column("decided_by", Text),
    Column("staff_id", Uuid),
    Column("binding_id", Uuid),
    _at("created_at", nullable=False),
    _at("decided_at"),
    CheckConstraint("state in ('open', 'upheld', 'refused', 'withdrawn')", "state"),
    CheckConstraint("(state = 'open') = (decided_at is null)", "decided"),
    Index(
        "distribution_dispute_open_key", "tenant_id", "shopkeeper_id", "person_id", "order_id", unique=True,
        postgresql_where=text("state = 'open'"), postgresql_nulls_not_distinct=True,
    ),
    Index("distribution_dispute_state_idx", "tenant_id", "state", text("created_at desc"), text("id desc")),
    Index(
        "distribution_dispute_shopkeeper_idx", "tenant_id", "shopkeeper_id", text("created_at desc"), text("id desc")
    ),
)  # fmt: skip
