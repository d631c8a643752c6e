"""Sweeps of distribution, one module a topic."""

from lianyi.distribution.jobs import commissions, compliance, payouts, shopkeepers

__all__ = ["commissions", "compliance", "payouts", "shopkeepers"]
