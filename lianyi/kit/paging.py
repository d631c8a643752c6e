"""Cursor pages: a page says where the next one starts; offsets drift when rows arrive."""

import base64
import binascii
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Depends, Query
from pydantic import BaseModel

from lianyi.kit import wire
from lianyi.kit.errors import Invalid

PAGE_MAX = 100
Item = TypeVar("Item")


class InvalidCursor(Invalid):
    code = "invalid_cursor"
    zh = "翻页位置无效,请从第一页重新开始"
    en = "This page position is not valid; start again from the first page"


class Page(BaseModel, Generic[Item]):
    """`next_cursor` is null on the last page; `total` where it is cheap (counted up to 10,000)."""

    items: list[Item]
    next_cursor: str | None = None
    total: int | None = None


class Paging:
    """`limit` 1–100 (20) and `cursor` as given by the page before."""

    def __init__(self, limit: int = 20, cursor: str | None = None) -> None:
        self.limit = limit
        self.cursor = cursor

    def after(self, *shapes: type[Any]) -> tuple[Any, ...] | None:
        """The sort values that the cursor holds, typed; None on the first page. Raises InvalidCursor."""
        if self.cursor is None:
            return None
        try:
            values = wire.loads(base64.urlsafe_b64decode(self.cursor.encode()))
            if len(values) != len(shapes):
                raise InvalidCursor(field="cursor")
            return tuple(wire.typed(value, shape) for value, shape in zip(values, shapes, strict=True))
        except (ValueError, binascii.Error, TypeError):
            raise InvalidCursor(field="cursor") from None


async def _paging(
    limit: Annotated[int, Query(ge=1, le=PAGE_MAX)] = 20,
    cursor: Annotated[str | None, Query(max_length=400)] = None,
) -> Paging:
    """A coroutine, because FastAPI would make the class in a thread."""
    return Paging(limit, cursor)


PageQuery = Annotated[Paging, Depends(_paging)]


def next_cursor(rows: list[Any], limit: int, *fields: str) -> str | None:
    """The cursor after `limit` rows of a list fetched with `limit + 1`; None when there is no more."""
    if len(rows) <= limit:
        return None
    last = rows[limit - 1]
    return base64.urlsafe_b64encode(wire.dumps([getattr(last, name) for name in fields])).decode()
