"""Complaints at WeChat: the cases, what was said, what was answered, the refunds that came of them, callbacks seen."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from tenancy import protect

revision = "0024_trust_complaints"
down_revision = "0023_trust_aftersales"

COMPLAINT = "trust_complaint"
WORD = "trust_complaint_word"
ACT = "trust_complaint_act"
REFUND = "trust_complaint_refund"
NOTICE = "trust_complaint_notice"
WATCH = "trust_complaint_watch"


def _at(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    _complaint()
    _word()
    _act()
    _beside()


def _complaint() -> None:
    op.create_table(
        COMPLAINT,
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("wechat_id", sa.Text, nullable=False),
        sa.Column("wechat_state", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("order_id", sa.Uuid),
        sa.Column("person_id", sa.Uuid),
        sa.Column("transaction_id", sa.Text, nullable=False),
        sa.Column("amount_fen", sa.BigInteger, nullable=False),
        sa.Column("apply_refund_fen", sa.BigInteger),
        sa.Column("problem_type", sa.Text, nullable=False),
        sa.Column("problem", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("pictures", postgresql.JSONB, nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary),
        sa.Column("phone_last4", sa.Text),
        sa.Column("user_waits", sa.Boolean, nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
        sa.Column("full_refunded", sa.Boolean, nullable=False),
        sa.Column("verdict", sa.Text),
        _at("created_at", nullable=False),
        _at("begun_at", nullable=False),
        _at("replied_at"),
        _at("due_at"),
        sa.Column("due_for", sa.Text),
        _at("finish_due_at"),
        _at("finished_at"),
        _at("asked_at", nullable=False),
        sa.CheckConstraint("source in ('pay', 'mini')", name=f"{COMPLAINT}_source_check"),
        sa.CheckConstraint("state in ('open', 'waiting', 'finished')", name=f"{COMPLAINT}_state_check"),
        sa.CheckConstraint("verdict in ('approved', 'rejected')", name=f"{COMPLAINT}_verdict_check"),
        sa.CheckConstraint("due_for in ('reply', 'finish', 'step')", name=f"{COMPLAINT}_due_for_check"),
        sa.CheckConstraint("(due_at is null) = (due_for is null)", name=f"{COMPLAINT}_due_check"),
        sa.CheckConstraint(
            "(state = 'finished') = (finished_at is not null) and (state <> 'finished' or due_at is null)",
            name=f"{COMPLAINT}_finished_check",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=f"{COMPLAINT}_pkey"),
    )
    op.create_index(f"{COMPLAINT}_wechat_key", COMPLAINT, ["tenant_id", "source", "wechat_id"], unique=True)
    op.create_index(
        f"{COMPLAINT}_due_idx", COMPLAINT, ["tenant_id", "due_at", "id"],
        postgresql_where=sa.text("state <> 'finished'"),
    )  # fmt: skip
    op.create_index(
        f"{COMPLAINT}_asked_idx", COMPLAINT, ["tenant_id", "asked_at"],
        postgresql_where=sa.text("state <> 'finished'"),
    )  # fmt: skip
    op.create_index(
        f"{COMPLAINT}_finished_idx", COMPLAINT, ["tenant_id", sa.text("finished_at desc"), sa.text("id desc")],
        postgresql_where=sa.text("state = 'finished'"),
    )  # fmt: skip
    op.create_index(f"{COMPLAINT}_order_idx", COMPLAINT, ["tenant_id", "order_id"])
    op.create_index(f"{COMPLAINT}_person_idx", COMPLAINT, ["tenant_id", "person_id"])
    protect(COMPLAINT)


def _word() -> None:
    op.create_table(
        WORD,
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("complaint_id", sa.Uuid, nullable=False),
        sa.Column("log_id", sa.Text, nullable=False),
        _at("at", nullable=False),
        sa.Column("side", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("pictures", postgresql.JSONB, nullable=False),
        sa.CheckConstraint("side in ('shopper', 'merchant', 'wechat')", name=f"{WORD}_side_check"),
        sa.PrimaryKeyConstraint("tenant_id", "complaint_id", "log_id", name=f"{WORD}_pkey"),
    )
    protect(WORD)


def _act() -> None:
    op.create_table(
        ACT,
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("complaint_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("days", sa.SmallInteger),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("once_key", sa.Text, nullable=False),
        sa.Column("staff_id", sa.Uuid, nullable=False),
        sa.Column("staff_name", sa.Text, nullable=False),
        sa.Column("error", sa.Text),
        sa.Column("tries", sa.SmallInteger, nullable=False, server_default=sa.text("0")),
        _at("next_try_at"),
        _at("created_at", nullable=False),
        _at("ended_at"),
        sa.CheckConstraint(
            "kind in ('reply', 'approve', 'reject', 'complete', 'accept', 'dispute', 'proof', 'refund_proof', 'appeal')",
            name=f"{ACT}_kind_check",
        ),
        sa.CheckConstraint("state in ('asked', 'done', 'refused')", name=f"{ACT}_state_check"),
        sa.CheckConstraint("(state = 'asked') = (next_try_at is not null)", name=f"{ACT}_try_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=f"{ACT}_pkey"),
    )
    op.create_index(f"{ACT}_once_key", ACT, ["tenant_id", "once_key"], unique=True)
    op.create_index(
        f"{ACT}_asked_key",
        ACT,
        ["tenant_id", "complaint_id"],
        unique=True,
        postgresql_where=sa.text("state = 'asked'"),
    )
    op.create_index(f"{ACT}_complaint_idx", ACT, ["tenant_id", "complaint_id", "created_at"])
    op.create_index(
        f"{ACT}_try_idx", ACT, ["tenant_id", "next_try_at"], postgresql_where=sa.text("state = 'asked'")
    )
    protect(ACT)


def _beside() -> None:
    op.create_table(
        REFUND,
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("complaint_id", sa.Uuid, nullable=False),
        sa.Column("refund_id", sa.Uuid, nullable=False),
        _at("at", nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "complaint_id", "refund_id", name=f"{REFUND}_pkey"),
    )
    op.create_index(f"{REFUND}_refund_idx", REFUND, ["tenant_id", "refund_id"])
    protect(REFUND)
    op.create_table(
        NOTICE,
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("wechat_id", sa.Text, nullable=False),
        _at("at", nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=f"{NOTICE}_pkey"),
    )
    op.create_index(f"{NOTICE}_at_idx", NOTICE, ["tenant_id", "at"])
    protect(NOTICE)
    op.create_table(
        WATCH,
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("mchid", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("error", sa.Text),
        sa.Column("tries", sa.SmallInteger, nullable=False),
        _at("registered_at"),
        _at("listed_at"),
        _at("next_at", nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", name=f"{WATCH}_pkey"),
    )
    protect(WATCH)
