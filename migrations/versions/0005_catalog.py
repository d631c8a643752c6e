"""The tables of catalog."""

revision = "0005_catalog"
down_revision = "0004_media"


def upgrade() -> None:
    pass
