"""The tables of messages. A phone is sealed; its blind index differs from tenant to tenant."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from lianyi.kit.tables import tenant_table


def _at(name: str, *, nullable: bool = True) -> Column[object]:
    return Column(name, DateTime(timezone=True), nullable=nullable)


def _count(name: str) -> Column[object]:
    return Column(name, Integer, nullable=False, server_default=text("0"))


sms = tenant_table(
    "messages_sms",
    Column("id", Uuid, nullable=False),
    Column("phone_sealed", LargeBinary, nullable=False),
    Column("phone_blind", LargeBinary, nullable=False),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("error", Text),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("sent_at", DateTime(timezone=True)),
    CheckConstraint("state in ('sending', 'sent', 'failed')", name="state"),
    Index("messages_sms_created_at_idx", "tenant_id", "created_at"),
    Index("messages_sms_phone_blind_idx", "tenant_id", "phone_blind"),
)

login_code = tenant_table(
    "messages_login_code",
    Column("phone_blind", LargeBinary, nullable=False),
    Column("code_hash", LargeBinary, nullable=False),
    Column("tries", SmallInteger, nullable=False, server_default=text("0")),
    Column("sent_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("day", Text, nullable=False),
    Column("day_count", Integer, nullable=False),
    CheckConstraint("tries <= 5", name="tries"),
    Index("messages_login_code_sent_at_idx", "tenant_id", "sent_at"),
    key=("phone_blind",),
)

notice = tenant_table(
    "messages_notice",
    Column("id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("page", Text, nullable=False),
    Column("data", JSONB, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text),
    Column("errcode", Integer),
    Column("app", Text),
    Column("template_id", Text),
    Column("budget_day", Date),
    Column("msg_id", Text),
    Column("tries", SmallInteger, nullable=False, server_default=text("0")),
    _at("created_at", nullable=False),
    _at("try_at"),
    _at("until_at"),
    _at("sent_at"),
    _at("read_at"),
    CheckConstraint("state in ('queued', 'waiting', 'sending', 'sent', 'skipped', 'failed')", name="state"),
    CheckConstraint("app in ('mini', 'official')", name="app"),
    CheckConstraint("(try_at is not null) = (state in ('queued', 'waiting', 'sending'))", name="due"),
    Index("messages_notice_kind_key_key", "tenant_id", "kind", "key", unique=True),
    Index("messages_notice_person_id_idx", "tenant_id", "person_id", "id"),
    Index("messages_notice_state_idx", "tenant_id", "state", "id"),
    Index("messages_notice_created_at_idx", "tenant_id", "created_at"),
    Index("messages_notice_try_at_idx", "tenant_id", "try_at", postgresql_where=text("try_at is not null")),
)

# One accept is one message. The client and the push tell of the same accepts, so the greater count is the true one.
consent = tenant_table(
    "messages_consent",
    Column("person_id", Uuid, nullable=False),
    Column("app", Text, nullable=False),
    Column("template_id", Text, nullable=False),
    _count("by_client"),
    _count("by_push"),
    _count("used"),
    _at("updated_at", nullable=False),
    CheckConstraint("app in ('mini', 'official')", name="app"),
    CheckConstraint("used >= 0 and used <= greatest(by_client, by_push)", name="used"),
    key=("person_id", "app", "template_id"),
)

budget = tenant_table(
    "messages_budget",
    Column("person_id", Uuid, nullable=False),
    Column("day", Date, nullable=False),
    Column("spent", SmallInteger, nullable=False),
    CheckConstraint("spent >= 0", name="spent"),
    Index("messages_budget_day_idx", "tenant_id", "day"),
    key=("person_id", "day"),
)

# A row says that the person turned the kind off.
switch = tenant_table(
    "messages_switch",
    Column("person_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    _at("off_at", nullable=False),
    key=("person_id", "kind"),
)

kind = tenant_table(
    "messages_kind",
    Column("code", Text, nullable=False),
    Column("is_on", Boolean, nullable=False),
    Column("mini_template_id", Text),
    Column("mini_keys", JSONB),
    Column("official_template_id", Text),
    Column("official_keys", JSONB),
    _at("updated_at", nullable=False),
    key=("code",),
)

setting = tenant_table(
    "messages_setting",
    Column("quiet_from", SmallInteger, nullable=False),
    Column("quiet_to", SmallInteger, nullable=False),
    Column("daily_budget", SmallInteger, nullable=False),
    _at("updated_at", nullable=False),
    CheckConstraint(
        "quiet_from between 0 and 1439 and quiet_to between 0 and 1439 and daily_budget between 0 and 100",
        name="ranges",
    ),
    key=(),
)
