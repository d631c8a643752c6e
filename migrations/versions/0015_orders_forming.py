"""Orders that are paid and wait for their team."""

from alembic import op

revision = "0015_orders_forming"
down_revision = "0014_social"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
