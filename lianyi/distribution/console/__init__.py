"""HTTP for staff, one module a topic."""

from lianyi.distribution.console.payouts import router as payouts_router
from lianyi.distribution.console.tax import own as tax_own
from lianyi.distribution.console.tax import router as tax_router

__all__ = ["payouts_router", "tax_own", "tax_router"]
