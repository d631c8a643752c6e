"""Reads of trust, one module a kind of case."""

from lianyi.trust.queries.answers import own_cases
from lianyi.trust.queries.complaints import own_complaints

__all__ = ["own_cases", "own_complaints"]
