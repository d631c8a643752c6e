"""Facts of distribution, one module a topic."""

from lianyi.distribution.events import bindings, commissions, plans, shopkeepers

__all__ = ["bindings", "commissions", "plans", "shopkeepers"]
