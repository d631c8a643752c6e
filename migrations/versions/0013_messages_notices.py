"""Templates, consent counts, notices and their failures."""

from alembic import op

revision = "0013_messages_notices"
down_revision = "0012_storefront"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
