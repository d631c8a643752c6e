"""Reads of orders. The doors: `order_of` for a shopper's own order, `order` for staff and for other domains."""

from lianyi.orders.queries.figures import (
    Day,
    Figures,
    TopProduct,
    attention,
    figures,
    top_products,
    totals_of,
    trend,
)
from lianyi.orders.queries.lists import (
    Card,
    ListFilter,
    StateCount,
    cards,
    counts,
    export_rows,
    ids_by_number,
    lines_of,
    parcels_by_tracking,
    refund_page,
    total,
)
from lianyi.orders.queries.single import (
    history,
    lines,
    order,
    order_of,
    parcel,
    parcels,
    receiver,
    refund,
    refund_of_money,
    refunds,
    refuse_state,
)

__all__ = [
    "Card", "Day", "Figures", "ListFilter", "StateCount", "TopProduct", "attention", "cards", "counts", "export_rows", "figures",
    "history", "ids_by_number", "lines", "lines_of", "order", "order_of", "parcel", "parcels", "parcels_by_tracking",
    "receiver", "refund", "refund_of_money", "refund_page", "refunds", "refuse_state",
    "top_products", "total", "totals_of", "trend",
]  # fmt: skip
