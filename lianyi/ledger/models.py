"""Two tables: accounts carry running balances, transfers are history."""

from sqlalchemy import BigInteger, CheckConstraint, Column, DateTime, Index, Text, Uuid, text

from lianyi.kit.tables import tenant_table

account = tenant_table(
    "ledger_account",
    Column("id", Uuid, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("owner_kind", Text, nullable=False),
    Column("owner_id", Uuid, nullable=False),
    Column("currency", Text, nullable=False),
    Column("posted_fen", BigInteger, nullable=False, server_default=text("0")),
    Column("held_fen", BigInteger, nullable=False, server_default=text("0")),
    Column("floor_fen", BigInteger),
    CheckConstraint("floor_fen is null or posted_fen - held_fen >= floor_fen", name="floor"),
    CheckConstraint("held_fen >= 0", name="held"),
)

transfer = tenant_table(
    "ledger_transfer",
    Column("id", Uuid, nullable=False),
    Column("key", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("source_id", Uuid, nullable=False),
    Column("target_id", Uuid, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("subject_kind", Text, nullable=False),
    Column("subject_id", Uuid, nullable=False),
    Column("memo", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("pending_id", Uuid),
    Column("at", DateTime(timezone=True), nullable=False),
    CheckConstraint("amount_fen > 0", name="amount"),
    CheckConstraint("source_id <> target_id", name="two_accounts"),
    CheckConstraint("stage in ('posted', 'pending', 'captured', 'voided')", name="stage"),
    CheckConstraint("(pending_id is null) = (stage in ('posted', 'pending'))", name="pending"),
    Index("ledger_transfer_key_key", "tenant_id", "key", unique=True),
    Index(
        "ledger_transfer_pending_key",
        "tenant_id",
        "pending_id",
        unique=True,
        postgresql_where=text("pending_id is not null"),
    ),
    Index("ledger_transfer_subject_idx", "tenant_id", "subject_kind", "subject_id", "at"),
    Index("ledger_transfer_source_idx", "tenant_id", "source_id", "at", "id"),
    Index("ledger_transfer_target_idx", "tenant_id", "target_id", "at", "id"),
    Index("ledger_transfer_at_idx", "tenant_id", "at", "id"),
    Index(
        "ledger_transfer_reference_idx", "tenant_id", "reference", postgresql_where=text("reference <> ''")
    ),
)
