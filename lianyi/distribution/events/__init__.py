"""Facts of distribution, one module a topic."""

from lianyi.distribution.events import bindings, commissions, payouts, plans, prizes, shopkeepers

__all__ = ["bindings", "commissions", "payouts", "plans", "prizes", "shopkeepers"]
