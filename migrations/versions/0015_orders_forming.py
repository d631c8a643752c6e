"""Orders that are paid and wait for their team; money given once under a key."""

import sqlalchemy as sa
from alembic import op

revision = "0015_orders_forming"
down_revision = "0014_social"

STATES = "'awaiting_payment', 'forming', 'to_ship', 'shipped', 'received', 'completed', 'closed'"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.add_column("orders_order", sa.Column("waits", sa.Boolean, nullable=False, server_default="false"))
    op.drop_constraint("orders_order_state_check", "orders_order", type_="check")
    op.create_check_constraint("orders_order_state_check", "orders_order", f"state in ({STATES})")
    op.create_check_constraint(
        "orders_order_forming_check", "orders_order", "state <> 'forming' or (waits and ship_by_at is null)"
    )
    op.add_column("orders_refund", sa.Column("once_key", sa.Text))
    op.create_index(
        "orders_refund_once_key_key",
        "orders_refund",
        ["tenant_id", "order_id", "once_key"],
        unique=True,
        postgresql_where=sa.text("once_key is not null"),
    )
