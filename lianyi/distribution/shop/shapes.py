"""What the shop's edges of shopkeepers answer with."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, StringConstraints

from lianyi.catalog.types import ProductCard
from lianyi.distribution.rules import joining
from lianyi.distribution.shop.principal import KeeperRef
from lianyi.distribution.types.shopkeepers import JoinWay, KeeperState
from lianyi.kit.ids import as_word
from lianyi.media.types import Picture

GoodsRef = Annotated[UUID, as_word("prd")]
InviteRef = Annotated[UUID, as_word("inv")]
Said = Annotated[str, StringConstraints(strip_whitespace=True, max_length=joining.WORDS_CHARS_MAX)]
Reason = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=2, max_length=joining.WORDS_CHARS_MAX)
]


class GoodsPicture(BaseModel):
    """Addresses by width, the original's size in pixels, a tiny preview as a data address."""

    url_200: str
    url_480: str
    url_960: str
    width: int
    height: int
    preview: str


class PickedProduct(BaseModel):
    """A product of a micro-shop. `words`: what its shopkeeper says; prices are the shop's own.

    `micro_price_fen`: the lowest that a SKU of it costs through this micro-shop; null when that is nothing less.
    """

    id: GoodsRef
    title: str
    subtitle: str
    picture: GoodsPicture | None
    price_fen: int
    price_max_fen: int
    market_price_fen: int | None
    sold_out: bool
    words: str
    micro_price_fen: int | None = None


class MyPlace(BaseModel):
    """Where a person stands. `must_sign`: a newer agreement waits to be read; it does not stop anything.

    `sold`: they were taken on once; who took an application back never was.
    """

    id: KeeperRef
    state: KeeperState
    way: JoinWay
    grade: int
    grade_name: str
    agreement_version: int
    must_sign: bool
    applied_at: datetime
    decided_words: str
    probation_until: datetime | None
    suspended_until: datetime | None
    suspended_words: str
    sold: bool


def picture_out(picture: Picture | None) -> GoodsPicture | None:
    """A picture as the wire shows it."""
    return None if picture is None else GoodsPicture.model_validate(picture, from_attributes=True)


def picked_out(card: ProductCard, words: str, micro_price_fen: int | None = None) -> PickedProduct:
    """A product as a micro-shop shows it."""
    return PickedProduct(
        id=card.id, title=card.title, subtitle=card.subtitle, picture=picture_out(card.picture),
        price_fen=card.price_fen, price_max_fen=card.price_max_fen, market_price_fen=card.market_price_fen,
        sold_out=card.sold_out, words=words, micro_price_fen=micro_price_fen,
    )  # fmt: skip
