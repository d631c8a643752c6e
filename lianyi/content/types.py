"""What content speaks of: the facts of something shared, the words that travel, the pictures of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from lianyi.social.types import Share

PictureKind = Literal["card", "poster"]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is true of a target now. `page` with its query leads to it; `picture_url` is one of media's.

    `line` is the live sentence of a run ("还差 2 人成团"), `badge` its short word ("3 人团"); both may be empty.
    `price_from`: some pieces cost more than `price_fen`.
    """

    title: str
    description: str
    line: str
    badge: str
    price_fen: int | None
    price_from: bool
    market_price_fen: int | None
    picture_url: str | None
    page: str
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Shop:
    """What stands on every picture of a shop."""

    name: str
    slug: str
    theme_color: str


@dataclass(frozen=True, slots=True)
class Sharer:
    """How the sharer stands on a poster: by the first letter of the nickname, or whole when they agreed."""

    letter: str
    name: str | None
    avatar_url: str | None


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything a card or poster shows, and nothing else: its hash is the picture's version.

    `code_link` is what a QR holds: as short as can be, because every letter makes its modules smaller.
    """

    shop: Shop
    facts: Facts
    sharer: Sharer
    token: str
    link: str
    code_link: str
    mini_appid: str | None


@dataclass(frozen=True, slots=True)
class Made:
    """A picture's bytes and version; not `lasting` when a part of it (WeChat's code) could not be had."""

    data: bytes
    version: str
    lasting: bool


@dataclass(frozen=True, slots=True)
class ShareWords:
    """What travels with a share. Addresses are absolute; `scene` is the token."""

    share: Share
    title: str
    description: str
    timeline_title: str
    link: str
    mini_path: str
    scene: str
    card_url: str
    poster_url: str


@dataclass(frozen=True, slots=True)
class SharedTarget:
    """A target in a list of shares: what it was called and looked like; gone ones keep a plain word."""

    kind: str
    id: UUID | None
    title: str
    picture_url: str | None
