"""Decisions of content: the words of a share, the version of its pictures, and how those are drawn."""

from lianyi.content.rules.pictures import CARD_SIZE, CODE_ASKED, POSTER_SIZE, card, poster
from lianyi.content.rules.sharing import (
    HOME_PAGE,
    MICRO_SHOP_PAGE,
    PRODUCT_PAGE,
    allowed,
    code_link_of,
    link_of,
    mini_path_of,
    page_and_query,
    picture_url,
    sharer_of,
    version_of,
    words_of,
)

__all__ = [
    "CARD_SIZE", "CODE_ASKED", "CODE_SIDE", "HOME_PAGE", "MICRO_SHOP_PAGE", "POSTER_SIZE", "PRODUCT_PAGE",
    "allowed", "card", "code_link_of", "link_of", "mini_path_of", "page_and_query", "picture_url", "poster", "sharer_of",
    "version_of", "words_of",
]  # fmt: skip
