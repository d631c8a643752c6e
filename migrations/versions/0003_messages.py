"""The tables of messages."""

revision = "0003_messages"
down_revision = "0002_identity"


def upgrade() -> None:
    pass
