"""Worst-case claims per SKU and the room they may take."""

from alembic import op

revision = "0016_margin"
down_revision = "0015_orders_forming"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
