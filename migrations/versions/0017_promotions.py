"""Campaigns, their goods, budgets, limits and what they have cost."""

from alembic import op

revision = "0017_promotions"
down_revision = "0016_margin"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
