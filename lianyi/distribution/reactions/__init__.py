"""Reactions of distribution."""

from lianyi.distribution.reactions import commissions

__all__ = ["commissions"]
