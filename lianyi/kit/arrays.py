"""Lists as PostgreSQL arrays, for statements that write many rows at once.

psycopg writes a list element by element through a dumper, a regular expression and a copy each: with sixty columns an order
that was a quarter of the server's work. Elements of one plain type are joined here; whatever else goes psycopg's way.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg
from psycopg.types.array import ListDumper


def _quoted(text: str) -> str:
    if "\\" in text or '"' in text:
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


_WRITE: dict[type, Callable[[Any], str]] = {
    UUID: lambda value: value.hex,
    int: str,
    bool: lambda value: "t" if value else "f",
    str: _quoted,
    bytes: lambda value: f'"\\\\x{value.hex()}"',
    datetime: lambda value: f'"{value.isoformat()}"',
}
_NOTHING = type(None)


class ArrayDumper(ListDumper):
    """Raises psycopg.DataError for a NUL, which no text of PostgreSQL holds."""

    def dump(self, obj: list[Any]) -> Any:
        kinds = set(map(type, obj))
        kinds.discard(_NOTHING)
        write = _WRITE.get(kinds.pop()) if len(kinds) == 1 else None
        if write is None:
            return super().dump(obj)
        text = ",".join(["NULL" if value is None else write(value) for value in obj])
        if "\0" in text:
            raise psycopg.DataError("a text of PostgreSQL cannot hold a NUL")
        return f"{{{text}}}".encode()
