"""HTTP for staff: shopkeepers, whose customer is whose, appeals, commission plans, pay-outs, withheld tax, compliance."""

from lianyi.distribution.console.commissions import router as commissions_router
from lianyi.distribution.console.compliance import router as compliance_router
from lianyi.distribution.console.disputes import router as disputes_router
from lianyi.distribution.console.joining import router as joining_router
from lianyi.distribution.console.looks import own as looks_own
from lianyi.distribution.console.looks import router as looks_router
from lianyi.distribution.console.own_prices import router as own_prices_router
from lianyi.distribution.console.payouts import router as payouts_router
from lianyi.distribution.console.plans import router as plans_router
from lianyi.distribution.console.prizes import router as prizes_router
from lianyi.distribution.console.shopkeepers import router as shopkeepers_router
from lianyi.distribution.console.tax import own as tax_own
from lianyi.distribution.console.tax import router as tax_router
from lianyi.distribution.console.tax_years import own as tax_years_own
from lianyi.distribution.console.tax_years import router as tax_years_router

__all__ = [
    "commissions_router",
    "compliance_router",
    "disputes_router",
    "joining_router",
    "looks_own",
    "looks_router",
    "own_prices_router",
    "payouts_router",
    "plans_router",
    "prizes_router",
    "shopkeepers_router",
    "tax_own",
    "tax_router",
    "tax_years_own",
    "tax_years_router",
]
