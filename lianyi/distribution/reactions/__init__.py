"""Reactions of distribution, one module a topic."""

from lianyi.distribution.reactions import bindings, commissions, disputes, payouts, prizes, shopkeepers

__all__ = ["bindings", "commissions", "disputes", "payouts", "prizes", "shopkeepers"]
