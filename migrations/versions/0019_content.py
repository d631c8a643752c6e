"""Cards and posters that were drawn."""

from alembic import op

revision = "0019_content"
down_revision = "0018_promotions_group_buy"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
