"""The tables of messages. A phone is sealed; its blind index differs from tenant to tenant."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Text,
    Uuid,
    text,
)

from lianyi.kit.tables import tenant_table

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
