"""Sweeps and jobs of distribution."""

from lianyi.distribution.jobs import commissions

__all__ = ["commissions"]
