"""The metadata of all tables, and the shape a tenant's table has: tenant_id first in its primary key."""

from sqlalchemy import Column, MetaData, PrimaryKeyConstraint, Table, Uuid
from sqlalchemy.schema import SchemaItem

metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pkey",
        "ix": "%(table_name)s_%(column_0_N_name)s_idx",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "ck": "%(table_name)s_%(constraint_name)s_check",
        "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
    }
)

TENANT_TABLES: set[str] = set()


def tenant_table(name: str, *items: SchemaItem, key: tuple[str, ...] = ("id",)) -> Table:
    """A table under row-level security: adds `tenant_id` and makes (tenant_id, *key) the primary key."""
    TENANT_TABLES.add(name)
    tenant: Column[object] = Column("tenant_id", Uuid, nullable=False)
    return Table(name, metadata, tenant, *items, PrimaryKeyConstraint("tenant_id", *key))


def global_table(name: str, *items: SchemaItem) -> Table:
    """A table that belongs to no tenant; docs/decisions names each with its reason."""
    return Table(name, metadata, *items)
