"""Composed reads, each of them by the domain that owns the rows."""

from lianyi.insight.queries.calendar import calendar
from lianyi.insight.queries.growth import compare, growth
from lianyi.insight.queries.overview import overview
from lianyi.insight.queries.proceeds import proceeds

__all__ = ["calendar", "compare", "growth", "overview", "proceeds"]
