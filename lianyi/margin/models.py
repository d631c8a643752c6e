"""Tables of margin."""

from sqlalchemy import BigInteger, CheckConstraint, Column, DateTime, Index, Integer, Text, Uuid

from lianyi.kit.tables import tenant_table

room = tenant_table(
    "margin_room",
    Column("sku_id", Uuid, nullable=False),
    Column("price_fen", BigInteger, nullable=False),
    Column("cost_fen", BigInteger),
    Column("floor_fen", BigInteger, nullable=False),
    Column("claimed_fen", BigInteger, nullable=False),
    Column("checked_at", DateTime(timezone=True), nullable=False),
    key=("sku_id",),
)

claim = tenant_table(
    "margin_claim",
    Column("source_kind", Text, nullable=False),
    Column("source_id", Uuid, nullable=False),
    Column("sku_id", Uuid, nullable=False),
    Column("phase", Text, nullable=False),
    Column("claim_fen", BigInteger, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("pieces", Integer),
    CheckConstraint("claim_fen >= 0", "amount"),
    CheckConstraint("pieces > 0", "pieces"),
    Index("margin_claim_sku_id_idx", "tenant_id", "sku_id"),
    key=("source_kind", "source_id", "sku_id"),
)

loss = tenant_table(
    "margin_loss",
    Column("source_kind", Text, nullable=False),
    Column("source_id", Uuid, nullable=False),
    Column("budget_fen", BigInteger, nullable=False),
    CheckConstraint("budget_fen > 0", "budget"),
    key=("source_kind", "source_id"),
)
