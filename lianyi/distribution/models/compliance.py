"""Tables of compliance: what each night's look found, what was found wrong, and the chain of evidence."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Date, DateTime, Index, Integer, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from lianyi.kit.tables import tenant_table


def _at(name: str, *, nullable: bool = True) -> Column[object]:
    return Column(name, DateTime(timezone=True), nullable=nullable)


def _count(name: str) -> Column[object]:
    return Column(name, Integer, nullable=False)


def _fen(name: str) -> Column[object]:
    return Column(name, BigInteger, nullable=False)


scan = tenant_table(
    "distribution_scan",
    Column("id", Uuid, nullable=False),
    Column("day", Date, nullable=False),
    _at("at", nullable=False),
    _count("shopkeepers"),
    _count("roots"),
    _count("depth_max"),
    _count("people_max"),
    _count("orders"),
    _count("lines"),
    _fen("sales_fen"),
    _fen("commission_fen"),
    _fen("paid_out_fen"),
    _count("own_orders"),
    _fen("own_fen"),
    # Counts that ought to be zero, by name; people by depth below their root; both read whole and never searched.
    Column("wrong", JSONB, nullable=False),
    Column("levels", JSONB, nullable=False),
    Column("digest", Text, nullable=False),
    Index("distribution_scan_at_idx", "tenant_id", text("at desc")),
)

root = tenant_table(
    "distribution_scan_root",
    Column("scan_id", Uuid, nullable=False),
    Column("shopkeeper_id", Uuid, nullable=False),
    _count("seq"),
    _count("people"),
    _count("depth"),
    _count("earning"),
    _fen("commission_fen"),
    _fen("sales_fen"),
    Column("levels", JSONB, nullable=False),
    Index("distribution_scan_root_seq_key", "tenant_id", "scan_id", "seq", unique=True),
    key=("scan_id", "shopkeeper_id"),
)

outlet = tenant_table(
    "distribution_scan_outlet",
    Column("scan_id", Uuid, nullable=False),
    Column("shopkeeper_id", Uuid, nullable=False),
    _count("seq"),
    _count("own_orders"),
    _fen("own_fen"),
    _count("consumer_orders"),
    _fen("consumer_fen"),
    Index("distribution_scan_outlet_seq_key", "tenant_id", "scan_id", "seq", unique=True),
    key=("scan_id", "shopkeeper_id"),
)

payee = tenant_table(
    "distribution_scan_payee",
    Column("scan_id", Uuid, nullable=False),
    Column("shopkeeper_id", Uuid, nullable=False),
    _count("seq"),
    _count("orders"),
    _count("lines"),
    _fen("sales_fen"),
    _fen("commission_fen"),
    _fen("paid_out_fen"),
    Index("distribution_scan_payee_seq_key", "tenant_id", "scan_id", "seq", unique=True),
    key=("scan_id", "shopkeeper_id"),
)

finding = tenant_table(
    "distribution_finding",
    Column("id", Uuid, nullable=False),
    Column("rule", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("area", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("zh", Text, nullable=False),
    Column("en", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("switched", Text, nullable=False),
    Column("state", Text, nullable=False),
    _at("found_at", nullable=False),
    _at("seen_at", nullable=False),
    _at("resolved_at"),
    CheckConstraint("severity in ('refuse', 'warn', 'stop', 'report')", "severity"),
    CheckConstraint("state in ('open', 'acknowledged', 'resolved')", "state"),
    CheckConstraint("switched in ('', 'plan', 'campaign')", "switched"),
    CheckConstraint("(state = 'resolved') = (resolved_at is not null)", "resolved"),
    # One finding of a rule about a subject at a time; what comes back after it was resolved is a new one.
    Index(
        "distribution_finding_open_key", "tenant_id", "rule", "subject", unique=True,
        postgresql_where=text("state <> 'resolved'"),
    ),
    Index("distribution_finding_state_idx", "tenant_id", "state", text("found_at desc"), text("id desc")),
    Index("distribution_finding_rule_idx", "tenant_id", "rule", text("found_at desc"), text("id desc")),
    Index(
        "distribution_finding_paused_idx", "tenant_id", "found_at", postgresql_where=text("switched = 'plan'"),
    ),
)  # fmt: skip

step = tenant_table(
    "distribution_finding_step",
    Column("id", Uuid, nullable=False),
    Column("finding_id", Uuid, nullable=False),
    Column("state", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("words", Text, nullable=False),
    _at("at", nullable=False),
    CheckConstraint("state in ('open', 'acknowledged', 'resolved')", "state"),
    Index("distribution_finding_step_finding_idx", "tenant_id", "finding_id", "id"),
)

evidence = tenant_table(
    "distribution_evidence",
    Column("seq", BigInteger, nullable=False),
    _at("at", nullable=False),
    Column("kind", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("prev_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
    CheckConstraint("seq > 0 and length(hash) = 64 and length(prev_hash) = 64", "link"),
    CheckConstraint("kind in ('scan', 'commission', 'binding', 'payout', 'finding', 'rules')", "kind"),
    Index("distribution_evidence_kind_idx", "tenant_id", "kind", "seq"),
    key=("seq",),
)

# The end of the chain: locked by whoever adds a link, and what a chain that lost its last links is told by.
head = tenant_table(
    "distribution_evidence_head",
    Column("seq", BigInteger, nullable=False),
    Column("hash", Text, nullable=False),
    CheckConstraint("seq >= 0 and length(hash) = 64", "link"),
    key=(),
)
