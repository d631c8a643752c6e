"""Reactions of distribution, one module a topic; those of bindings run first, so that the log is whole for the others."""

from lianyi.distribution.reactions import bindings, commissions, disputes, payouts, shopkeepers

__all__ = ["bindings", "commissions", "disputes", "payouts", "shopkeepers"]
