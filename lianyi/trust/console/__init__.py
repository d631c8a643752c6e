"""HTTP for staff: cases of after-sales, return addresses, complaints."""

from lianyi.trust.console.addresses import router as addresses_router
from lianyi.trust.console.aftersales import router as aftersales_router
from lianyi.trust.console.complaints import outside as complaints_outside
from lianyi.trust.console.complaints import router as complaints_router
from lianyi.trust.console.deciding import darkroom
from lianyi.trust.console.deciding import router as deciding_router

__all__ = [
    "addresses_router", "aftersales_router", "complaints_outside", "complaints_router", "darkroom", "deciding_router",
]  # fmt: skip
