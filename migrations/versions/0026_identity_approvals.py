"""Acts that wait for a second person, who settles before they count, and the audit found by act and by person."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.tenancy import protect

revision = "0026_identity_approvals"
down_revision = "0025_reconciliation_bills"

STATES = "'waiting', 'approved', 'refused', 'withdrawn', 'expired', 'failed'"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.add_column("identity_staff", sa.Column("settles_at", sa.DateTime(timezone=True)))
    op.add_column("identity_staff", sa.Column("settles_role", sa.Text()))
    op.create_check_constraint(
        "identity_staff_settles_check", "identity_staff", "settles_role is null or settles_at is not null"
    )
    op.create_index("identity_audit_act_idx", "identity_audit", ["tenant_id", "act", "id"])
    op.create_index("identity_audit_staff_id_idx", "identity_audit", ["tenant_id", "staff_id", "id"])
    _approvals()


def _approvals() -> None:
    op.create_table(
        "identity_approval",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("subject_staff_id", sa.Uuid(), nullable=True),
        sa.Column("before", postgresql.JSONB(), nullable=True),
        sa.Column("after", postgresql.JSONB(), nullable=True),
        sa.Column("payload_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_account", sa.Uuid(), nullable=False),
        sa.Column("asked_name", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), server_default=sa.text("'waiting'"), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_account", sa.Uuid(), nullable=True),
        sa.Column("decided_name", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("failed_zh", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("failed_en", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.CheckConstraint(f"state in ({STATES})", name="identity_approval_state_check"),
        sa.CheckConstraint(
            "(state = 'waiting') = (payload_sealed is not null)", name="identity_approval_payload_check"
        ),
        sa.CheckConstraint(
            "state not in ('approved', 'refused', 'failed') "
            "or (decided_account is not null and decided_account <> asked_account and decided_by <> asked_by)",
            name="identity_approval_two_people_check",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="identity_approval_pkey"),
    )
    op.create_index(
        "identity_approval_subject_key", "identity_approval", ["tenant_id", "kind", "subject"],
        unique=True, postgresql_where=sa.text("state = 'waiting'"),
    )  # fmt: skip
    op.create_index(
        "identity_approval_expires_at_idx", "identity_approval", ["tenant_id", "expires_at"],
        postgresql_where=sa.text("state = 'waiting'"),
    )  # fmt: skip
    protect("identity_approval")
