"""Payments: keys, payments, attempts, refunds and notices."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from tenancy import protect

revision = "0007_payments"
down_revision = "0006_ledger"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    _account()
    _payment()
    _attempt()
    _refund()
    _notice()


def _account() -> None:
    op.create_table(
        "payments_account",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("mchid", sa.Text, nullable=False),
        sa.Column("serial_no", sa.Text, nullable=False),
        sa.Column("private_key_sealed", sa.LargeBinary, nullable=False),
        sa.Column("apiv3_key_sealed", sa.LargeBinary, nullable=False),
        sa.Column("public_key_id", sa.Text),
        sa.Column("public_key", sa.Text),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True)),
        sa.Column("check_result", postgresql.JSONB),
        sa.PrimaryKeyConstraint("tenant_id", name="payments_account_pkey"),
    )
    protect("payments_account")


def _payment() -> None:
    op.create_table(
        "payments_payment",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("order_id", sa.Uuid, nullable=False),
        sa.Column("amount_fen", sa.BigInteger, nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("method", sa.Text),
        sa.Column("transaction_id", sa.Text),
        sa.Column("paid_fen", sa.BigInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("refunding_fen", sa.BigInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("refunded_fen", sa.BigInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("paid_at", sa.DateTime(timezone=True)),
        sa.Column("released_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="payments_payment_pkey"),
        sa.CheckConstraint("amount_fen > 0", name="payments_payment_amount_check"),
        sa.CheckConstraint(
            "refunding_fen >= 0 and refunding_fen + refunded_fen <= paid_fen",
            name="payments_payment_refunds_check",
        ),
        sa.CheckConstraint(
            "state in ('pending', 'succeeded', 'closed')", name="payments_payment_state_check"
        ),
    )
    op.create_index("payments_payment_order_key", "payments_payment", ["tenant_id", "order_id"], unique=True)
    protect("payments_payment")


def _attempt() -> None:
    op.create_table(
        "payments_attempt",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("out_trade_no", sa.Text, nullable=False),
        sa.Column("payment_id", sa.Uuid, nullable=False),
        sa.Column("order_id", sa.Uuid, nullable=False),
        sa.Column("method", sa.Text, nullable=False),
        sa.Column("appid", sa.Text, nullable=False),
        sa.Column("payer_openid", sa.Text),
        sa.Column("amount_fen", sa.BigInteger, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("prepay", postgresql.JSONB),
        sa.Column("prepay_until", sa.DateTime(timezone=True)),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("transaction_id", sa.Text),
        sa.Column("poll_at", sa.DateTime(timezone=True)),
        sa.Column("polls", sa.SmallInteger, nullable=False, server_default=sa.text("0")),
        sa.PrimaryKeyConstraint("tenant_id", "out_trade_no", name="payments_attempt_pkey"),
        sa.CheckConstraint(
            "state in ('open', 'succeeded', 'stray', 'closed')", name="payments_attempt_state_check"
        ),
    )
    op.create_index("payments_attempt_payment_idx", "payments_attempt", ["tenant_id", "payment_id"])
    op.create_index(
        "payments_attempt_poll_idx",
        "payments_attempt",
        ["tenant_id", "poll_at"],
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(
        "payments_attempt_transaction_key", "payments_attempt", ["tenant_id", "transaction_id"], unique=True
    )
    protect("payments_attempt")


def _refund() -> None:
    op.create_table(
        "payments_refund",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("order_id", sa.Uuid),
        sa.Column("out_refund_no", sa.Text, nullable=False),
        sa.Column("transaction_id", sa.Text, nullable=False),
        sa.Column("amount_fen", sa.BigInteger, nullable=False),
        sa.Column("total_fen", sa.BigInteger, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("stray", sa.Boolean, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("wechat_refund_id", sa.Text),
        sa.Column("error", sa.Text),
        sa.Column("tries", sa.SmallInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("next_try_at", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="payments_refund_pkey"),
        sa.CheckConstraint("amount_fen > 0", name="payments_refund_amount_check"),
        sa.CheckConstraint(
            "state in ('requested', 'processing', 'succeeded', 'closed', 'abnormal')",
            name="payments_refund_state_check",
        ),
    )
    op.create_index(
        "payments_refund_number_key", "payments_refund", ["tenant_id", "out_refund_no"], unique=True
    )
    op.create_index("payments_refund_order_idx", "payments_refund", ["tenant_id", "order_id"])
    op.create_index(
        "payments_refund_try_idx",
        "payments_refund",
        ["tenant_id", "next_try_at"],
        postgresql_where=sa.text("state in ('requested', 'processing')"),
    )
    protect("payments_refund")


def _notice() -> None:
    op.create_table(
        "payments_notice",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="payments_notice_pkey"),
    )
    op.create_index("payments_notice_at_idx", "payments_notice", ["tenant_id", "at"])
    protect("payments_notice")
