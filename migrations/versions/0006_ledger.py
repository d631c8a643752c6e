"""The ledger: accounts and transfers; history that nobody can edit."""

import sqlalchemy as sa
from alembic import op
from tenancy import append_only, protect

revision = "0006_ledger"
down_revision = "0005_catalog"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.create_table(
        "ledger_account",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("owner_kind", sa.Text, nullable=False),
        sa.Column("owner_id", sa.Uuid, nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("posted_fen", sa.BigInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("held_fen", sa.BigInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("floor_fen", sa.BigInteger),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="ledger_account_pkey"),
        sa.CheckConstraint(
            "floor_fen is null or posted_fen - held_fen >= floor_fen", name="ledger_account_floor_check"
        ),
        sa.CheckConstraint("held_fen >= 0", name="ledger_account_held_check"),
    )
    protect("ledger_account")
    op.create_table(
        "ledger_transfer",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("source_id", sa.Uuid, nullable=False),
        sa.Column("target_id", sa.Uuid, nullable=False),
        sa.Column("amount_fen", sa.BigInteger, nullable=False),
        sa.Column("subject_kind", sa.Text, nullable=False),
        sa.Column("subject_id", sa.Uuid, nullable=False),
        sa.Column("memo", sa.Text, nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("pending_id", sa.Uuid),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="ledger_transfer_pkey"),
        sa.CheckConstraint("amount_fen > 0", name="ledger_transfer_amount_check"),
        sa.CheckConstraint("source_id <> target_id", name="ledger_transfer_two_accounts_check"),
        sa.CheckConstraint(
            "stage in ('posted', 'pending', 'captured', 'voided')", name="ledger_transfer_stage_check"
        ),
        sa.CheckConstraint(
            "(pending_id is null) = (stage in ('posted', 'pending'))", name="ledger_transfer_pending_check"
        ),
    )
    op.create_index("ledger_transfer_key_key", "ledger_transfer", ["tenant_id", "key"], unique=True)
    op.create_index(
        "ledger_transfer_pending_key", "ledger_transfer", ["tenant_id", "pending_id"], unique=True
    )
    op.create_index(
        "ledger_transfer_subject_idx", "ledger_transfer", ["tenant_id", "subject_kind", "subject_id", "at"]
    )
    op.create_index("ledger_transfer_source_idx", "ledger_transfer", ["tenant_id", "source_id", "at", "id"])
    op.create_index("ledger_transfer_target_idx", "ledger_transfer", ["tenant_id", "target_id", "at", "id"])
    protect("ledger_transfer")
    op.execute("revoke update, delete on ledger_transfer from app")
    append_only("ledger_transfer")
