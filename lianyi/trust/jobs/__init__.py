"""Sweeps of trust."""

from lianyi.trust.jobs import aftersales

__all__ = ["aftersales"]
