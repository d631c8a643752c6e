"""Reactions of trust."""

from lianyi.trust.reactions import aftersales

__all__ = ["aftersales"]
