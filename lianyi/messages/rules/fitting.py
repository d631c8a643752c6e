"""Values of a notice as text, and cut to what WeChat takes under a template's key. Pure.

Source: mini-program documentation, subscribe messages, limits of data values; the same hold for an official account's
subscribe notices. A value over its limit is refused with 47003 and the message is lost, so nothing leaves uncut.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from lianyi.kit.clock import BUSINESS_ZONE
from lianyi.kit.money import format_yuan
from lianyi.messages.types import FieldKind, NoticeKind, NoticeValue

THING_CHARS_MAX = 20
WORD_CHARS_MAX = 32
PHRASE_CHARS_MAX = 5
AMOUNT_FEN_MAX = 10**12 - 1  # ten digits of yuan
TEXT_CHARS_MAX = 200  # what the inbox keeps of a value
NOTHING = "无"
KEY = re.compile(r"([a-z_]*[a-z])[0-9]{0,3}")
# which keys of a template can carry which field
FITS: Mapping[FieldKind, tuple[str, ...]] = {
    "thing": ("thing",),
    "amount": ("amount", "number", "character_string", "thing"),
    "time": ("time", "date", "character_string", "thing"),
    "number": ("number", "character_string", "thing"),
    "character_string": ("character_string", "thing"),
    "phrase": ("phrase", "thing"),
}
_AMOUNT = re.compile(r"[¥￥]?([0-9]{1,10}(?:\.[0-9]{1,2})?)元?")
_NUMBER = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,10})?")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} ([01][0-9]|2[0-3]):[0-5][0-9]")


def texts(kind: NoticeKind, values: Mapping[str, NoticeValue]) -> dict[str, str]:
    """The fields as text, uncut, in the order of the kind. Raises ValueError when they are not the fields of the kind."""
    wanted = {field.name for field in kind.fields}
    if wanted != set(values):
        raise ValueError(f"{kind.code} has the fields {sorted(wanted)}, given {sorted(values)}")
    return {field.name: text_of(field.kind, values[field.name]) for field in kind.fields}


def text_of(kind: FieldKind, value: NoticeValue) -> str:
    """One value as text: an `amount` is an int of fen, a `time` an aware instant; text in that form is taken as it is.

    Raises:
        ValueError: the value is none of its kind.
    """
    if kind == "amount":
        return _amount(value)
    if kind == "time":
        return _time(value)
    if kind == "number" and not _NUMBER.fullmatch(str(value)):
        raise ValueError("no number")
    if isinstance(value, datetime):
        raise TypeError(f"an instant where {kind} is wanted")
    return str(value)[:TEXT_CHARS_MAX]


def _amount(value: NoticeValue) -> str:
    if isinstance(value, int):
        if not 0 <= value <= AMOUNT_FEN_MAX:
            raise ValueError("an amount is 0 to 9,999,999,999.99 yuan")
        return f"¥{format_yuan(value)}"
    found = _AMOUNT.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError("no amount")
    return f"¥{found[1]}"


def _time(value: NoticeValue) -> str:
    if isinstance(value, datetime):
        return value.astimezone(ZoneInfo(BUSINESS_ZONE)).strftime("%Y-%m-%d %H:%M")
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        raise ValueError("no instant")
    return value


def key_kind(key: str) -> str | None:
    """The kind in a template's key (`thing1` → thing), or None when it is no key."""
    found = KEY.fullmatch(key)
    return None if found is None else found[1]


def fits(field: FieldKind, key: str) -> bool:
    """Tell whether values of the field can stand under the key."""
    return key_kind(key) in FITS[field]


def fit(key: str, text: str) -> str:
    """The text as WeChat takes it under the key: cut, cleaned, never empty."""
    kind = key_kind(key)
    plain = " ".join(
        "".join(" " if unicodedata.category(char).startswith(("C", "Z")) else char for char in text).split()
    )
    if kind == "phrase":
        return "".join(char for char in plain if _is_han(char))[:PHRASE_CHARS_MAX] or NOTHING
    if kind == "number":
        return plain.removeprefix("¥")
    if kind == "character_string":
        ascii_only = "".join(char for char in plain if " " <= char <= "~").strip()
        return ascii_only[:WORD_CHARS_MAX].strip() or "-"
    if kind == "thing":
        return _cut(plain, THING_CHARS_MAX) or NOTHING
    return plain


def _is_han(char: str) -> bool:
    return "一" <= char <= "鿿"


def _cut(text: str, most: int) -> str:
    """At most `most` UTF-16 units, as WeChat's clients count; what is cut ends in an ellipsis."""
    if _units(text) <= most:
        return text
    kept = text[: most - 1]
    while _units(kept) > most - 1:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
