"""Sweeps of distribution, one module a topic."""

from lianyi.distribution.jobs import shopkeepers

__all__ = ["shopkeepers"]
