"""The guarantee: what is frozen at WeChat, who has a part of it, its release, and what receivers give back."""

import sqlalchemy as sa
from alembic import op
from tenancy import protect

revision = "0022_payments_guarantee"
down_revision = "0021_ledger_floors"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    _columns()
    _receiver()
    _claim()
    _release()
    _return()


def _at(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _fen(name: str, *, nullable: bool = False, default: str | None = None) -> sa.Column[object]:
    return sa.Column(
        name, sa.BigInteger, nullable=nullable, server_default=sa.text(default) if default else None
    )


def _columns() -> None:
    for table in ("payments_payment", "payments_attempt"):
        op.add_column(
            table, sa.Column("guaranteed", sa.Boolean, nullable=False, server_default=sa.text("false"))
        )
    for name in ("frozen_until", "unfrozen_at", "warned_at"):
        op.add_column("payments_payment", _at(name))
    op.add_column("payments_payment", _fen("claimed_fen", default="0"))
    op.add_column("payments_payment", _fen("shared_fen", default="0"))
    op.add_column("payments_refund", sa.Column("held_on", sa.Text))
    op.create_index(
        "payments_payment_frozen_idx", "payments_payment", ["tenant_id", "frozen_until"],
        postgresql_where=sa.text("guaranteed and released_at is null and unfrozen_at is null"),
    )  # fmt: skip
    op.create_index(
        "payments_payment_guaranteed_idx", "payments_payment", ["tenant_id", "paid_at", "id"],
        postgresql_where=sa.text("guaranteed"),
    )  # fmt: skip


def _receiver() -> None:
    op.create_table(
        "payments_receiver",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("appid", sa.Text, nullable=False),
        sa.Column("name_sealed", sa.LargeBinary, nullable=False),
        sa.Column("name_masked", sa.Text, nullable=False),
        sa.Column("relation", sa.Text, nullable=False),
        sa.Column("custom_relation", sa.Text, nullable=False),
        sa.Column("standing_bp", sa.SmallInteger, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("error", sa.Text),
        _at("told_at"),
        _at("created_at", nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="payments_receiver_pkey"),
        sa.CheckConstraint("kind in ('MERCHANT_ID', 'PERSONAL_OPENID')", name="payments_receiver_kind_check"),
        sa.CheckConstraint("standing_bp between 0 and 3000", name="payments_receiver_standing_check"),
        sa.CheckConstraint("state in ('active', 'removed')", name="payments_receiver_state_check"),
    )
    op.create_index(
        "payments_receiver_account_key", "payments_receiver", ["tenant_id", "kind", "account"], unique=True,
        postgresql_where=sa.text("state = 'active'"),
    )  # fmt: skip
    protect("payments_receiver")


def _claim() -> None:
    op.create_table(
        "payments_claim",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("order_id", sa.Uuid, nullable=False),
        sa.Column("payment_id", sa.Uuid, nullable=False),
        sa.Column("receiver_id", sa.Uuid, nullable=False),
        _fen("amount_fen"),
        _fen("due_fen", nullable=True),
        _fen("returned_fen", default="0"),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("error", sa.Text),
        sa.Column("wechat_order_id", sa.Text),
        _at("created_at", nullable=False),
        _at("ended_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="payments_claim_pkey"),
        sa.CheckConstraint("amount_fen > 0", name="payments_claim_amount_check"),
        sa.CheckConstraint(
            "returned_fen >= 0 and returned_fen <= coalesce(due_fen, 0) and coalesce(due_fen, 0) <= amount_fen",
            name="payments_claim_due_check",
        ),
        sa.CheckConstraint(
            "state in ('registered', 'sharing', 'shared', 'failed', 'void')",
            name="payments_claim_state_check",
        ),
    )
    op.create_index("payments_claim_key_key", "payments_claim", ["tenant_id", "key"], unique=True)
    op.create_index("payments_claim_order_idx", "payments_claim", ["tenant_id", "order_id"])
    op.create_index("payments_claim_receiver_idx", "payments_claim", ["tenant_id", "receiver_id", "state"])
    protect("payments_claim")


def _release() -> None:
    op.create_table(
        "payments_release",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("payment_id", sa.Uuid, nullable=False),
        sa.Column("order_id", sa.Uuid, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("base_fen", sa.BigInteger),
        sa.Column("error", sa.Text),
        sa.Column("tries", sa.SmallInteger, nullable=False, server_default=sa.text("0")),
        _at("next_try_at"),
        _at("created_at", nullable=False),
        _at("ended_at"),
        sa.PrimaryKeyConstraint("tenant_id", "payment_id", name="payments_release_pkey"),
        sa.CheckConstraint(
            "state in ('requested', 'sharing', 'unfreezing', 'released', 'failed')",
            name="payments_release_state_check",
        ),
    )
    op.create_index(
        "payments_release_try_idx", "payments_release", ["tenant_id", "next_try_at"],
        postgresql_where=sa.text("state in ('requested', 'sharing', 'unfreezing')"),
    )  # fmt: skip
    protect("payments_release")


def _return() -> None:
    op.create_table(
        "payments_return",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("refund_id", sa.Uuid, nullable=False),
        sa.Column("claim_id", sa.Uuid, nullable=False),
        sa.Column("order_id", sa.Uuid, nullable=False),
        _fen("amount_fen"),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("wechat_return_id", sa.Text),
        sa.Column("error", sa.Text),
        sa.Column("tries", sa.SmallInteger, nullable=False, server_default=sa.text("0")),
        _at("next_try_at"),
        _at("created_at", nullable=False),
        _at("ended_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="payments_return_pkey"),
        sa.CheckConstraint("amount_fen > 0", name="payments_return_amount_check"),
        sa.CheckConstraint(
            "state in ('requested', 'succeeded', 'failed')", name="payments_return_state_check"
        ),
    )
    op.create_index(
        "payments_return_refund_key", "payments_return", ["tenant_id", "refund_id", "claim_id"], unique=True
    )
    op.create_index("payments_return_claim_idx", "payments_return", ["tenant_id", "claim_id"])
    op.create_index(
        "payments_return_try_idx", "payments_return", ["tenant_id", "next_try_at"],
        postgresql_where=sa.text("state = 'requested'"),
    )  # fmt: skip
    protect("payments_return")
