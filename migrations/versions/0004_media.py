"""The tables of media."""

revision = "0004_media"
down_revision = "0003_messages"


def upgrade() -> None:
    pass
