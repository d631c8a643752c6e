"""Sweeps of distribution, one module a topic."""

from lianyi.distribution.jobs import commissions, shopkeepers

__all__ = ["commissions", "shopkeepers"]
