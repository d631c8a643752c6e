"""Orders, their lines, history, parcels and refunds."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from tenancy import protect

revision = "0009_orders"
down_revision = "0008_inventory"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    # One sequence for all shops: the number scatters it, so that nobody reads a volume from it.
    op.execute("create sequence orders_number_seq")
    op.execute("grant usage on sequence orders_number_seq to app")
    _order()
    _order_keys()
    _line()
    _line_keys()
    _event()
    _event_keys()
    _parcel()
    _parcel_keys()
    _refund()
    _refund_keys()


def _order() -> None:
    op.create_table(
        "orders_order",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("quote_id", sa.Uuid, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("close_reason", sa.Text),
        sa.Column("goods_fen", sa.BigInteger, nullable=False),
        sa.Column("freight_fen", sa.BigInteger, nullable=False),
        sa.Column("adjust_fen", sa.BigInteger, nullable=False),
        sa.Column("payable_fen", sa.BigInteger, nullable=False),
        sa.Column("granted_fen", sa.BigInteger, server_default=sa.text("0"), nullable=False),
        sa.Column("granted_freight_fen", sa.BigInteger, server_default=sa.text("0"), nullable=False),
        sa.Column("refunded_fen", sa.BigInteger, server_default=sa.text("0"), nullable=False),
        sa.Column("item_count", sa.Integer, nullable=False),
        sa.Column("receiver_sealed", sa.LargeBinary),
        sa.Column("receiver_masked", sa.Text, nullable=False),
        sa.Column("phone_masked", sa.Text, nullable=False),
        sa.Column("phone_last4", sa.Text, nullable=False),
        sa.Column("phone_blind", sa.LargeBinary),
        sa.Column("name_blind", sa.LargeBinary),
        sa.Column("province", sa.Text, nullable=False),
        sa.Column("city", sa.Text, nullable=False),
        sa.Column("district", sa.Text, nullable=False),
        sa.Column("region_code", sa.Text, nullable=False),
        sa.Column("search_words", postgresql.ARRAY(sa.Text), nullable=False),
        sa.Column("terms_version", sa.Text, nullable=False),
        sa.Column("buyer_note", sa.Text, nullable=False),
        sa.Column("staff_note", sa.Text, server_default=sa.text("''"), nullable=False),
        sa.Column("flag", sa.SmallInteger, server_default=sa.text("0"), nullable=False),
        sa.Column("alarm", sa.Text),
        sa.Column("refund_request_id", sa.Uuid),
        sa.Column("person_left", sa.Boolean, server_default=sa.text("false"), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pay_deadline_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("close_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("close_tries", sa.SmallInteger, server_default=sa.text("0"), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True)),
        sa.Column("pay_method", sa.Text),
        sa.Column("payment_id", sa.Uuid),
        sa.Column("transaction_id", sa.Text),
        sa.Column("ship_by_at", sa.DateTime(timezone=True)),
        sa.Column("shipped_at", sa.DateTime(timezone=True)),
        sa.Column("received_at", sa.DateTime(timezone=True)),
        sa.Column("completed_at", sa.DateTime(timezone=True)),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("auto_receive_at", sa.DateTime(timezone=True)),
        sa.Column("complete_at", sa.DateTime(timezone=True)),
        sa.Column("urged_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer, server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint(
            "(state = 'closed') = (close_reason is not null)", name="orders_order_closed_why_check"
        ),
        sa.CheckConstraint(
            "state in ('awaiting_payment', 'to_ship', 'shipped', 'received', 'completed', 'closed')",
            name="orders_order_state_check",
        ),
        sa.CheckConstraint("flag between 0 and 5", name="orders_order_flag_check"),
        sa.CheckConstraint(
            "goods_fen + freight_fen + adjust_fen = payable_fen", name="orders_order_sum_check"
        ),
        sa.CheckConstraint("granted_fen between 0 and payable_fen", name="orders_order_granted_check"),
        sa.CheckConstraint(
            "granted_freight_fen between 0 and freight_fen", name="orders_order_granted_freight_check"
        ),
        sa.CheckConstraint(
            "payable_fen > 0 and freight_fen >= 0 and goods_fen + adjust_fen >= 0",
            name="orders_order_positive_check",
        ),
        sa.CheckConstraint("refunded_fen between 0 and granted_fen", name="orders_order_refunded_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="orders_order_pkey"),
    )


def _order_keys() -> None:
    op.create_index(
        "orders_order_alarm_idx",
        "orders_order",
        ["tenant_id", "alarm"],
        postgresql_where=sa.text("alarm is not null"),
    )
    op.create_index(
        "orders_order_auto_receive_idx",
        "orders_order",
        ["tenant_id", "auto_receive_at"],
        postgresql_where=sa.text("state = 'shipped'"),
    )
    op.create_index(
        "orders_order_close_try_idx",
        "orders_order",
        ["tenant_id", "close_try_at"],
        postgresql_where=sa.text("state = 'awaiting_payment'"),
    )
    op.create_index(
        "orders_order_complete_idx",
        "orders_order",
        ["tenant_id", "complete_at"],
        postgresql_where=sa.text("state = 'received'"),
    )
    op.create_index("orders_order_name_blind_idx", "orders_order", ["tenant_id", "name_blind"])
    op.create_index("orders_order_number_key", "orders_order", ["tenant_id", "number"], unique=True)
    op.create_index(
        "orders_order_paid_idx",
        "orders_order",
        ["tenant_id", "paid_at"],
        postgresql_where=sa.text("paid_at is not null"),
    )
    op.create_index(
        "orders_order_person_idx",
        "orders_order",
        ["tenant_id", "person_id", sa.text("placed_at desc"), sa.text("id desc")],
    )
    op.create_index(
        "orders_order_person_left_idx",
        "orders_order",
        ["tenant_id", "id"],
        postgresql_where=sa.text("person_left and receiver_sealed is not null"),
    )
    op.create_index("orders_order_phone_blind_idx", "orders_order", ["tenant_id", "phone_blind"])
    op.create_index("orders_order_phone_last4_idx", "orders_order", ["tenant_id", "phone_last4"])
    op.create_index(
        "orders_order_placed_idx",
        "orders_order",
        ["tenant_id", sa.text("placed_at desc"), sa.text("id desc")],
    )
    op.create_index("orders_order_quote_id_key", "orders_order", ["tenant_id", "quote_id"], unique=True)
    op.create_index("orders_order_search_words_idx", "orders_order", ["search_words"], postgresql_using="gin")
    op.create_index(
        "orders_order_state_idx",
        "orders_order",
        ["tenant_id", "state", sa.text("placed_at desc"), sa.text("id desc")],
    )
    protect("orders_order")


def _line() -> None:
    op.create_table(
        "orders_line",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("order_id", sa.Uuid, nullable=False),
        sa.Column("seq", sa.SmallInteger, nullable=False),
        sa.Column("sku_id", sa.Uuid, nullable=False),
        sa.Column("product_id", sa.Uuid, nullable=False),
        sa.Column("sku_code", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("option_text", sa.Text, nullable=False),
        sa.Column("picture_url", sa.Text),
        sa.Column("price_fen", sa.BigInteger, nullable=False),
        sa.Column("quantity", sa.Integer, nullable=False),
        sa.Column("amount_fen", sa.BigInteger, nullable=False),
        sa.Column("freight_share_fen", sa.BigInteger, nullable=False),
        sa.Column("adjust_share_fen", sa.BigInteger, nullable=False),
        sa.Column("shipped_quantity", sa.Integer, server_default=sa.text("0"), nullable=False),
        sa.Column("refunded_quantity", sa.Integer, server_default=sa.text("0"), nullable=False),
        sa.Column("refunded_fen", sa.BigInteger, server_default=sa.text("0"), nullable=False),
        sa.Column("snapshot_hash", sa.Text, nullable=False),
        sa.Column("return_policy", sa.Text, nullable=False),
        sa.Column("no_return_confirmed_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(
            "quantity > 0 and amount_fen = price_fen * quantity", name="orders_line_amount_check"
        ),
        sa.CheckConstraint(
            "refunded_fen between 0 and amount_fen + adjust_share_fen", name="orders_line_refunded_check"
        ),
        sa.CheckConstraint(
            "shipped_quantity >= 0 and refunded_quantity >= 0 and shipped_quantity + refunded_quantity <= quantity",
            name="orders_line_units_check",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="orders_line_pkey"),
    )


def _line_keys() -> None:
    op.create_index(
        "orders_line_order_id_seq_key", "orders_line", ["tenant_id", "order_id", "seq"], unique=True
    )
    op.create_index("orders_line_product_id_idx", "orders_line", ["tenant_id", "product_id"])
    protect("orders_line")


def _event() -> None:
    op.create_table(
        "orders_event",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("order_id", sa.Uuid, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("actor_kind", sa.Text, nullable=False),
        sa.Column("actor_id", sa.Uuid),
        sa.Column("actor_name", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("data", postgresql.JSONB, nullable=False),
        sa.Column("seq", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="orders_event_pkey"),
    )


def _event_keys() -> None:
    op.create_index("orders_event_order_id_idx", "orders_event", ["tenant_id", "order_id", "seq"])
    protect("orders_event")


def _parcel() -> None:
    op.create_table(
        "orders_parcel",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("order_id", sa.Uuid, nullable=False),
        sa.Column("carrier_code", sa.Text, nullable=False),
        sa.Column("tracking_no", sa.Text, nullable=False),
        sa.Column("lines", postgresql.JSONB, nullable=False),
        sa.Column("shipped_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wechat_state", sa.Text, nullable=False),
        sa.Column("wechat_error", sa.Text),
        sa.Column("wechat_uploads", sa.SmallInteger, server_default=sa.text("0"), nullable=False),
        sa.Column("wechat_tries", sa.SmallInteger, server_default=sa.text("0"), nullable=False),
        sa.Column("wechat_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seq", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.CheckConstraint(
            "wechat_state in ('pending', 'uploaded', 'failed', 'not_needed')",
            name="orders_parcel_wechat_state_check",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="orders_parcel_pkey"),
    )


def _parcel_keys() -> None:
    op.create_index(
        "orders_parcel_order_id_tracking_no_key",
        "orders_parcel",
        ["tenant_id", "order_id", "tracking_no"],
        unique=True,
    )
    op.create_index("orders_parcel_tracking_no_idx", "orders_parcel", ["tenant_id", "tracking_no"])
    op.create_index(
        "orders_parcel_wechat_due_idx",
        "orders_parcel",
        ["tenant_id", "wechat_try_at"],
        postgresql_where=sa.text("wechat_state = 'pending'"),
    )
    op.create_index(
        "orders_parcel_wechat_failed_idx",
        "orders_parcel",
        ["tenant_id", "id"],
        postgresql_where=sa.text("wechat_state = 'failed'"),
    )
    protect("orders_parcel")


def _refund() -> None:
    op.create_table(
        "orders_refund",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("order_id", sa.Uuid, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("lines", postgresql.JSONB, nullable=False),
        sa.Column("freight_fen", sa.BigInteger, nullable=False),
        sa.Column("amount_fen", sa.BigInteger, nullable=False),
        sa.Column("payment_ref", sa.Text),
        sa.Column("money_id", sa.Uuid, nullable=False),
        sa.Column("failed_for_good", sa.Boolean, server_default=sa.text("false"), nullable=False),
        sa.Column("note", sa.Text, server_default=sa.text("''"), nullable=False),
        sa.Column("error", sa.Text),
        sa.Column("decided_by", sa.Uuid),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("by in ('shopper', 'staff', 'system')", name="orders_refund_by_check"),
        sa.CheckConstraint(
            "state in ('requested', 'processing', 'succeeded', 'failed', 'rejected', 'withdrawn')",
            name="orders_refund_state_check",
        ),
        sa.CheckConstraint("amount_fen >= 0 and freight_fen >= 0", name="orders_refund_positive_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="orders_refund_pkey"),
    )


def _refund_keys() -> None:
    op.create_index(
        "orders_refund_created_idx",
        "orders_refund",
        ["tenant_id", sa.text("created_at desc"), sa.text("id desc")],
    )
    op.create_index(
        "orders_refund_finished_idx",
        "orders_refund",
        ["tenant_id", "finished_at"],
        postgresql_where=sa.text("state = 'succeeded'"),
    )
    op.create_index("orders_refund_money_id_key", "orders_refund", ["tenant_id", "money_id"], unique=True)
    op.create_index("orders_refund_order_id_idx", "orders_refund", ["tenant_id", "order_id", "created_at"])
    op.create_index(
        "orders_refund_payment_ref_key",
        "orders_refund",
        ["tenant_id", "payment_ref"],
        unique=True,
        postgresql_where=sa.text("payment_ref is not null"),
    )
    op.create_index(
        "orders_refund_state_idx",
        "orders_refund",
        ["tenant_id", "state", sa.text("created_at desc"), sa.text("id desc")],
    )
    protect("orders_refund")
