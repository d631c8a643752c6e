"""Sweeps of distribution, one module a topic."""

from lianyi.distribution.jobs import commissions, compliance, payouts, prizes, shopkeepers

__all__ = ["commissions", "compliance", "payouts", "prizes", "shopkeepers"]
