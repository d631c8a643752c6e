"""Orders by the numbers that stand on WeChat's bill and in the shopper's own WeChat."""

import re
from dataclasses import replace

from lianyi.kit.db import ReadSession
from lianyi.orders.queries.lists import ListFilter
from lianyi.payments.queries import numbers

# WeChat's transaction ids have 28 digits, ours of payments and refunds 20 and more letters and digits.
_NUMBER = re.compile(r"[0-9A-Za-z_-]{20,64}")


async def meant_by(session: ReadSession, wanted: ListFilter) -> ListFilter:
    """The same filter; when its query is a number of a payment or refund, it asks for that one's order."""
    text = "".join(wanted.query.split())
    if not _NUMBER.fullmatch(text):
        return wanted
    for known in (numbers.transactions, numbers.trades, numbers.refunds):
        order_id = (await known(session, [text])).get(text)
        if order_id is not None:
            return replace(wanted, query="", order_id=order_id)
    return wanted
