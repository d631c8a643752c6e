"""What a search box means, and the words an order is found by: every search runs on an index."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from lianyi.kit.secrets import Vault
from lianyi.orders.types import OpenLine, Receiver

WORDS_MAX = 600
QUERY_MAX = 60
_NUMBER = re.compile(r"\d{14}")
_PHONE = re.compile(r"1\d{10}")
_TRACKING = re.compile(r"[A-Z0-9-]{6,40}")
_LATIN = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Search:
    """The ways a query may be meant; an order is found when one of them matches."""

    number: str | None = None
    phone: str | None = None
    phone_last4: str | None = None
    tracking_no: str | None = None
    words: tuple[str, ...] = ()
    name: str | None = None


def meant(query: str) -> Search | None:
    """Order number, phone or its tail, tracking number, words of a title, or a receiver's whole name; None if blank."""
    text = query.strip()[:QUERY_MAX]
    if not text:
        return None
    tight = "".join(text.split()).upper()
    return Search(
        number=tight if _NUMBER.fullmatch(tight) else None,
        phone=tight if _PHONE.fullmatch(tight) else None,
        phone_last4=tight if len(tight) == 4 and tight.isdecimal() and tight.isascii() else None,
        tracking_no=tight
        if _TRACKING.fullmatch(tight) and any(letter.isdigit() for letter in tight)
        else None,
        words=tuple(sorted(words_of(text, single=len(text) == 1))),
        name=text if not tight.isascii() else None,
    )


def words_of(text: str, *, single: bool = True) -> set[str]:
    """Latin words whole, Chinese by pairs of letters (and single ones for one-letter queries).

    Pairs find any part of a title, also one a dictionary would cut elsewhere; the GIN index answers in a millisecond.
    """
    lowered = text.casefold()
    words = set(_LATIN.findall(lowered))
    for run in re.findall(r"[^\W\d_a-z]+", lowered):
        words.update(run[start : start + 2] for start in range(len(run) - 1))
        if single or len(run) == 1:
            words.update(run)
    return words


def words_of_lines(lines: Sequence[OpenLine]) -> list[str]:
    """The words an order is found by, bounded; none of them has a blank in it."""
    words: set[str] = set()
    for line in lines:
        words |= _words_of_goods(line.title, line.option_text, line.sku_code)
    return sorted(words)[:WORDS_MAX]


@lru_cache(maxsize=2_000)
def _words_of_goods(title: str, option_text: str, sku_code: str) -> frozenset[str]:
    """Kept, because what is bought by many at once is cut into words once."""
    return frozenset(words_of(f"{title} {option_text} {sku_code}"))


@dataclass(frozen=True, slots=True)
class Traces:
    """What remains readable and searchable of a receiver: masks, last four digits, blind indexes."""

    receiver_masked: str
    phone_masked: str
    phone_last4: str
    phone_blind: bytes
    name_blind: bytes


def traces_of(receiver: Receiver, vault: Vault) -> Traces:
    """王小明 → 王**, 13812341234 → 138****1234; blind indexes answer equality without the plain text."""
    phone = receiver.phone
    return Traces(
        receiver_masked=receiver.name[:1] + "*" * min(2, max(1, len(receiver.name) - 1)),
        phone_masked=f"{phone[:3]}****{phone[-4:]}" if len(phone) > 7 else "****",
        phone_last4=phone[-4:],
        phone_blind=phone_blind(phone, vault),
        name_blind=name_blind(receiver.name, vault),
    )


def phone_blind(phone: str, vault: Vault) -> bytes:
    return vault.blind(phone, "orders.phone")


def name_blind(name: str, vault: Vault) -> bytes:
    return vault.blind("".join(name.split()).casefold(), "orders.name")
