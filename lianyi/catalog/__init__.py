"""Catalog: what the shop sells, how it is found, what it costs and what it used to cost.

Owns: catalog_category, catalog_product, catalog_sku, catalog_price_history, catalog_deal, catalog_sold, catalog_snapshot,
catalog_import.
Words: product (one page), SKU (one combination of its options, with a price), card (a product in a list, kept ready on
its row), snapshot (page and terms under their hash, so that an order can prove what was sold), deal (what was really
paid, the base of a struck-through price).
Always: the SKUs of a product fill its options completely and once; every price a SKU ever had is kept; an edit on an old
version is refused; a struck-through price is lawful or refused.
Hot: card_page: one statement, no join. sellable: one statement.
Called by: inventory, orders, supply, checkout, storefront.
"""
