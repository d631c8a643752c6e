"""The tables of checkout."""

revision = "0011_checkout"
down_revision = "0010_supply"


def upgrade() -> None:
    pass
