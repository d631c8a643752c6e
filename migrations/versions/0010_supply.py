"""The tables of supply."""

revision = "0010_supply"
down_revision = "0009_orders"


def upgrade() -> None:
    pass
