"""A span of business days in a query, with its limits."""

from datetime import date, timedelta

from lianyi.insight.errors import SpanWrong
from lianyi.kit.clock import business_day
from lianyi.kit.db import ReadSession


def span_of(
    session: ReadSession, first: date | None, last: date | None, *, usual: int, days_max: int
) -> tuple[date, date]:
    """The days meant: the last `usual` ones with today where nothing is said. Raises SpanWrong."""
    end = last or business_day(session.now)
    begin = first or end - timedelta(days=usual - 1)
    if not 0 <= (end - begin).days < days_max:
        raise SpanWrong(field="first", days_max=days_max)
    return begin, end
