"""Tables of shopkeepers. No column names a parent that could earn: `invited_by` is evidence alone."""

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
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from lianyi.kit.tables import tenant_table


def _at(name: str, *, nullable: bool = True) -> Column[object]:
    return Column(name, DateTime(timezone=True), nullable=nullable)


join = tenant_table(
    "distribution_join",
    Column("ways", ARRAY(Text), nullable=False),
    Column("probation_days", SmallInteger, nullable=False),
    Column("picks_max", SmallInteger, nullable=False),
    Column("pool_all", Boolean, nullable=False),
    Column("grades", JSONB, nullable=False),
    Column("version", Integer, nullable=False),
    _at("changed_at", nullable=False),
    CheckConstraint("ways <@ array['everyone', 'application', 'invitation']", "ways"),
    CheckConstraint("probation_days between 0 and 365", "probation"),
    CheckConstraint("picks_max between 1 and 500", "picks"),
    key=(),
)

agreement = tenant_table(
    "distribution_agreement",
    Column("version", Integer, nullable=False),
    Column("body_zh", Text, nullable=False),
    Column("body_en", Text, nullable=False),
    Column("staff_id", Uuid, nullable=False),
    _at("published_at", nullable=False),
    key=("version",),
)

shopkeeper = tenant_table(
    "distribution_shopkeeper",
    Column("id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("state", Text, nullable=False),
    Column("grade", SmallInteger, nullable=False),
    Column("way", Text, nullable=False),
    Column("invited_by", Uuid),
    Column("invite_id", Uuid),
    Column("agreement_version", Integer, nullable=False),
    _at("adult_declared_at", nullable=False),
    Column("words", Text, nullable=False),
    _at("applied_at", nullable=False),
    _at("decided_at"),
    Column("decided_words", Text, nullable=False, server_default=text("''")),
    _at("started_at"),
    _at("probation_until"),
    _at("suspended_until"),
    Column("suspended_words", Text, nullable=False, server_default=text("''")),
    _at("left_at"),
    Column("shop_name", Text, nullable=False, server_default=text("''")),
    Column("shop_words", Text, nullable=False, server_default=text("''")),
    Column("persona", Text, nullable=False, server_default=text("''")),
    Column("cover_product_id", Uuid),
    _at("graded_at"),  # when own sales were last looked at
    Column("version", Integer, nullable=False, server_default=text("1")),
    CheckConstraint(
        "state in ('applied', 'refused', 'probation', 'active', 'suspended', 'left')", "state"
    ),
    CheckConstraint("grade between 1 and 9", "grade"),
    CheckConstraint("way in ('everyone', 'application', 'invitation')", "way"),
    CheckConstraint("(state = 'left') = (left_at is not null)", "left"),
    CheckConstraint("state = 'suspended' or suspended_until is null", "suspended"),
    CheckConstraint("state not in ('probation', 'active') or started_at is not null", "started"),
    CheckConstraint("invited_by <> id", "invited_by"),
    # one place in the shop a person; whoever left may come back as somebody new
    Index(
        "distribution_shopkeeper_person_id_key", "tenant_id", "person_id", unique=True,
        postgresql_where=text("state <> 'left'"),
    ),
    # every place somebody has or had: what they earned in one they left is theirs in the next
    Index("distribution_shopkeeper_person_idx", "tenant_id", "person_id"),
    Index("distribution_shopkeeper_state_idx", "tenant_id", "state", "applied_at", "id"),
    Index("distribution_shopkeeper_invited_by_idx", "tenant_id", "invited_by"),
    Index(
        "distribution_shopkeeper_probation_idx", "tenant_id", "probation_until",
        postgresql_where=text("state = 'probation'"),
    ),
    Index(
        "distribution_shopkeeper_graded_idx", "tenant_id", text("graded_at nulls first"), "id",
        postgresql_where=text("state in ('probation', 'active')"),
    ),
    Index(
        "distribution_shopkeeper_suspended_idx", "tenant_id", "suspended_until",
        postgresql_where=text("state = 'suspended'"),
    ),
)  # fmt: skip

step = tenant_table(
    "distribution_step",
    Column("seq", BigInteger, Identity(always=True), nullable=False),
    Column("shopkeeper_id", Uuid, nullable=False),
    _at("at", nullable=False),
    Column("state", Text, nullable=False),
    Column("grade", SmallInteger, nullable=False),
    Column("by", Text, nullable=False),
    Column("by_id", Uuid),
    Column("name", Text, nullable=False),
    Column("words", Text, nullable=False),
    CheckConstraint("by in ('person', 'staff', 'system')", "by"),
    Index("distribution_step_shopkeeper_idx", "tenant_id", "shopkeeper_id", "at", "seq"),
    key=("seq",),
)

invite = tenant_table(
    "distribution_invite",
    Column("id", Uuid, nullable=False),
    Column("code", Text, nullable=False),
    Column("shopkeeper_id", Uuid),
    Column("staff_id", Uuid),
    Column("note", Text, nullable=False),
    Column("uses_max", SmallInteger, nullable=False),
    Column("used", SmallInteger, nullable=False, server_default=text("0")),
    _at("created_at", nullable=False),
    _at("expires_at", nullable=False),
    _at("revoked_at"),
    CheckConstraint("used between 0 and uses_max", "used"),
    CheckConstraint("(shopkeeper_id is null) <> (staff_id is null)", "whose"),
    Index("distribution_invite_code_key", "tenant_id", "code", unique=True),
    Index("distribution_invite_created_idx", "tenant_id", text("created_at desc"), text("id desc")),
    Index("distribution_invite_shopkeeper_idx", "tenant_id", "shopkeeper_id"),
)

pool = tenant_table(
    "distribution_pool",
    Column("product_id", Uuid, nullable=False),
    _at("added_at", nullable=False),
    key=("product_id",),
)

pick = tenant_table(
    "distribution_pick",
    Column("shopkeeper_id", Uuid, nullable=False),
    Column("product_id", Uuid, nullable=False),
    Column("place", SmallInteger, nullable=False),
    Column("words", Text, nullable=False),
    _at("picked_at", nullable=False),
    Index("distribution_pick_product_idx", "tenant_id", "product_id"),
    key=("shopkeeper_id", "product_id"),
)
