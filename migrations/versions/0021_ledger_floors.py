"""What is earned may fall below zero by facts that WeChat tells (its fee, a withdrawal); nobody can refuse them."""

from alembic import op

revision = "0021_ledger_floors"
down_revision = "0020_promotions_more"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.execute("update ledger_account set floor_fen = null where purpose = 'earned'")
