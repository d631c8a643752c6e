"""Verbs of catalog: products, categories, files in."""

from lianyi.catalog.actions.categories import (
    create_category,
    delete_category,
    order_categories,
    update_category,
)
from lianyi.catalog.actions.imports import (
    advance_import,
    begin_import,
    finish_import,
    import_work,
    keep_import,
)
from lianyi.catalog.actions.products import (
    create_product,
    delete_product,
    lock_skus,
    record_deals,
    set_shelf,
    shelve_due,
    show_sold,
    show_sold_out,
    update_product,
)

__all__ = [
    "advance_import", "begin_import", "create_category", "create_product", "delete_category", "delete_product",
    "finish_import", "import_work", "keep_import", "lock_skus", "order_categories", "record_deals", "set_shelf",
    "shelve_due", "show_sold", "show_sold_out", "update_category", "update_product",
]  # fmt: skip
