"""Tables of storefront."""

from sqlalchemy import Column, DateTime, Index, Integer, SmallInteger, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from lianyi.kit.tables import tenant_table

home = tenant_table(
    "storefront_home",
    Column("one", SmallInteger, nullable=False),  # one home a tenant: always 1
    Column("content", JSONB, nullable=False),
    Column("version", Integer, nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    key=("one",),
)

favourite = tenant_table(
    "storefront_favourite",
    Column("person_id", Uuid, nullable=False),
    Column("product_id", Uuid, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Index("storefront_favourite_at_idx", "tenant_id", "person_id", "at", "product_id"),
    key=("person_id", "product_id"),
)

footprint = tenant_table(
    "storefront_footprint",
    Column("person_id", Uuid, nullable=False),
    Column("product_id", Uuid, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Index("storefront_footprint_at_idx", "tenant_id", "person_id", "at", "product_id"),
    key=("person_id", "product_id"),
)
