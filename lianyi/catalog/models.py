"""Tables of catalog."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR

from lianyi.kit.tables import tenant_table

category = tenant_table(
    "catalog_category",
    Column("id", Uuid, nullable=False),
    Column("parent_id", Uuid),
    Column("name", Text, nullable=False),
    Column("icon", Text, nullable=False, server_default=""),
    Column("picture", JSONB),
    Column("position", Integer, nullable=False, server_default="0"),
    Column("shown", Boolean, nullable=False, server_default=text("true")),
    Column("path", ARRAY(Uuid), nullable=False),
    ForeignKeyConstraint(["tenant_id", "parent_id"], ["catalog_category.tenant_id", "catalog_category.id"]),
    CheckConstraint("cardinality(path) between 1 and 3", "depth"),
)
# One name under one parent; the root is a parent too, so the id of nothing stands in for null.
Index(
    "catalog_category_name_idx",
    category.c.tenant_id,
    text("coalesce(parent_id, '00000000-0000-0000-0000-000000000000'::uuid)"),
    category.c.name,
    unique=True,
)

product = tenant_table(
    "catalog_product",
    Column("id", Uuid, nullable=False),
    Column("code", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("subtitle", Text, nullable=False),
    Column("category_id", Uuid),
    Column("brand", Text, nullable=False),
    Column("tags", ARRAY(Text), nullable=False),
    Column("description", Text, nullable=False),
    Column("picture_ids", ARRAY(Uuid), nullable=False),
    Column("options", JSONB, nullable=False),
    Column("return_policy", Text, nullable=False),
    Column("freight_template_id", Uuid),
    Column("state", Text, nullable=False),
    Column("shelf_next", Text),
    Column("shelf_at", DateTime(timezone=True)),
    # The card, kept ready so that a list is one statement on one table.
    Column("picture", JSONB),
    Column("price_fen", BigInteger, nullable=False),
    Column("price_max_fen", BigInteger, nullable=False),
    Column("market_price_fen", BigInteger),
    Column("sold_out", Boolean, nullable=False),
    Column("sold_count", Integer, nullable=False),
    Column("position", Integer, nullable=False),  # higher comes first in the default order
    Column("words", TSVECTOR, nullable=False),
    Column("search_text", Text, nullable=False),
    Column("snapshot_hash", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("listed_at", DateTime(timezone=True)),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("tenant_id", "code"),
    ForeignKeyConstraint(["tenant_id", "category_id"], ["catalog_category.tenant_id", "catalog_category.id"]),
    CheckConstraint("state in ('draft', 'on_shelf', 'off_shelf')", "state"),
    CheckConstraint(
        "return_policy in ('yes', 'excluded_by_law', 'excluded_by_confirmation')", "return_policy"
    ),
    CheckConstraint("price_fen > 0 and price_max_fen >= price_fen", "price"),
    CheckConstraint("(shelf_next is null) = (shelf_at is null)", "shelf"),
    Index("catalog_product_words_idx", "words", postgresql_using="gin"),
    Index(
        "catalog_product_search_idx",
        "search_text",
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
    ),
)
_ON_SHELF = text("state = 'on_shelf'")
Index(
    "catalog_product_default_idx",
    *(product.c.tenant_id, product.c.position.desc(), product.c.id.desc()),
    postgresql_where=_ON_SHELF,
)
Index(
    "catalog_product_newest_idx",
    *(product.c.tenant_id, product.c.listed_at.desc(), product.c.id.desc()),
    postgresql_where=_ON_SHELF,
)
Index(
    "catalog_product_price_idx",
    product.c.tenant_id,
    product.c.price_fen,
    product.c.id,
    postgresql_where=_ON_SHELF,
)
Index(
    "catalog_product_sold_idx",
    *(product.c.tenant_id, product.c.sold_count.desc(), product.c.id.desc()),
    postgresql_where=_ON_SHELF,
)
Index("catalog_product_category_idx", product.c.tenant_id, product.c.category_id, product.c.position)
Index("catalog_product_updated_idx", product.c.tenant_id, product.c.updated_at.desc(), product.c.id.desc())
Index(
    "catalog_product_shelf_idx",
    *(product.c.tenant_id, product.c.shelf_at),
    postgresql_where=text("shelf_at is not null"),
)

sku = tenant_table(
    "catalog_sku",
    Column("id", Uuid, nullable=False),
    Column("product_id", Uuid, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("code", Text, nullable=False),
    Column("option_values", ARRAY(Text), nullable=False),
    Column("option_text", Text, nullable=False),
    Column("price_fen", BigInteger, nullable=False),
    Column("market_price_fen", BigInteger),
    Column("cost_fen", BigInteger),
    Column("weight_g", Integer, nullable=False),
    Column("barcode", Text, nullable=False),
    Column("picture_id", Uuid),
    Column("picture_url", Text),
    Column("active", Boolean, nullable=False),
    # A SKU that left its product stays: orders, stock and price history point at it.
    Column("retired", Boolean, nullable=False, server_default=text("false")),
    UniqueConstraint("tenant_id", "code"),
    ForeignKeyConstraint(["tenant_id", "product_id"], ["catalog_product.tenant_id", "catalog_product.id"]),
    CheckConstraint("price_fen > 0", "price"),
    CheckConstraint("market_price_fen is null or market_price_fen > price_fen", "market_price"),
    CheckConstraint("weight_g >= 0 and (cost_fen is null or cost_fen >= 0)", "positive"),
    Index("catalog_sku_product_idx", "tenant_id", "product_id", "seq"),
)

price_history = tenant_table(
    "catalog_price_history",
    Column("id", Uuid, nullable=False),
    Column("sku_id", Uuid, nullable=False),
    Column("venue", Text, nullable=False),
    Column("price_fen", BigInteger, nullable=False),
    Column("from_at", DateTime(timezone=True), nullable=False),
    Column("by_id", Uuid),
    # No foreign key: a draft may be deleted, history may not.
    CheckConstraint("price_fen > 0", "price"),
    Index("catalog_price_history_sku_idx", "tenant_id", "sku_id", "venue", "from_at"),
)

# What was really paid, per SKU, venue and business day: the base of a lawful former price.
deal = tenant_table(
    "catalog_deal",
    Column("sku_id", Uuid, nullable=False),
    Column("venue", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("lowest_fen", BigInteger, nullable=False),
    Column("last_fen", BigInteger, nullable=False),
    Column("quantity", Integer, nullable=False),
    ForeignKeyConstraint(["tenant_id", "sku_id"], ["catalog_sku.tenant_id", "catalog_sku.id"]),
    key=("sku_id", "venue", "day"),
)

# Pieces that were paid for and do not stand on their product's row yet.
sold = tenant_table(
    "catalog_sold",
    Column("product_id", Uuid, nullable=False),
    Column("pieces", Integer, nullable=False),
    CheckConstraint("pieces > 0", "pieces"),
    key=("product_id",),
)

snapshot = tenant_table(
    "catalog_snapshot",
    Column("sha256", Text, nullable=False),
    Column("content", JSONB, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    key=("sha256",),
)

import_file = tenant_table(
    "catalog_import",
    Column("id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("dry_run", Boolean, nullable=False),
    Column("rows_total", Integer, nullable=False, server_default="0"),
    Column("rows_done", Integer, nullable=False, server_default="0"),
    Column("rows_created", Integer, nullable=False, server_default="0"),
    Column("rows_updated", Integer, nullable=False, server_default="0"),
    Column("rows_failed", Integer, nullable=False, server_default="0"),
    Column("errors", JSONB, nullable=False, server_default=text("'[]'::jsonb")),
    Column("by_id", Uuid),
    Column("data", LargeBinary),  # the file itself until it is done, so that a killed worker can go on
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("finished_at", DateTime(timezone=True)),
    CheckConstraint("state in ('queued', 'running', 'done', 'refused')", "state"),
    Index("catalog_import_created_idx", "tenant_id", "created_at", "id"),
)
