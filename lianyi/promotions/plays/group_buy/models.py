"""Tables of group buy. The checks say what no program error may break."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    SmallInteger,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from lianyi.kit.tables import tenant_table

TEAM = "promotions_group_buy_team"
SEAT = "promotions_group_buy_seat"
STEP = "promotions_group_buy_step"

team = tenant_table(
    TEAM,
    Column("id", Uuid, nullable=False),
    Column("campaign_id", Uuid, nullable=False),
    Column("sku_id", Uuid, nullable=False),
    Column("product_id", Uuid, nullable=False),
    Column("leader_person_id", Uuid),
    Column("state", Text, nullable=False),
    Column("need", SmallInteger, nullable=False),
    Column("people_max", SmallInteger, nullable=False),
    Column("taken", SmallInteger, nullable=False),
    Column("joined", SmallInteger, nullable=False),
    Column("topped_up", SmallInteger, nullable=False, server_default=text("0")),
    Column("merged_into", Uuid),
    Column("price_fen", BigInteger, nullable=False),
    Column("rules", JSONB, nullable=False),
    Column("closes_at", DateTime(timezone=True), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("opened_at", DateTime(timezone=True)),
    Column("expires_at", DateTime(timezone=True)),
    Column("finished_at", DateTime(timezone=True)),
    CheckConstraint("state in ('pending', 'forming', 'filled', 'failed', 'void')", "state"),
    CheckConstraint("need between 2 and people_max and people_max <= 100", "people"),
    CheckConstraint(
        "0 <= joined and joined <= taken and 0 <= topped_up and taken + topped_up <= people_max", "seats"
    ),
    CheckConstraint("price_fen > 0", "price"),
    CheckConstraint(
        "state not in ('forming', 'filled', 'failed') or (opened_at is not null and expires_at is not null)",
        "opened",
    ),
    CheckConstraint("(state in ('filled', 'failed', 'void')) = (finished_at is not null)", "finished"),
    CheckConstraint("merged_into is null or state = 'void'", "merged"),
    Index(
        f"{TEAM}_forming_idx", "tenant_id", "campaign_id", "sku_id", "opened_at", "id",
        postgresql_where=text("state = 'forming'"),
    ),
    Index(f"{TEAM}_due_idx", "tenant_id", "expires_at", postgresql_where=text("state = 'forming'")),
    Index(f"{TEAM}_campaign_idx", "tenant_id", "campaign_id", text("created_at desc"), text("id desc")),
    Index(f"{TEAM}_created_idx", "tenant_id", text("created_at desc"), text("id desc")),
    Index(f"{TEAM}_product_idx", "tenant_id", "product_id", "opened_at"),
)  # fmt: skip

seat = tenant_table(
    SEAT,
    Column("id", Uuid, nullable=False),
    Column("team_id", Uuid, nullable=False),
    Column("campaign_id", Uuid, nullable=False),
    Column("order_id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("state", Text, nullable=False),
    Column("leader", Boolean, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("price_fen", BigInteger, nullable=False),
    Column("held_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("joined_at", DateTime(timezone=True)),
    Column("ended_at", DateTime(timezone=True)),
    Column("moved_from", Uuid),
    Column("share_id", Uuid),
    # two records turned out to be one person: both seats were paid for in good faith and both stay
    Column("doubled", Boolean, nullable=False, server_default=text("false")),
    CheckConstraint("state in ('held', 'in', 'left', 'released', 'refunded')", "state"),
    CheckConstraint("quantity > 0 and price_fen > 0", "price"),
    CheckConstraint("state <> 'in' or joined_at is not null", "joined"),
    Index(f"{SEAT}_order_id_key", "tenant_id", "order_id", unique=True),
    Index(
        f"{SEAT}_person_once_key", "tenant_id", "team_id", "person_id", unique=True,
        postgresql_where=text("state in ('held', 'in') and not doubled"),
    ),
    Index(
        f"{SEAT}_held_once_key", "tenant_id", "campaign_id", "person_id", unique=True,
        postgresql_where=text("state = 'held' and not doubled"),
    ),
    Index(f"{SEAT}_team_idx", "tenant_id", "team_id", "held_at"),
    Index(f"{SEAT}_moved_idx", "tenant_id", "moved_from"),
    Index(f"{SEAT}_person_idx", "tenant_id", "person_id", text("held_at desc"), text("id desc")),
)  # fmt: skip

step = tenant_table(
    STEP,
    Column("id", Uuid, nullable=False),
    Column("team_id", Uuid, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("kind", Text, nullable=False),
    Column("seat_id", Uuid),
    Column("data", JSONB, nullable=False),
    Column("seq", BigInteger, Identity(always=True), nullable=False),
    Index(f"{STEP}_team_idx", "tenant_id", "team_id", "seq"),
)
