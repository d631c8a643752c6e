"""Teams and seats of group buying."""

from alembic import op

revision = "0018_promotions_group_buy"
down_revision = "0017_promotions"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
