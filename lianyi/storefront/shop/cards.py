"""The card of a product as lists answer it; a hot list is written as bytes, a small one through the model."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from pydantic import BaseModel

from lianyi.catalog.queries import CardRow, card_of
from lianyi.kit.ids import as_word, encode
from lianyi.media.types import Picture

ProductRef = Annotated[UUID, as_word("prd")]
CategoryRef = Annotated[UUID, as_word("cat")]
_encoder = msgspec.json.Encoder()


class PictureOut(BaseModel):
    """Addresses of the variants by width, the original's size in pixels, a tiny preview as a data address."""

    url_200: str
    url_480: str
    url_960: str
    width: int
    height: int
    preview: str


class CardOut(BaseModel):
    """A product in a list. `price_fen` is the lowest of its SKUs; `sold_count` counts pieces really paid for."""

    id: ProductRef
    title: str
    subtitle: str
    picture: PictureOut | None
    price_fen: int
    price_max_fen: int
    market_price_fen: int | None
    tags: list[str]
    sold_out: bool
    sold_count: int


def picture_out(picture: Picture | None) -> PictureOut | None:
    """A picture as the wire shows it."""
    if picture is None:
        return None
    return PictureOut(
        url_200=picture.url_200, url_480=picture.url_480, url_960=picture.url_960, width=picture.width,
        height=picture.height, preview=picture.preview,
    )  # fmt: skip


def card_out(row: CardRow) -> CardOut:
    """A card as the wire shows it."""
    card = card_of(row)
    return CardOut(
        id=card.id, title=card.title, subtitle=card.subtitle, picture=picture_out(card.picture),
        price_fen=card.price_fen, price_max_fen=card.price_max_fen, market_price_fen=card.market_price_fen,
        tags=list(card.tags), sold_out=card.sold_out, sold_count=card.sold_count,
    )  # fmt: skip


def page_bytes(rows: list[CardRow], next_cursor: str | None) -> bytes:
    """A page of cards ready to send: the picture's JSON is passed on as the database keeps it."""
    return _encoder.encode({"items": [_card(row) for row in rows], "next_cursor": next_cursor, "total": None})


def _card(row: CardRow) -> dict[str, Any]:
    return {
        "id": encode("prd", row.id),
        "title": row.title,
        "subtitle": row.subtitle,
        "picture": msgspec.Raw(row.picture.encode()) if row.picture else None,
        "price_fen": row.price_fen,
        "price_max_fen": row.price_max_fen,
        "market_price_fen": row.market_price_fen,
        "tags": row.tags,
        "sold_out": row.sold_out,
        "sold_count": row.sold_count,
    }
