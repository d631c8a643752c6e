"""Tables of payments. Keys are sealed; payer openids stand only where WeChat needs them again."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Index,
    LargeBinary,
    SmallInteger,
    Text,
    Uuid,
    text,
)  # fmt: skip
from sqlalchemy.dialects.postgresql import JSONB

from lianyi.kit.tables import tenant_table


def _at(name: str, *, nullable: bool = True) -> Column[object]:
    return Column(name, DateTime(timezone=True), nullable=nullable)


account = tenant_table(
    "payments_account",
    Column("mchid", Text, nullable=False),
    Column("serial_no", Text, nullable=False),
    Column("private_key_sealed", LargeBinary, nullable=False),
    Column("apiv3_key_sealed", LargeBinary, nullable=False),
    Column("public_key_id", Text),
    Column("public_key", Text),
    _at("updated_at", nullable=False),
    _at("checked_at"),
    Column("check_result", JSONB),
    key=(),
)

payment = tenant_table(
    "payments_payment",
    Column("id", Uuid, nullable=False),
    Column("order_id", Uuid, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("description", Text, nullable=False),
    Column("state", Text, nullable=False),
    _at("expires_at", nullable=False),
    _at("created_at", nullable=False),
    Column("method", Text),
    Column("transaction_id", Text),
    Column("paid_fen", BigInteger, nullable=False, server_default=text("0")),
    Column("refunding_fen", BigInteger, nullable=False, server_default=text("0")),
    Column("refunded_fen", BigInteger, nullable=False, server_default=text("0")),
    _at("paid_at"),
    _at("released_at"),
    CheckConstraint("state in ('pending', 'succeeded', 'closed')", name="state"),
    CheckConstraint("amount_fen > 0", name="amount"),
    CheckConstraint("refunding_fen >= 0 and refunding_fen + refunded_fen <= paid_fen", name="refunds"),
    Index("payments_payment_order_key", "tenant_id", "order_id", unique=True),
)

attempt = tenant_table(
    "payments_attempt",
    Column("out_trade_no", Text, nullable=False),
    Column("payment_id", Uuid, nullable=False),
    Column("order_id", Uuid, nullable=False),
    Column("method", Text, nullable=False),
    Column("appid", Text, nullable=False),
    Column("payer_openid", Text),
    Column("amount_fen", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("prepay", JSONB),
    _at("prepay_until"),
    _at("expires_at", nullable=False),
    _at("created_at", nullable=False),
    Column("transaction_id", Text),
    _at("poll_at"),
    Column("polls", SmallInteger, nullable=False, server_default=text("0")),
    CheckConstraint("state in ('open', 'succeeded', 'stray', 'closed')", name="state"),
    Index("payments_attempt_payment_idx", "tenant_id", "payment_id"),
    Index("payments_attempt_poll_idx", "tenant_id", "poll_at", postgresql_where=text("state = 'open'")),
    Index("payments_attempt_transaction_key", "tenant_id", "transaction_id", unique=True),
    key=("out_trade_no",),
)

refund = tenant_table(
    "payments_refund",
    Column("id", Uuid, nullable=False),
    Column("order_id", Uuid),
    Column("out_refund_no", Text, nullable=False),
    Column("transaction_id", Text, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("total_fen", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("stray", Boolean, nullable=False),
    Column("state", Text, nullable=False),
    Column("wechat_refund_id", Text),
    Column("error", Text),
    Column("tries", SmallInteger, nullable=False, server_default=text("0")),
    _at("next_try_at"),
    _at("created_at", nullable=False),
    _at("ended_at"),
    CheckConstraint(
        "state in ('requested', 'processing', 'succeeded', 'closed', 'abnormal')", name="state"
    ),
    CheckConstraint("amount_fen > 0", name="amount"),
    Index("payments_refund_number_key", "tenant_id", "out_refund_no", unique=True),
    Index("payments_refund_order_idx", "tenant_id", "order_id"),
    Index(
        "payments_refund_try_idx", "tenant_id", "next_try_at",
        postgresql_where=text("state in ('requested', 'processing')"),
    ),
)  # fmt: skip

notice = tenant_table(
    "payments_notice",
    Column("id", Text, nullable=False),
    Column("event", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    _at("at", nullable=False),
    Index("payments_notice_at_idx", "tenant_id", "at"),
)
