"""Text messages and login codes."""

import sqlalchemy as sa
from alembic import op
from tenancy import protect

revision = "0003_messages"
down_revision = "0002_identity"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.execute("set local statement_timeout = '60s'")
    _sms()
    _login_code()


def _sms() -> None:
    op.create_table(
        "messages_sms",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("phone_blind", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state in ('sending', 'sent', 'failed')", name="messages_sms_state_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="messages_sms_pkey"),
    )
    op.create_index("messages_sms_created_at_idx", "messages_sms", ["tenant_id", "created_at"], unique=False)
    op.create_index(
        "messages_sms_phone_blind_idx", "messages_sms", ["tenant_id", "phone_blind"], unique=False
    )
    protect("messages_sms")


def _login_code() -> None:
    op.create_table(
        "messages_login_code",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("phone_blind", sa.LargeBinary(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("tries", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("day_count", sa.Integer(), nullable=False),
        sa.CheckConstraint("tries <= 5", name="messages_login_code_tries_check"),
        sa.PrimaryKeyConstraint("tenant_id", "phone_blind", name="messages_login_code_pkey"),
    )
    op.create_index(
        "messages_login_code_sent_at_idx", "messages_login_code", ["tenant_id", "sent_at"], unique=False
    )
    protect("messages_login_code")
