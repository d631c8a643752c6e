"""Tables of supply."""

from sqlalchemy import Boolean, CheckConstraint, Column, DateTime, Integer, Text, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from lianyi.kit.tables import tenant_table

freight_template = tenant_table(
    "supply_freight_template",
    Column("id", Uuid, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("rules", JSONB, nullable=False),
    Column("is_default", Boolean, nullable=False, server_default=text("false")),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("tenant_id", "name"),
    CheckConstraint("kind in ('by_weight', 'by_piece', 'free')", "kind"),
)
