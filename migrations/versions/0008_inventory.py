"""The tables of inventory."""

revision = "0008_inventory"
down_revision = "0007_payments"


def upgrade() -> None:
    pass
