"""Since when it is known who opened a share: an anonymous opening counts for somebody from their sign-in on."""

import sqlalchemy as sa
from alembic import op

revision = "0030_social_known"
down_revision = "0029_distribution_bindings"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.add_column("social_visit", sa.Column("known_at", sa.DateTime(timezone=True)))
