"""Reads of catalog: cards and search, products whole, categories, files in."""

from lianyi.catalog.queries.cards import (
    CardPlace,
    CardRow,
    card_of,
    card_page,
    cards_by_ids,
    cursor_fields,
    cursor_shapes,
    suggest,
)
from lianyi.catalog.queries.categories import CATEGORIES_MAX, categories, category, category_by_path, path_names
from lianyi.catalog.queries.imports import import_progress, imports_page
from lianyi.catalog.queries.prices import SkuWorth, deal_histories, price_history, worth
from lianyi.catalog.queries.products import (
    SkuPlace,
    product,
    product_by_code,
    product_for_shop,
    product_of,
    products_of,
    sellable,
    sku_by_code,
    skus_of_products,
    snapshot,
    snapshot_of,
    taken_codes,
    templates_in_use,
    titles,
)
from lianyi.catalog.queries.tables import (
    ExportRow,
    ProductFilter,
    ProductRow,
    SkuBrief,
    export_rows,
    product_count,
    product_page,
    product_page_by_sold,
    sku_page,
)

__all__ = [
    "CardPlace", "CardRow", "ExportRow", "ProductFilter", "ProductRow", "SkuBrief", "SkuPlace", "SkuWorth", "card_of",
    "CATEGORIES_MAX", "card_page", "cards_by_ids", "categories", "category", "category_by_path", "cursor_fields",
    "cursor_shapes", "deal_histories", "export_rows", "import_progress",
    "imports_page", "path_names", "price_history", "product", "product_by_code", "product_count",
    "product_for_shop", "product_of", "product_page", "product_page_by_sold", "products_of", "sellable",
    "sku_by_code", "sku_page", "skus_of_products", "snapshot", "snapshot_of", "suggest", "taken_codes",
    "templates_in_use", "titles", "worth",
]  # fmt: skip
