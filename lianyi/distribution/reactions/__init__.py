"""Reactions of distribution."""

from lianyi.distribution.reactions import commissions, payouts

__all__ = ["commissions", "payouts"]
