"""Cases as the staff handle them."""

from lianyi.trust.console.complaints import outside as complaints_outside
from lianyi.trust.console.complaints import router as complaints_router

__all__ = ["complaints_outside", "complaints_router"]
