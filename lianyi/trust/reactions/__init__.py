"""Reactions of trust."""

from lianyi.trust.reactions import aftersales, complaints

__all__ = ["aftersales", "complaints"]
