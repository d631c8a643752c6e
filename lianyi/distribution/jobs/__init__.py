"""Sweeps and jobs of distribution."""

from lianyi.distribution.jobs import commissions, payouts

__all__ = ["commissions", "payouts"]
