"""Decisions of content, pure: the words of a share, its addresses, the version of its pictures."""

import hashlib
from dataclasses import replace
from urllib.parse import parse_qsl

from lianyi.content.types import Drawing, Facts, PictureKind, Sharer, Shop
from lianyi.kit import wire
from lianyi.kit.ids import TenantId
from lianyi.kit.money import format_yuan
from lianyi.rulebook.sharing import title_problems

HOME_PAGE = "pages/home/index"
PRODUCT_PAGE = "pages/product/index"
MICRO_SHOP_PAGE = "distribution/shop/index"
TITLE_CHARS_MAX, DESCRIPTION_CHARS_MAX = 60, 60
# Part of every version: a new way of drawing is a new picture at a new address.
DRAWN_AS = 1
VERSION_CHARS = 20
PICTURE_NAME = r"(card|poster)-[0-9a-f]{20}\.jpg"


def allowed(facts: Facts, shop: Shop) -> Facts:
    """The facts as they may travel, in words and on pictures.

    What WeChat's rules on sharing forbid does not: for a title the shop's plain name stands, for the rest nothing.
    """
    return replace(
        facts,
        title=shop.name if title_problems(facts.title) else facts.title.strip(),
        description="" if title_problems(facts.description) else facts.description.strip(),
        line="" if title_problems(facts.line) else facts.line.strip(),
        badge="" if title_problems(facts.badge) else facts.badge.strip(),
    )


def words_of(facts: Facts, shop: Shop) -> tuple[str, str, str]:
    """Title, description, and title for Moments, where there is no description; of facts that may travel."""
    description = facts.line or facts.description or _price(facts) or shop.name
    moments = " · ".join(part for part in (facts.title, facts.line) if part)
    return facts.title[:TITLE_CHARS_MAX], description[:DESCRIPTION_CHARS_MAX], moments[:TITLE_CHARS_MAX]


def _price(facts: Facts) -> str:
    if facts.price_fen is None:
        return ""
    return f"¥{format_yuan(facts.price_fen)}{' 起' if facts.price_from else ''}"


def link_of(public_url: str, slug: str, token: str, page: str) -> str:
    """The H5 address: the token stands before the hash, where the server sees it, the page behind."""
    return f"{public_url}/s/{slug}/?s={token}#/{page}"


def code_link_of(public_url: str, slug: str, token: str) -> str:
    """What a QR holds: the token as a scanned scene; the shop asks which page it means, as with WeChat's own codes."""
    return f"{public_url}/s/{slug}/#/?scene={token}"


def mini_path_of(page: str, token: str) -> str:
    """The mini program's path with the token among its query."""
    return f"{page}{'&' if '?' in page else '?'}s={token}"


def page_and_query(page: str) -> tuple[str, dict[str, str]]:
    """A page and its query apart, as a mini program opens them."""
    path, _, query = page.partition("?")
    return path, dict(parse_qsl(query))


def sharer_of(nickname: str, avatar_url: str | None, *, agreed: bool) -> Sharer:
    """How the sharer stands on a poster; without their yes by one letter, which names nobody."""
    name = nickname.strip()
    if agreed and name:
        return Sharer(name[:1], name[:16], avatar_url)
    return Sharer(name[:1], None, None)


def version_of(kind: PictureKind, drawing: Drawing) -> str:
    """The hash of everything a picture shows: other numbers are another picture at another address.

    A card shows nothing of its sharer, so all who share the same thing share one card.
    """
    shown = wire.dumps([DRAWN_AS, kind, drawing if kind == "poster" else [drawing.shop, drawing.facts]])
    return hashlib.sha256(shown).hexdigest()[:VERSION_CHARS]


def picture_url(public_url: str, tenant: TenantId, token: str, kind: PictureKind, version: str) -> str:
    """Where a picture is asked for."""
    return f"{public_url}/pictures/{tenant.hex}/{token}/{kind}-{version}.jpg"
