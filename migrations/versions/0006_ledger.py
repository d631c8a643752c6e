"""The tables of ledger."""

revision = "0006_ledger"
down_revision = "0005_catalog"


def upgrade() -> None:
    pass
