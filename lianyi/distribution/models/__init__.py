"""Tables of distribution, one module a topic."""

from lianyi.distribution.models import (
    bindings,
    commissions,
    compliance,
    own_prices,
    payouts,
    plans,
    prizes,
    shopkeepers,
    tax,
)

__all__ = [
    "bindings",
    "commissions",
    "compliance",
    "own_prices",
    "payouts",
    "plans",
    "prizes",
    "shopkeepers",
    "tax",
]
