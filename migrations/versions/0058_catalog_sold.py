"""What was sold gathers in a row of its own before it is counted on its product's, which stands in eleven indexes."""

import sqlalchemy as sa
from alembic import op
from tenancy import protect

revision = "0058_catalog_sold"
down_revision = "0057_promotions_coupon_words"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.create_table(
        "catalog_sold",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("product_id", sa.Uuid, nullable=False),
        sa.Column("pieces", sa.Integer, nullable=False),
        sa.CheckConstraint("pieces > 0", name="catalog_sold_pieces_check"),
        sa.PrimaryKeyConstraint("tenant_id", "product_id", name="catalog_sold_pkey"),
    )
    protect("catalog_sold")
