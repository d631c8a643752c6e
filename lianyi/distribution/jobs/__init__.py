"""Sweeps of distribution, one module a topic."""

from lianyi.distribution.jobs import commissions, payouts, shopkeepers

__all__ = ["commissions", "payouts", "shopkeepers"]
