"""The console's first page, what an order's payment becomes, what campaigns bring, and when they run."""

from lianyi.insight.console.calendar import calendar_router
from lianyi.insight.console.growth import growth_router
from lianyi.insight.console.overview import router

__all__ = ["calendar_router", "growth_router", "router"]
