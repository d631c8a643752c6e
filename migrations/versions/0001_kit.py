"""The role `app`, the queue, the outbox and the answers kept for idempotency.

`app` cannot bypass row-level security. Where the cluster's administrator made it beforehand, it is used as it is.
"""

import sqlalchemy as sa
from alembic import op
from procrastinate.schema import SchemaManager
from sqlalchemy.dialects import postgresql
from tenancy import allow, protect

revision = "0001_kit"
down_revision = None


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.execute(
        "do $$ begin if not exists (select 1 from pg_roles where rolname = 'app') then "
        "create role app login nosuperuser nobypassrls; end if; end $$"
    )
    op.execute("create extension if not exists pg_trgm")
    op.execute(
        "create function refuse_change() returns trigger language plpgsql as $$ begin "
        "raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation'; end $$"
    )
    _queue()
    op.create_table(
        "kit_outbox",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("shard", sa.SmallInteger, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("payload", postgresql.JSONB, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("parked", sa.Boolean, nullable=False, server_default=sa.text("false")),
        sa.Column("attempts", sa.SmallInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("retry_at", sa.DateTime(timezone=True)),
        sa.Column("error", sa.Text),
    )
    op.create_index(
        "kit_outbox_ready_idx", "kit_outbox", ["shard", "id"], postgresql_where=sa.text("not parked")
    )
    op.create_index(
        "kit_outbox_parked_idx",
        "kit_outbox",
        ["tenant_id", "subject", "id"],
        postgresql_where=sa.text("parked"),
    )
    allow("kit_outbox")
    op.create_table(
        "kit_idempotency",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("input_hash", sa.LargeBinary, nullable=False),
        sa.Column("status", sa.SmallInteger, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "key", name="kit_idempotency_pkey"),
    )
    op.create_index("kit_idempotency_at_idx", "kit_idempotency", ["tenant_id", "at"])
    protect("kit_idempotency")


def _queue() -> None:
    """procrastinate's own schema, as its version in the lock ships it."""
    connection = op.get_bind().connection.driver_connection
    connection.execute(SchemaManager.get_schema())
    for table in ("jobs", "periodic_defers", "events", "workers"):
        allow(f"procrastinate_{table}")
    allow("alembic_version", "select")  # readiness compares it with the newest migration of the code
    op.execute("grant usage on all sequences in schema public to app")
    op.execute("grant execute on all functions in schema public to app")
