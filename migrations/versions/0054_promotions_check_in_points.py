"""Check-ins may be paid in points of the members' ledger."""

import sqlalchemy as sa
from alembic import op

revision = "0054_promotions_check_in_points"
down_revision = "0053_promotions_packets_helped"

DAY = "promotions_check_in_day"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.add_column(DAY, sa.Column("points", sa.BigInteger, nullable=False, server_default="0"))
    op.create_check_constraint(
        f"{DAY}_points_check", DAY, "points >= 0 and (points = 0 or (fen = 0 and made_up is null))"
    )
