"""Cases, their lines, their history, evidence and return addresses."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Identity,
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


case = tenant_table(
    "trust_case",
    Column("id", Uuid, nullable=False),
    Column("order_id", Uuid, nullable=False),
    Column("order_number", Text, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("round", SmallInteger, nullable=False, server_default=text("1")),
    Column("amount_fen", BigInteger, nullable=False),
    Column("proposed_fen", BigInteger),
    Column("proposed_from", Text),
    Column("freight_fen", BigInteger, nullable=False, server_default=text("0")),
    Column("refunded_fen", BigInteger, nullable=False, server_default=text("0")),
    Column("refund_id", Uuid),
    Column("return_freight_fen", BigInteger, nullable=False, server_default=text("0")),
    Column("return_freight", Text, nullable=False, server_default=text("'none'")),
    Column("return_to_sealed", LargeBinary),
    Column("return_carrier", Text),
    Column("return_tracking_no", Text),
    Column("reship_carrier", Text),
    Column("reship_tracking_no", Text),
    Column("restocked", Boolean),
    Column("extended", Boolean, nullable=False, server_default=text("false")),
    _at("applied_at", nullable=False),
    _at("updated_at", nullable=False),
    _at("deadline_at"),
    _at("reminded_at"),
    _at("received_at"),
    _at("ended_at"),
    Column("version", Integer, nullable=False, server_default=text("1")),
    CheckConstraint("kind in ('refund_only', 'return_refund', 'exchange')", "kind"),
    CheckConstraint(
        "reason in ('no_reason', 'quality', 'damaged', 'wrong_item', 'missing', 'not_as_described', 'not_received', "
        "'agreed')",
        "reason",
    ),
    CheckConstraint(
        "state in ('applied', 'proposed', 'agreed', 'returning', 'received', 'reshipped', 'refunding', 'refused', "
        "'refunded', 'exchanged', 'withdrawn', 'closed')",
        "state",
    ),
    CheckConstraint(
        "(ended_at is not null) = (state in ('refunded', 'exchanged', 'withdrawn', 'closed'))", "ended"
    ),
    CheckConstraint(
        "(deadline_at is null) = (state in ('refunding', 'refunded', 'exchanged', 'withdrawn', 'closed'))", "clock"
    ),
    CheckConstraint("(state = 'proposed') = (proposed_fen is not null)", "proposal"),
    CheckConstraint("proposed_from in ('applied', 'received')", "proposed_from"),
    CheckConstraint("amount_fen >= 0 and freight_fen >= 0 and refunded_fen >= 0", "amounts"),
    CheckConstraint("proposed_fen > 0 and proposed_fen < amount_fen", "proposed"),
    CheckConstraint("return_freight in ('none', 'claimed', 'accepted', 'declined', 'paid')", "return_freight"),
    CheckConstraint("(return_freight = 'none') = (return_freight_fen = 0)", "return_freight_fen"),
    Index("trust_case_order_id_idx", "tenant_id", "order_id"),
    Index("trust_case_person_idx", "tenant_id", "person_id", text("applied_at desc"), text("id desc")),
    Index("trust_case_applied_idx", "tenant_id", text("applied_at desc"), text("id desc")),
    Index("trust_case_state_idx", "tenant_id", "state", text("applied_at desc"), text("id desc")),
    Index(
        "trust_case_deadline_idx", "tenant_id", "deadline_at", postgresql_where=text("deadline_at is not null")
    ),
    Index(
        "trust_case_return_freight_idx", "tenant_id", "id",
        postgresql_where=text("return_freight in ('claimed', 'accepted')"),
    ),
    Index(
        "trust_case_refund_id_key", "tenant_id", "refund_id", unique=True,
        postgresql_where=text("refund_id is not null"),
    ),
)  # fmt: skip

case_line = tenant_table(
    "trust_case_line",
    Column("case_id", Uuid, nullable=False),
    Column("line_id", Uuid, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("is_open", Boolean, nullable=False, server_default=text("true")),
    CheckConstraint("quantity > 0 and amount_fen >= 0", "positive"),
    Index("trust_case_line_open_key", "tenant_id", "line_id", unique=True, postgresql_where=text("is_open")),
    key=("case_id", "line_id"),
)

step = tenant_table(
    "trust_step",
    Column("id", Uuid, nullable=False),
    Column("case_id", Uuid, nullable=False),
    _at("at", nullable=False),
    Column("kind", Text, nullable=False),
    Column("actor_kind", Text, nullable=False),
    Column("actor_id", Uuid),
    Column("actor_name", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("pictures", JSONB, nullable=False),
    Column("data", JSONB, nullable=False),
    Column("seq", BigInteger, Identity(always=True), nullable=False),
    CheckConstraint("actor_kind in ('shopper', 'staff', 'system')", "actor_kind"),
    Index("trust_step_case_id_idx", "tenant_id", "case_id", "seq"),
)

picture = tenant_table(
    "trust_picture",
    Column("id", Uuid, nullable=False),
    Column("case_id", Uuid),
    Column("owner_id", Uuid, nullable=False),
    Column("name", Text, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("preview", Text, nullable=False),
    _at("created_at", nullable=False),
    Index("trust_picture_case_id_idx", "tenant_id", "case_id"),
    Index(
        "trust_picture_loose_idx",
        "tenant_id",
        "owner_id",
        "created_at",
        postgresql_where=text("case_id is null"),
    ),
)

return_address = tenant_table(
    "trust_return_address",
    Column("id", Uuid, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("is_default", Boolean, nullable=False),
    _at("created_at", nullable=False),
    _at("updated_at", nullable=False),
    Index("trust_return_address_default_key", "tenant_id", unique=True, postgresql_where=text("is_default")),
)
