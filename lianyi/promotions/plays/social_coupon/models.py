"""Tables of social coupons. The checks say what no program error may break."""

from sqlalchemy import BigInteger, CheckConstraint, Column, DateTime, Index, Integer, Text, Uuid, text

from lianyi.kit.tables import tenant_table

PACK = "promotions_social_coupon_pack"
CLAIM = "promotions_social_coupon_claim"

pack = tenant_table(
    PACK,
    Column("id", Uuid, nullable=False),
    Column("campaign_id", Uuid, nullable=False),
    Column("order_id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    # what the budget holds for it
    Column("grant_id", Uuid),
    Column("pieces", Integer, nullable=False),
    Column("face_fen", BigInteger, nullable=False),
    Column("claimed", Integer, nullable=False, server_default="0"),
    Column("state", Text, nullable=False),
    Column("ended_because", Text),
    Column("opened_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("0 <= claimed and claimed <= pieces", "claimed"),
    CheckConstraint("face_fen > 0", "face"),
    CheckConstraint("state in ('open', 'ended')", "state"),
    CheckConstraint("(state = 'ended') = (ended_because is not null)", "ended"),
    Index(f"{PACK}_order_key", "tenant_id", "order_id", unique=True),
    Index(f"{PACK}_due_idx", "tenant_id", "expires_at", postgresql_where=text("state = 'open'")),
    Index(f"{PACK}_campaign_idx", "tenant_id", "campaign_id", text("opened_at desc"), text("id desc")),
    Index(f"{PACK}_person_idx", "tenant_id", "person_id"),
)

claim = tenant_table(
    CLAIM,
    Column("pack_id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("campaign_id", Uuid, nullable=False),
    Column("run_id", Uuid),
    # held: the frame's run waits for the staff, and nothing is paid before they have looked
    Column("state", Text, nullable=False, server_default="taken"),
    # WeChat's own coupon: asked for, its number once given; null for the shop's
    Column("wechat", Text),
    Column("wechat_coupon_id", Text),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("due_at", DateTime(timezone=True)),
    Column("at", DateTime(timezone=True), nullable=False),
    CheckConstraint("state in ('taken', 'held', 'refused')", "state"),
    CheckConstraint("state = 'taken' or (run_id is null and wechat is null)", "paid"),
    CheckConstraint("wechat in ('waiting', 'given', 'refused')", "wechat"),
    CheckConstraint("(wechat is not distinct from 'given') = (wechat_coupon_id is not null)", "given"),
    CheckConstraint("(wechat is not distinct from 'waiting') = (due_at is not null)", "due"),
    Index(f"{CLAIM}_due_idx", "tenant_id", "due_at", postgresql_where=text("wechat = 'waiting'")),
    Index(f"{CLAIM}_person_idx", "tenant_id", "person_id"),
    Index(f"{CLAIM}_campaign_idx", "tenant_id", "campaign_id"),
    key=("pack_id", "person_id"),
)
