"""Composed reads, each of them by the domain that owns the rows."""

from lianyi.insight.queries.overview import overview
from lianyi.insight.queries.proceeds import proceeds

__all__ = ["overview", "proceeds"]
