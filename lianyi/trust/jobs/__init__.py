"""Sweeps and jobs of trust."""

from lianyi.trust.jobs import aftersales, complaints

__all__ = ["aftersales", "complaints"]
