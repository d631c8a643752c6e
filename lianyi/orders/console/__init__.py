"""What the staff do with orders: see, search, export, change, ship, refund."""

from lianyi.orders.console.changing import outside_router
from lianyi.orders.console.changing import router as changing_router
from lianyi.orders.console.listing import router as listing_router
from lianyi.orders.console.refunds import router as refunds_router
from lianyi.orders.console.shipping import files_router
from lianyi.orders.console.shipping import router as shipping_router

__all__ = [
    "changing_router",
    "files_router",
    "listing_router",
    "outside_router",
    "refunds_router",
    "shipping_router",
]
