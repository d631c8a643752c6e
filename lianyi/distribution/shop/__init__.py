"""HTTP for shoppers and shopkeepers."""

from lianyi.distribution.shop.disputes import router as disputes_router
from lianyi.distribution.shop.earnings import router as earnings_router
from lianyi.distribution.shop.joining import router as joining_router
from lianyi.distribution.shop.micro_shop import router as micro_shop_router
from lianyi.distribution.shop.own_prices import router as own_prices_router
from lianyi.distribution.shop.payouts import router as payouts_router
from lianyi.distribution.shop.prizes import router as prizes_router
from lianyi.distribution.shop.tax_years import own as tax_years_own
from lianyi.distribution.shop.tax_years import router as tax_years_router
from lianyi.distribution.shop.workbench import router as workbench_router

__all__ = [
    "disputes_router", "earnings_router", "joining_router", "micro_shop_router", "own_prices_router",
    "payouts_router", "prizes_router", "tax_years_own", "tax_years_router", "workbench_router",
]  # fmt: skip
