"""An order that comes to nothing: paid by its discounts when it is placed, and by no payment ever."""

from alembic import op

revision = "0050_orders_free"
down_revision = "0049_distribution_releases"

ORDER = "orders_order"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.drop_constraint(f"{ORDER}_positive_check", ORDER, type_="check")
    op.create_check_constraint(
        f"{ORDER}_positive_check",
        ORDER,
        "payable_fen >= 0 and freight_fen >= 0 and goods_fen + adjust_fen >= 0",
    )
    op.create_check_constraint(
        f"{ORDER}_free_check",
        ORDER,
        "(payable_fen = 0) = (pay_method is not distinct from 'free') and (payable_fen > 0 or paid_at is not null)",
    )
