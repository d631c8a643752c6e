"""Tables of coupons. The checks say what no program error may break."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Index,
    Integer,
    Text,
    Uuid,
    text,
)

from lianyi.kit.tables import tenant_table

PIECE = "promotions_coupon_piece"

piece = tenant_table(
    PIECE,
    Column("id", Uuid, nullable=False),
    Column("campaign_id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    # the how-manieth of its person and campaign; null for what came by another way
    Column("ordinal", Integer),
    # names the act of another campaign that it was given for
    Column("key", Text),
    Column("grant_id", Uuid, nullable=False),
    Column("face_fen", BigInteger, nullable=False),
    Column("discount_fen", BigInteger, nullable=False, server_default="0"),
    Column("state", Text, nullable=False),
    Column("back_on_refund", Boolean, nullable=False),
    Column("grace_days", Integer, nullable=False),
    Column("starts_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    # the order that used it last; a piece that came back keeps it, for who pays late
    Column("order_id", Uuid),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("used_at", DateTime(timezone=True)),
    Column("ended_at", DateTime(timezone=True)),
    Column("reminded_at", DateTime(timezone=True)),
    CheckConstraint("state in ('ready', 'used', 'spent', 'expired')", "state"),
    CheckConstraint("face_fen > 0 and discount_fen between 0 and face_fen", "amounts"),
    CheckConstraint("state <> 'used' or order_id is not null", "used"),
    Index(f"{PIECE}_ordinal_key", "tenant_id", "campaign_id", "person_id", "ordinal", unique=True),
    Index(f"{PIECE}_key_key", "tenant_id", "campaign_id", "key", unique=True, postgresql_where=text("key is not null")),
    Index(f"{PIECE}_person_idx", "tenant_id", "person_id", text("at desc"), text("id desc")),
    Index(f"{PIECE}_campaign_idx", "tenant_id", "campaign_id", text("at desc"), text("id desc")),
    Index(f"{PIECE}_due_idx", "tenant_id", "expires_at", postgresql_where=text("state = 'ready'")),
    Index(f"{PIECE}_order_idx", "tenant_id", "order_id", postgresql_where=text("order_id is not null")),
)  # fmt: skip

count = tenant_table(
    "promotions_coupon_count",
    Column("campaign_id", Uuid, nullable=False),
    Column("issued", Integer, nullable=False),
    CheckConstraint("issued >= 0", "issued"),
    key=("campaign_id",),
)
