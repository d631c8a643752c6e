"""Complaints, what was said and answered, the refunds that came of them. The phone is sealed."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from lianyi.kit.tables import tenant_table


def _at(name: str, *, nullable: bool = True) -> Column[object]:
    return Column(name, DateTime(timezone=True), nullable=nullable)


complaint = tenant_table(
    "trust_complaint",
    Column("id", Uuid, nullable=False),
    Column("source", Text, nullable=False),
    Column("wechat_id", Text, nullable=False),
    Column("wechat_state", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("order_id", Uuid),
    Column("person_id", Uuid),
    Column("transaction_id", Text, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("apply_refund_fen", BigInteger),
    Column("problem_type", Text, nullable=False),
    Column("problem", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("pictures", JSONB, nullable=False),
    Column("phone_sealed", LargeBinary),
    Column("phone_last4", Text),
    Column("user_waits", Boolean, nullable=False),
    Column("times", Integer, nullable=False),
    Column("full_refunded", Boolean, nullable=False),
    Column("verdict", Text),
    _at("created_at", nullable=False),
    _at("begun_at", nullable=False),
    _at("replied_at"),
    _at("due_at"),
    Column("due_for", Text),
    _at("finish_due_at"),
    _at("finished_at"),
    _at("asked_at", nullable=False),
    CheckConstraint("source in ('pay', 'mini')", "source"),
    CheckConstraint("state in ('open', 'waiting', 'finished')", "state"),
    CheckConstraint("verdict in ('approved', 'rejected')", "verdict"),
    CheckConstraint("due_for in ('reply', 'finish', 'step')", "due_for"),
    CheckConstraint("(due_at is null) = (due_for is null)", "due"),
    CheckConstraint(
        "(state = 'finished') = (finished_at is not null) and (state <> 'finished' or due_at is null)", "finished"
    ),
    Index("trust_complaint_wechat_key", "tenant_id", "source", "wechat_id", unique=True),
    Index("trust_complaint_due_idx", "tenant_id", "due_at", "id", postgresql_where=text("state <> 'finished'")),
    Index("trust_complaint_asked_idx", "tenant_id", "asked_at", postgresql_where=text("state <> 'finished'")),
    Index(
        "trust_complaint_finished_idx", "tenant_id", text("finished_at desc"), text("id desc"),
        postgresql_where=text("state = 'finished'"),
    ),
    Index("trust_complaint_order_idx", "tenant_id", "order_id"),
    Index("trust_complaint_person_idx", "tenant_id", "person_id"),
)  # fmt: skip

word = tenant_table(
    "trust_complaint_word",
    Column("complaint_id", Uuid, nullable=False),
    Column("log_id", Text, nullable=False),
    _at("at", nullable=False),
    Column("side", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("pictures", JSONB, nullable=False),
    CheckConstraint("side in ('shopper', 'merchant', 'wechat')", "side"),
    key=("complaint_id", "log_id"),
)

act = tenant_table(
    "trust_complaint_act",
    Column("id", Uuid, nullable=False),
    Column("complaint_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("days", SmallInteger),
    Column("state", Text, nullable=False),
    Column("once_key", Text, nullable=False),
    Column("staff_id", Uuid, nullable=False),
    Column("staff_name", Text, nullable=False),
    Column("error", Text),
    Column("tries", SmallInteger, nullable=False, server_default=text("0")),
    _at("next_try_at"),
    _at("created_at", nullable=False),
    _at("ended_at"),
    CheckConstraint(
        "kind in ('reply', 'approve', 'reject', 'complete', 'accept', 'dispute', 'proof', 'refund_proof', 'appeal')",
        "kind",
    ),
    CheckConstraint("state in ('asked', 'done', 'refused')", "state"),
    CheckConstraint("(state = 'asked') = (next_try_at is not null)", "try"),
    Index("trust_complaint_act_once_key", "tenant_id", "once_key", unique=True),
    Index(
        "trust_complaint_act_asked_key", "tenant_id", "complaint_id", unique=True,
        postgresql_where=text("state = 'asked'"),
    ),
    Index("trust_complaint_act_complaint_idx", "tenant_id", "complaint_id", "created_at"),
    Index("trust_complaint_act_try_idx", "tenant_id", "next_try_at", postgresql_where=text("state = 'asked'")),
)  # fmt: skip

refund = tenant_table(
    "trust_complaint_refund",
    Column("complaint_id", Uuid, nullable=False),
    Column("refund_id", Uuid, nullable=False),
    _at("at", nullable=False),
    Index("trust_complaint_refund_refund_idx", "tenant_id", "refund_id"),
    key=("complaint_id", "refund_id"),
)

notice = tenant_table(
    "trust_complaint_notice",
    Column("id", Text, nullable=False),
    Column("event", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("wechat_id", Text, nullable=False),
    _at("at", nullable=False),
    Index("trust_complaint_notice_at_idx", "tenant_id", "at"),
)

watch = tenant_table(
    "trust_complaint_watch",
    Column("mchid", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("error", Text),
    Column("tries", SmallInteger, nullable=False),
    _at("registered_at"),
    _at("listed_at"),
    _at("next_at", nullable=False),
    key=(),
)
