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


def _fen(name: str, *, nullable: bool = False, default: str | None = None) -> Column[object]:
    return Column(name, BigInteger, nullable=nullable, server_default=text(default) if default else None)


def _guaranteed() -> Column[object]:
    return Column("guaranteed", Boolean, nullable=False, server_default=text("false"))


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
    _guaranteed(),
    _at("frozen_until"),
    _at("unfrozen_at"),
    _at("warned_at"),
    _fen("claimed_fen", default="0"),
    _fen("shared_fen", default="0"),
    CheckConstraint("state in ('pending', 'succeeded', 'closed')", name="state"),
    CheckConstraint("amount_fen > 0", name="amount"),
    CheckConstraint("refunding_fen >= 0 and refunding_fen + refunded_fen <= paid_fen", name="refunds"),
    Index("payments_payment_order_key", "tenant_id", "order_id", unique=True),
    Index(
        "payments_payment_frozen_idx", "tenant_id", "frozen_until",
        postgresql_where=text("guaranteed and released_at is null and unfrozen_at is null"),
    ),
    Index(
        "payments_payment_guaranteed_idx", "tenant_id", "paid_at", "id", postgresql_where=text("guaranteed")
    ),
)  # fmt: skip

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
    _guaranteed(),
    _at("poll_at"),
    Column("polls", SmallInteger, nullable=False, server_default=text("0")),
    CheckConstraint("state in ('open', 'succeeded', 'stray', 'closed')", name="state"),
    Index("payments_attempt_payment_idx", "tenant_id", "payment_id"),
    Index("payments_attempt_poll_idx", "tenant_id", "poll_at", postgresql_where=text("state = 'open'")),
    Index("payments_attempt_transaction_key", "tenant_id", "transaction_id", unique=True),
    Index(
        "payments_attempt_payer_idx", "tenant_id", "payer_openid",
        postgresql_where=text("state = 'succeeded' and payer_openid is not null"),
    ),
    key=("out_trade_no",),
)  # fmt: skip

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
    Column("held_on", Text),
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

receiver = tenant_table(
    "payments_receiver",
    Column("id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("appid", Text, nullable=False),
    Column("name_sealed", LargeBinary, nullable=False),
    Column("name_masked", Text, nullable=False),
    Column("relation", Text, nullable=False),
    Column("custom_relation", Text, nullable=False),
    Column("standing_bp", SmallInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("error", Text),
    _at("told_at"),
    _at("created_at", nullable=False),
    CheckConstraint("kind in ('MERCHANT_ID', 'PERSONAL_OPENID')", name="kind"),
    CheckConstraint("standing_bp between 0 and 3000", name="standing"),
    CheckConstraint("state in ('active', 'removed')", name="state"),
    Index(
        "payments_receiver_account_key", "tenant_id", "kind", "account", unique=True,
        postgresql_where=text("state = 'active'"),
    ),
)  # fmt: skip

claim = tenant_table(
    "payments_claim",
    Column("id", Uuid, nullable=False),
    Column("key", Text, nullable=False),
    Column("order_id", Uuid, nullable=False),
    Column("payment_id", Uuid, nullable=False),
    Column("receiver_id", Uuid, nullable=False),
    _fen("amount_fen"),
    _fen("due_fen", nullable=True),
    _fen("returned_fen", default="0"),
    Column("reason", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("error", Text),
    Column("wechat_order_id", Text),
    _at("created_at", nullable=False),
    _at("ended_at"),
    CheckConstraint("amount_fen > 0", name="amount"),
    CheckConstraint(
        "returned_fen >= 0 and returned_fen <= coalesce(due_fen, 0) and coalesce(due_fen, 0) <= amount_fen", name="due"
    ),
    CheckConstraint("state in ('registered', 'sharing', 'shared', 'failed', 'void')", name="state"),
    Index("payments_claim_key_key", "tenant_id", "key", unique=True),
    Index("payments_claim_order_idx", "tenant_id", "order_id"),
    Index("payments_claim_receiver_idx", "tenant_id", "receiver_id", "state"),
)  # fmt: skip

release = tenant_table(
    "payments_release",
    Column("payment_id", Uuid, nullable=False),
    Column("order_id", Uuid, nullable=False),
    Column("state", Text, nullable=False),
    Column("base_fen", BigInteger),
    Column("error", Text),
    Column("tries", SmallInteger, nullable=False, server_default=text("0")),
    _at("next_try_at"),
    _at("created_at", nullable=False),
    _at("ended_at"),
    CheckConstraint("state in ('requested', 'sharing', 'unfreezing', 'released', 'failed')", name="state"),
    Index(
        "payments_release_try_idx", "tenant_id", "next_try_at",
        postgresql_where=text("state in ('requested', 'sharing', 'unfreezing')"),
    ),
    key=("payment_id",),
)  # fmt: skip

share_return = tenant_table(
    "payments_return",
    Column("id", Uuid, nullable=False),
    Column("refund_id", Uuid, nullable=False),
    Column("claim_id", Uuid, nullable=False),
    Column("order_id", Uuid, nullable=False),
    _fen("amount_fen"),
    Column("state", Text, nullable=False),
    Column("wechat_return_id", Text),
    Column("error", Text),
    Column("tries", SmallInteger, nullable=False, server_default=text("0")),
    _at("next_try_at"),
    _at("created_at", nullable=False),
    _at("ended_at"),
    CheckConstraint("amount_fen > 0", name="amount"),
    CheckConstraint("state in ('requested', 'succeeded', 'failed')", name="state"),
    Index("payments_return_refund_key", "tenant_id", "refund_id", "claim_id", unique=True),
    Index("payments_return_claim_idx", "tenant_id", "claim_id"),
    Index(
        "payments_return_try_idx", "tenant_id", "next_try_at", postgresql_where=text("state = 'requested'")
    ),
)
