"""Identifiers: UUIDv7 inside, prefixed words outside (`ord_0k8…`), so that a support ticket says what it is about."""

import os
import re
import time
from typing import Annotated, Any, NewType
from uuid import UUID

from pydantic import GetPydanticSchema
from pydantic_core import core_schema

from lianyi.kit.errors import Invalid

TenantId = NewType("TenantId", UUID)

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford: no i, l, o, u, so that a word read aloud survives
_PAIRS = [first + second for first in _ALPHABET for second in _ALPHABET]  # ten bits at a time
# Our letters as those that int() reads in base 32; whatever else becomes one that it refuses.
_PYTHONS = "0123456789abcdefghijklmnopqrstuv"
_READ = dict.fromkeys(range(128), "!") | dict(zip(map(ord, _ALPHABET), _PYTHONS, strict=True))
_LENGTH = 26
_last = 0


class InvalidId(Invalid):
    code = "invalid_id"
    zh = "编号「{value}」不是有效的 {prefix} 编号"
    en = "“{value}” is not a valid {prefix} id"


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562, 6.2, method 3): milliseconds and their 4096ths, then random.

    Ids of one table grow with time, and what one process makes later is greater, also within a millisecond: whoever lists
    by id sees it in the order in which it happened.
    """
    global _last  # noqa: PLW0603  the one thing that makes ids grow
    ticks = _last = max(time.time_ns() * 4096 // 1_000_000, _last + 1)
    value = (ticks >> 12 & (1 << 48) - 1) << 80 | 0x7 << 76 | (ticks & 0xFFF) << 64 | 0b10 << 62
    return UUID(int=value | int.from_bytes(os.urandom(8), "big") & ((1 << 62) - 1))


def encode(prefix: str, value: UUID) -> str:
    """`prefix_` and 26 Crockford base-32 letters."""
    number, pairs = value.int, _PAIRS
    return (
        f"{prefix}_{pairs[number >> 120]}{pairs[number >> 110 & 1023]}{pairs[number >> 100 & 1023]}"
        f"{pairs[number >> 90 & 1023]}{pairs[number >> 80 & 1023]}{pairs[number >> 70 & 1023]}"
        f"{pairs[number >> 60 & 1023]}{pairs[number >> 50 & 1023]}{pairs[number >> 40 & 1023]}"
        f"{pairs[number >> 30 & 1023]}{pairs[number >> 20 & 1023]}{pairs[number >> 10 & 1023]}{pairs[number & 1023]}"
    )


def decode(prefix: str, text: str) -> UUID:
    """The UUID in a prefixed word. Raises InvalidId when the prefix or a letter is wrong."""
    head, _, tail = text.partition("_")
    if head != prefix or len(tail) != _LENGTH or not tail.isascii():
        raise InvalidId(prefix=prefix, value=text[:40])
    try:
        return UUID(int=int(tail.translate(_READ), 32))
    except ValueError:  # a letter that is none of ours, or more than 128 bits
        raise InvalidId(prefix=prefix, value=text[:40]) from None


def as_word(prefix: str) -> GetPydanticSchema:
    """Mark a UUID to stand as a prefixed word in JSON and paths.

    `OrderRef = Annotated[UUID, as_word("ord")]`: a spelling that a type checker understands, unlike `Ref`.
    """

    def parse(value: object) -> UUID:
        if isinstance(value, UUID):
            return value
        try:
            return decode(prefix, str(value))
        except InvalidId as refusal:
            raise ValueError(refusal.en.format(**refusal.data)) from None

    schema = core_schema.no_info_plain_validator_function(
        parse,
        serialization=core_schema.plain_serializer_function_ser_schema(
            lambda value: encode(prefix, value) if isinstance(value, UUID) else value,
            return_schema=core_schema.str_schema(),
        ),
    )
    pattern = f"^{re.escape(prefix)}_[{_ALPHABET}]{{{_LENGTH}}}$"
    return GetPydanticSchema(
        lambda _source, _handler: schema,
        lambda _schema, _handler: {
            "type": "string",
            "pattern": pattern,
            "examples": [f"{prefix}_{'0' * 26}"],
        },
    )


def Ref(prefix: str) -> Any:  # noqa: N802  reads as a type at the edges: `OrderRef = Ref("ord")`
    """A pydantic type: a prefixed word in JSON and paths, a UUID in Python."""
    return Annotated[UUID, as_word(prefix)]
