"""The home a merchant arranged, favourites, footprints."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from tenancy import protect

revision = "0012_storefront"
down_revision = "0011_checkout"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    _favourite()
    _footprint()
    _home()


def _favourite() -> None:
    op.create_table(
        "storefront_favourite",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("product_id", sa.Uuid, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "person_id", "product_id", name="storefront_favourite_pkey"),
    )
    op.create_index(
        "storefront_favourite_at_idx", "storefront_favourite", ["tenant_id", "person_id", "at", "product_id"]
    )
    protect("storefront_favourite")


def _footprint() -> None:
    op.create_table(
        "storefront_footprint",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("product_id", sa.Uuid, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "person_id", "product_id", name="storefront_footprint_pkey"),
    )
    op.create_index(
        "storefront_footprint_at_idx", "storefront_footprint", ["tenant_id", "person_id", "at", "product_id"]
    )
    protect("storefront_footprint")


def _home() -> None:
    op.create_table(
        "storefront_home",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("one", sa.SmallInteger, nullable=False),
        sa.Column("content", postgresql.JSONB, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "one", name="storefront_home_pkey"),
    )
    protect("storefront_home")
