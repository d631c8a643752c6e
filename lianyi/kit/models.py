"""Kit's own tables. They belong to no tenant: the relay and the job runner serve all of them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Identity,
    Index,
    LargeBinary,
    SmallInteger,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from lianyi.kit.tables import global_table, tenant_table

outbox = global_table(
    "kit_outbox",
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("tenant_id", Uuid, nullable=False),
    Column("subject", Text, nullable=False),
    Column("shard", SmallInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("payload", JSONB, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("parked", Boolean, nullable=False, server_default=text("false")),
    Column("attempts", SmallInteger, nullable=False, server_default=text("0")),
    Column("retry_at", DateTime(timezone=True)),
    Column("error", Text),
    Index("kit_outbox_ready_idx", "shard", "id", postgresql_where=text("not parked")),
    Index("kit_outbox_parked_idx", "tenant_id", "subject", "id", postgresql_where=text("parked")),
)

idempotency = tenant_table(
    "kit_idempotency",
    Column("key", Text, nullable=False),
    Column("input_hash", LargeBinary, nullable=False),
    Column("status", SmallInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Index("kit_idempotency_at_idx", "tenant_id", "at"),
    key=("key",),
)
