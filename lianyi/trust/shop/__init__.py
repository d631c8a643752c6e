"""HTTP for shoppers: their cases of after-sales, and evidence by address."""

from lianyi.trust.shop.aftersales import router as aftersales_router
from lianyi.trust.shop.pictures import darkroom, pictures

__all__ = ["aftersales_router", "darkroom", "pictures"]
