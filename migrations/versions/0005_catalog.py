"""Categories, products, SKUs, their prices over time, snapshots of pages as sold, files in."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from tenancy import append_only, protect

revision = "0005_catalog"
down_revision = "0004_media"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    _category()
    _import()
    _price_history()
    _snapshot()
    _product()
    _sku()
    _deal()


def _category() -> None:
    op.create_table(
        "catalog_category",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("parent_id", sa.Uuid),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("icon", sa.Text, server_default="", nullable=False),
        sa.Column("picture", postgresql.JSONB),
        sa.Column("position", sa.Integer, server_default="0", nullable=False),
        sa.Column("shown", sa.Boolean, server_default=sa.text("true"), nullable=False),
        sa.Column("path", postgresql.ARRAY(sa.Uuid), nullable=False),
        sa.CheckConstraint("cardinality(path) between 1 and 3", name="catalog_category_depth_check"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "parent_id"],
            ["catalog_category.tenant_id", "catalog_category.id"],
            name="catalog_category_tenant_id_parent_id_fkey",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="catalog_category_pkey"),
    )
    op.create_index(
        "catalog_category_name_idx",
        "catalog_category",
        [
            "tenant_id",
            sa.literal_column("coalesce(parent_id, '00000000-0000-0000-0000-000000000000'::uuid)"),
            "name",
        ],
        unique=True,
    )
    protect("catalog_category")


def _import() -> None:
    op.create_table(
        "catalog_import",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("dry_run", sa.Boolean, nullable=False),
        sa.Column("rows_total", sa.Integer, server_default="0", nullable=False),
        sa.Column("rows_done", sa.Integer, server_default="0", nullable=False),
        sa.Column("rows_created", sa.Integer, server_default="0", nullable=False),
        sa.Column("rows_updated", sa.Integer, server_default="0", nullable=False),
        sa.Column("rows_failed", sa.Integer, server_default="0", nullable=False),
        sa.Column("errors", postgresql.JSONB, server_default=sa.text("'[]'::jsonb"), nullable=False),
        sa.Column("by_id", sa.Uuid),
        sa.Column("data", sa.LargeBinary),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(
            "state in ('queued', 'running', 'done', 'refused')", name="catalog_import_state_check"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="catalog_import_pkey"),
    )
    op.create_index("catalog_import_created_idx", "catalog_import", ["tenant_id", "created_at", "id"])
    protect("catalog_import")


def _price_history() -> None:
    op.create_table(
        "catalog_price_history",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("sku_id", sa.Uuid, nullable=False),
        sa.Column("venue", sa.Text, nullable=False),
        sa.Column("price_fen", sa.BigInteger, nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid),
        sa.CheckConstraint("price_fen > 0", name="catalog_price_history_price_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="catalog_price_history_pkey"),
    )
    op.create_index(
        "catalog_price_history_sku_idx", "catalog_price_history", ["tenant_id", "sku_id", "venue", "from_at"]
    )
    protect("catalog_price_history")
    append_only("catalog_price_history")


def _snapshot() -> None:
    op.create_table(
        "catalog_snapshot",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("content", postgresql.JSONB, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "sha256", name="catalog_snapshot_pkey"),
    )
    protect("catalog_snapshot")
    append_only("catalog_snapshot")


def _product() -> None:
    op.create_table(
        "catalog_product",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("subtitle", sa.Text, nullable=False),
        sa.Column("category_id", sa.Uuid),
        sa.Column("brand", sa.Text, nullable=False),
        sa.Column("tags", postgresql.ARRAY(sa.Text), nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("picture_ids", postgresql.ARRAY(sa.Uuid), nullable=False),
        sa.Column("options", postgresql.JSONB, nullable=False),
        sa.Column("return_policy", sa.Text, nullable=False),
        sa.Column("freight_template_id", sa.Uuid),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("shelf_next", sa.Text),
        sa.Column("shelf_at", sa.DateTime(timezone=True)),
        sa.Column("picture", postgresql.JSONB),
        sa.Column("price_fen", sa.BigInteger, nullable=False),
        sa.Column("price_max_fen", sa.BigInteger, nullable=False),
        sa.Column("market_price_fen", sa.BigInteger),
        sa.Column("sold_out", sa.Boolean, nullable=False),
        sa.Column("sold_count", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("words", postgresql.TSVECTOR, nullable=False),
        sa.Column("search_text", sa.Text, nullable=False),
        sa.Column("snapshot_hash", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("listed_at", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "return_policy in ('yes', 'excluded_by_law', 'excluded_by_confirmation')",
            name="catalog_product_return_policy_check",
        ),
        sa.CheckConstraint("state in ('draft', 'on_shelf', 'off_shelf')", name="catalog_product_state_check"),
        sa.CheckConstraint("(shelf_next is null) = (shelf_at is null)", name="catalog_product_shelf_check"),
        sa.CheckConstraint(
            "price_fen > 0 and price_max_fen >= price_fen", name="catalog_product_price_check"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "category_id"],
            ["catalog_category.tenant_id", "catalog_category.id"],
            name="catalog_product_tenant_id_category_id_fkey",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="catalog_product_pkey"),
        sa.UniqueConstraint("tenant_id", "code", name="catalog_product_tenant_id_code_key"),
    )
    op.create_index(
        "catalog_product_category_idx", "catalog_product", ["tenant_id", "category_id", "position"]
    )
    op.create_index(
        "catalog_product_default_idx",
        "catalog_product",
        ["tenant_id", sa.literal_column("position DESC"), sa.literal_column("id DESC")],
        postgresql_where=sa.text("state = 'on_shelf'"),
    )
    op.create_index(
        "catalog_product_newest_idx",
        "catalog_product",
        ["tenant_id", sa.literal_column("listed_at DESC"), sa.literal_column("id DESC")],
        postgresql_where=sa.text("state = 'on_shelf'"),
    )
    op.create_index(
        "catalog_product_price_idx",
        "catalog_product",
        ["tenant_id", "price_fen", "id"],
        postgresql_where=sa.text("state = 'on_shelf'"),
    )
    op.create_index(
        "catalog_product_search_idx",
        "catalog_product",
        ["search_text"],
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
    )
    op.create_index(
        "catalog_product_shelf_idx",
        "catalog_product",
        ["tenant_id", "shelf_at"],
        postgresql_where=sa.text("shelf_at is not null"),
    )
    op.create_index(
        "catalog_product_sold_idx",
        "catalog_product",
        ["tenant_id", sa.literal_column("sold_count DESC"), sa.literal_column("id DESC")],
        postgresql_where=sa.text("state = 'on_shelf'"),
    )
    op.create_index(
        "catalog_product_updated_idx",
        "catalog_product",
        ["tenant_id", sa.literal_column("updated_at DESC"), sa.literal_column("id DESC")],
    )
    op.create_index("catalog_product_words_idx", "catalog_product", ["words"], postgresql_using="gin")
    protect("catalog_product")


def _sku() -> None:
    op.create_table(
        "catalog_sku",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("product_id", sa.Uuid, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("option_values", postgresql.ARRAY(sa.Text), nullable=False),
        sa.Column("option_text", sa.Text, nullable=False),
        sa.Column("price_fen", sa.BigInteger, nullable=False),
        sa.Column("market_price_fen", sa.BigInteger),
        sa.Column("cost_fen", sa.BigInteger),
        sa.Column("weight_g", sa.Integer, nullable=False),
        sa.Column("barcode", sa.Text, nullable=False),
        sa.Column("picture_id", sa.Uuid),
        sa.Column("picture_url", sa.Text),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("retired", sa.Boolean, server_default=sa.text("false"), nullable=False),
        sa.CheckConstraint(
            "market_price_fen is null or market_price_fen > price_fen", name="catalog_sku_market_price_check"
        ),
        sa.CheckConstraint("price_fen > 0", name="catalog_sku_price_check"),
        sa.CheckConstraint(
            "weight_g >= 0 and (cost_fen is null or cost_fen >= 0)", name="catalog_sku_positive_check"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "product_id"],
            ["catalog_product.tenant_id", "catalog_product.id"],
            name="catalog_sku_tenant_id_product_id_fkey",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="catalog_sku_pkey"),
        sa.UniqueConstraint("tenant_id", "code", name="catalog_sku_tenant_id_code_key"),
    )
    op.create_index("catalog_sku_product_idx", "catalog_sku", ["tenant_id", "product_id", "seq"])
    protect("catalog_sku")


def _deal() -> None:
    op.create_table(
        "catalog_deal",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("sku_id", sa.Uuid, nullable=False),
        sa.Column("venue", sa.Text, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("lowest_fen", sa.BigInteger, nullable=False),
        sa.Column("last_fen", sa.BigInteger, nullable=False),
        sa.Column("quantity", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "sku_id"],
            ["catalog_sku.tenant_id", "catalog_sku.id"],
            name="catalog_deal_tenant_id_sku_id_fkey",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "sku_id", "venue", "day", name="catalog_deal_pkey"),
    )
    protect("catalog_deal")
