"""Tables of distribution, one module a topic."""

from lianyi.distribution.models import (
    bindings,
    commissions,
    compliance,
    payouts,
    plans,
    prizes,
    shopkeepers,
    tax,
)

__all__ = ["bindings", "commissions", "compliance", "payouts", "plans", "prizes", "shopkeepers", "tax"]
