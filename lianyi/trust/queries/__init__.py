"""Reads of trust, one module a kind of case."""

from lianyi.trust.queries.answers import own_cases

__all__ = ["own_cases"]
