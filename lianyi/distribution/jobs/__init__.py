"""Sweeps of distribution, one module a topic."""

from lianyi.distribution.jobs import commissions

__all__ = ["commissions"]
