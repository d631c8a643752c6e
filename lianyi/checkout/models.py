"""Tables of checkout."""

from sqlalchemy import Boolean, CheckConstraint, Column, DateTime, Index, Integer, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from lianyi.kit.tables import tenant_table

cart_line = tenant_table(
    "checkout_cart_line",
    Column("person_id", Uuid, nullable=False),
    Column("sku_id", Uuid, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("selected", Boolean, nullable=False),
    Column("added_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("quantity between 1 and 999", "quantity"),
    key=("person_id", "sku_id"),
)

quote = tenant_table(
    "checkout_quote",
    Column("id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("source", Text, nullable=False),
    Column("address_id", Uuid),
    Column("sums", JSONB, nullable=False),
    Column("terms_version", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("order_id", Uuid),
    CheckConstraint("source in ('cart', 'direct')", "source"),
    Index("checkout_quote_expires_at_idx", "tenant_id", "expires_at"),
)
