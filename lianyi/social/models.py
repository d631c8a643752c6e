"""Tables of social. A share is a node and never changes its place; a visit is an edge, one row a visitor and day."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    SmallInteger,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

from lianyi.kit.tables import tenant_table

OPENED = text("opened_at is not null")

share = tenant_table(
    "social_share",
    Column("id", Uuid, nullable=False),
    Column("number", BigInteger, nullable=False),  # what the token spells
    # who made it when it was made, person before visitor: the key of a node stays when a visitor becomes a person
    Column("made_by", Uuid, nullable=False),
    Column("sharer_visitor_id", Uuid),
    Column("sharer_person_id", Uuid),
    Column("target_kind", Text, nullable=False),
    Column("target_id", Uuid),
    Column("campaign_id", Uuid),
    Column("parent_id", Uuid),
    Column("root_id", Uuid, nullable=False),
    Column("depth", SmallInteger, nullable=False),
    Column("channel", Text, nullable=False),
    Column("shows_sharer", Boolean, nullable=False),  # the sharer agreed to stand on it with name and picture
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("opened_at", DateTime(timezone=True)),  # by somebody else, first; until then it is only a prepared one
    CheckConstraint("depth between 0 and 255", name="depth"),
    CheckConstraint("(parent_id is null) = (root_id = id)", name="root"),
    CheckConstraint("parent_id <> id", name="parent"),
    CheckConstraint("channel in ('mini', 'wechat_h5', 'h5')", name="channel"),
    UniqueConstraint("tenant_id", "number"),
    Index(
        "social_share_node_key",
        "tenant_id", "made_by", "target_kind", "target_id", "campaign_id", "parent_id",
        unique=True,
        postgresql_nulls_not_distinct=True,
    ),
    Index("social_share_sharer_visitor_id_idx", "tenant_id", "sharer_visitor_id"),
    Index("social_share_sharer_person_id_idx", "tenant_id", "sharer_person_id", "id"),
    Index("social_share_parent_id_idx", "tenant_id", "parent_id"),
    Index("social_share_campaign_id_idx", "tenant_id", "campaign_id", "id", postgresql_where=OPENED),
    Index("social_share_target_idx", "tenant_id", "target_kind", "target_id", "id", postgresql_where=OPENED),
    Index("social_share_unopened_idx", "tenant_id", "created_at", postgresql_where=text("opened_at is null")),
)  # fmt: skip

visit = tenant_table(
    "social_visit",
    Column("share_id", Uuid, nullable=False),
    Column("visitor_id", Uuid, nullable=False),  # the device; a robot's is made of its name
    Column("day", Date, nullable=False),  # the shop's business day
    Column("person_id", Uuid),
    Column("kind", Text, nullable=False),
    Column("scene", Integer),  # WeChat's number of where it was opened from, of the first time
    Column("channel", Text, nullable=False),
    Column("opens", Integer, nullable=False),
    Column("first_at", DateTime(timezone=True), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column(
        "known_at", DateTime(timezone=True)
    ),  # since when person_id stands here; null in rows older than the column
    CheckConstraint("kind in ('human', 'self', 'robot')", name="kind"),
    CheckConstraint("opens > 0", name="opens"),
    Index("social_visit_visitor_id_idx", "tenant_id", "visitor_id", "at"),
    Index("social_visit_person_id_idx", "tenant_id", "person_id", "at"),
    Index("social_visit_day_idx", "tenant_id", "day"),
    key=("share_id", "visitor_id", "day"),
)

visitor = tenant_table(
    "social_visitor",
    Column("visitor_id", Uuid, nullable=False),
    Column("person_id", Uuid),  # who signed in on this device last
    Column("seen_at", DateTime(timezone=True), nullable=False),
    Column("minute_at", DateTime(timezone=True), nullable=False),
    Column("minute_opens", Integer, nullable=False),
    Index("social_visitor_person_id_idx", "tenant_id", "person_id"),
    Index("social_visitor_seen_at_idx", "tenant_id", "seen_at"),
    key=("visitor_id",),
)
