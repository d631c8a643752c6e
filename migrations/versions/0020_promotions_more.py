"""What an order of a campaign may still be given back by rule: held of the budget until it is known."""

import sqlalchemy as sa
from alembic import op

revision = "0020_promotions_more"
down_revision = "0019_content"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.add_column(
        "promotions_claim", sa.Column("more_fen", sa.BigInteger, nullable=False, server_default="0")
    )
    op.create_check_constraint("promotions_claim_more_check", "promotions_claim", "more_fen >= 0")
