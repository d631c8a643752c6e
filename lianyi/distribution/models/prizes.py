"""Prizes in money: what campaigns owe people, and the transfer that was asked for last."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Index,
    SmallInteger,
    Text,
    Uuid,
    text,
)

from lianyi.kit.tables import tenant_table

PRIZE = "distribution_prize"

prize = tenant_table(
    PRIZE,
    Column("id", Uuid, nullable=False),
    Column("campaign_id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("title", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("gross_fen", BigInteger, nullable=False),
    Column("tax_fen", BigInteger, nullable=False),
    Column("net_fen", BigInteger, nullable=False),
    Column("transfer_id", Uuid),
    Column("month", Date),
    Column("appid", Text),
    Column("openid", Text),
    Column("mchid", Text),
    Column("wechat_state", Text),
    Column("bill_no", Text),
    Column("package_info", Text),
    Column("confirm_until", DateTime(timezone=True)),
    Column("error", Text),
    Column("reason", Text),
    Column("tries", SmallInteger, nullable=False, server_default=text("0")),
    Column("next_try_at", DateTime(timezone=True)),
    Column("due_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("sent_at", DateTime(timezone=True)),
    Column("ended_at", DateTime(timezone=True)),
    CheckConstraint("state in ('waiting', 'sending', 'confirming', 'paying', 'paid', 'lapsed')", name="state"),
    CheckConstraint("tax_fen >= 0 and net_fen > 0 and gross_fen = tax_fen + net_fen", name="sum"),
    CheckConstraint("state in ('waiting', 'lapsed') or transfer_id is not null", name="transfer"),
    Index(f"{PRIZE}_transfer_key", "tenant_id", "transfer_id", unique=True,
          postgresql_where=text("transfer_id is not null")),
    Index(f"{PRIZE}_person_idx", "tenant_id", "person_id", "due_at", "id"),
    Index(f"{PRIZE}_state_idx", "tenant_id", "state", "due_at", "id"),
    Index(f"{PRIZE}_try_idx", "tenant_id", "next_try_at",
          postgresql_where=text("state in ('sending', 'confirming', 'paying')")),
    Index(f"{PRIZE}_expiry_idx", "tenant_id", "expires_at", postgresql_where=text("state = 'waiting'")),
)  # fmt: skip
