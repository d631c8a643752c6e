"""Sweeps of distribution, one module a topic."""

from lianyi.distribution.jobs import commissions, payouts

__all__ = ["commissions", "payouts"]
