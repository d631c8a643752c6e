"""Reconciliation reads the ledger by time alone: every day, and every hour while a day is not explained."""

from alembic import op

revision = "0027_ledger_by_time"
down_revision = "0026_identity_approvals"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.create_index("ledger_transfer_at_idx", "ledger_transfer", ["tenant_id", "at", "id"])
