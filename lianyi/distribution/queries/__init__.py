"""Reads of distribution, one module a topic."""

from lianyi.distribution.queries.answers import own_distribution

__all__ = ["own_distribution"]
