"""Who shared what, and who came by it."""

from alembic import op

revision = "0014_social"
down_revision = "0013_messages_notices"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
