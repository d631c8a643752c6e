"""The tables of orders."""

revision = "0009_orders"
down_revision = "0008_inventory"


def upgrade() -> None:
    pass
