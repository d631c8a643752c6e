"""Pay-outs: what was asked for, which commissions it pays, its steps, its batch, the shop's limits."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Index,
    Integer,
    SmallInteger,
    Text,
    Uuid,
    text,
)

from lianyi.kit.tables import tenant_table

STATES = (
    "state in ('review', 'ready', 'sending', 'confirming', 'paying', 'cancelling', 'sharing', 'paid', 'failed', "
    "'cancelled', 'refused')"
)
OPEN = "state in ('review', 'ready', 'sending', 'confirming', 'paying', 'cancelling') and path = 'transfer'"


def _at(name: str, *, nullable: bool = True) -> Column[object]:
    return Column(name, DateTime(timezone=True), nullable=nullable)


def _fen(name: str) -> Column[object]:
    return Column(name, BigInteger, nullable=False)


payout = tenant_table(
    "distribution_payout",
    Column("id", Uuid, nullable=False),
    Column("shopkeeper_id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("path", Text, nullable=False),
    Column("state", Text, nullable=False),
    _fen("gross_fen"),
    _fen("fee_fen"),
    _fen("tax_fen"),
    _fen("net_fen"),
    Column("appid", Text, nullable=False),
    Column("openid", Text, nullable=False),
    Column("mchid", Text),
    Column("batch_id", Uuid),
    Column("order_id", Uuid),
    Column("wechat_state", Text),
    Column("bill_no", Text),
    Column("package_info", Text),
    _at("confirm_until"),
    Column("error", Text),
    Column("reason", Text),
    Column("tries", SmallInteger, nullable=False, server_default=text("0")),
    _at("next_try_at"),
    _at("requested_at", nullable=False),
    _at("sent_at"),
    _at("ended_at"),
    CheckConstraint(STATES, name="state"),
    CheckConstraint("path in ('transfer', 'sharing')", name="path"),
    CheckConstraint("gross_fen > 0 and tax_fen >= 0 and fee_fen >= 0 and net_fen >= 0", name="amounts"),
    CheckConstraint("gross_fen = net_fen + tax_fen + fee_fen", name="sum"),
    CheckConstraint("(order_id is null) = (path = 'transfer')", name="order"),
    # One transfer at a time: the tax of the next one stands on what became of this one.
    Index("distribution_payout_open_key", "tenant_id", "shopkeeper_id", unique=True, postgresql_where=text(OPEN)),
    Index("distribution_payout_order_idx", "tenant_id", "order_id", postgresql_where=text("order_id is not null")),
    Index("distribution_payout_paid_idx", "tenant_id", "ended_at", postgresql_where=text("state = 'paid'")),
    Index("distribution_payout_keeper_idx", "tenant_id", "shopkeeper_id", "requested_at", "id"),
    Index("distribution_payout_state_idx", "tenant_id", "state", "requested_at", "id"),
    Index("distribution_payout_sent_idx", "tenant_id", "sent_at", postgresql_where=text("sent_at is not null")),
    Index(
        "distribution_payout_try_idx", "tenant_id", "next_try_at",
        postgresql_where=text("state in ('sending', 'confirming', 'paying', 'cancelling')"),
    ),
)  # fmt: skip

item = tenant_table(
    "distribution_payout_item",
    Column("payout_id", Uuid, nullable=False),
    Column("commission_id", Uuid, nullable=False),
    _fen("amount_fen"),
    CheckConstraint("amount_fen <> 0", name="amount"),
    Index("distribution_payout_item_commission_idx", "tenant_id", "commission_id"),
    key=("payout_id", "commission_id"),
)

step = tenant_table(
    "distribution_payout_step",
    Column("id", Uuid, nullable=False),
    Column("payout_id", Uuid, nullable=False),
    Column("state", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("words", Text, nullable=False),
    _at("at", nullable=False),
    CheckConstraint(STATES, name="state"),
    Index("distribution_payout_step_payout_idx", "tenant_id", "payout_id", "id"),
)

batch = tenant_table(
    "distribution_payout_batch",
    Column("id", Uuid, nullable=False),
    Column("count", Integer, nullable=False),
    _fen("net_fen"),
    Column("asked_by", Text, nullable=False),
    _at("sent_at", nullable=False),
    CheckConstraint("count > 0", name="count"),
    Index("distribution_payout_batch_sent_idx", "tenant_id", "sent_at", "id"),
)

setting = tenant_table(
    "distribution_payout_setting",
    Column("path", Text, nullable=False),
    Column("strategy", Text, nullable=False),
    _fen("min_fen"),
    _fen("max_fen"),
    _fen("day_fen"),
    Column("day_count", SmallInteger, nullable=False),
    _fen("month_fen"),
    _fen("auto_below_fen"),
    _fen("fee_fen"),
    Column("fee_bp", SmallInteger, nullable=False),
    _fen("batch_day_fen"),
    Column("job_title", Text, nullable=False),
    _at("updated_at", nullable=False),
    CheckConstraint("path in ('transfer', 'sharing')", name="path"),
    CheckConstraint("strategy in ('once', 'cumulative')", name="strategy"),
    key=(),
)

notice = tenant_table(
    "distribution_transfer_notice",
    Column("id", Text, nullable=False),
    Column("event", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    _at("at", nullable=False),
    Index("distribution_transfer_notice_at_idx", "tenant_id", "at"),
)
