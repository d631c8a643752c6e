"""Tables of distribution, one module a topic."""

from lianyi.distribution.models import bindings, commissions, payouts, plans, shopkeepers, tax

__all__ = ["bindings", "commissions", "payouts", "plans", "shopkeepers", "tax"]
