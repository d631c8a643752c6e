"""Cards: the list of products, by category, by words, by price; the hottest read of the shop.

A page without words or price bounds is one prepared statement on one table, walked in the order of an index. Everything
else is composed from white-listed columns and compiled at call.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    Text,
    bindparam,
    case,
    cast,
    func,
    literal,
    select,
    tuple_,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import psycopg as psycopg_dialect

from lianyi.catalog import rules
from lianyi.catalog.models import category as category_table
from lianyi.catalog.models import product as product_table
from lianyi.catalog.types import CategoryId, ProductCard, ProductId, Sort
from lianyi.kit import chinese, wire
from lianyi.kit.db import ReadSession, Statement
from lianyi.kit.errors import Invalid
from lianyi.media.types import Picture

SUGGESTIONS_MAX = 10
# How alike a misspelt word must be (pg_trgm's word similarity); below it noise begins.
LIKENESS_MIN = 0.45
ID_MAX = UUID(int=2**128 - 1)
ID_MIN = UUID(int=0)
END_OF_TIME = datetime(9999, 12, 31, tzinfo=UTC)

_columns = product_table.c


class PriceBoundsInvalid(Invalid):
    code = "price_bounds_invalid"
    zh = "最低价不能高于最高价"
    en = "The lowest price is above the highest"


@dataclass(frozen=True, slots=True)
class CardRow:
    """A card as the database keeps it: `picture` is JSON text, passed on without being read; the rest orders pages."""

    id: UUID
    title: str
    subtitle: str
    picture: str | None
    price_fen: int
    price_max_fen: int
    market_price_fen: int | None
    tags: list[str]
    sold_out: bool
    sold_count: int
    position: int
    listed_at: datetime
    rank: int


@dataclass(frozen=True, slots=True)
class CardPlace:
    """What to list and where to begin: `after` holds the sort values of the last card seen."""

    sort: Sort = Sort.DEFAULT
    category_id: CategoryId | None = None
    query: str = ""
    price_fen_min: int | None = None
    price_fen_max: int | None = None
    after: tuple[Any, ...] | None = None
    limit: int = 20

    @property
    def is_plain(self) -> bool:
        return not self.query and self.price_fen_min is None and self.price_fen_max is None


# The fields of CardRow that order a list, with the values before every card; the id breaks ties.
SORT_FIELDS: dict[Sort, tuple[str, ...]] = {
    Sort.DEFAULT: ("position", "id"),
    Sort.NEWEST: ("listed_at", "id"),
    Sort.PRICE_ASC: ("price_fen", "id"),
    Sort.PRICE_DESC: ("price_fen", "id"),
    Sort.SOLD: ("sold_count", "id"),
}
FOUND_FIELDS = ("rank", "sold_count", "id")
_START: dict[Sort, tuple[Any, ...]] = {
    Sort.DEFAULT: (2**31 - 1, ID_MAX),
    Sort.NEWEST: (END_OF_TIME, ID_MAX),
    Sort.PRICE_ASC: (-1, ID_MIN),
    Sort.PRICE_DESC: (2**62, ID_MAX),
    Sort.SOLD: (2**31 - 1, ID_MAX),
}
_FOUND_START = (2**31 - 1, 2**31 - 1, ID_MAX)


def cursor_fields(place: CardPlace) -> tuple[str, ...]:
    """Which fields of the last card make the cursor of the next page."""
    return FOUND_FIELDS if place.query and place.sort is Sort.DEFAULT else SORT_FIELDS[place.sort]


def cursor_shapes(place: CardPlace) -> tuple[type[Any], ...]:
    """The types of those fields, to read a cursor back."""
    shapes: dict[str, type[Any]] = {"id": UUID, "listed_at": datetime}
    return tuple(shapes.get(field, int) for field in cursor_fields(place))


def _cards(rank: ColumnElement[int]) -> Select[Any]:
    return select(
        _columns.id,
        _columns.title,
        _columns.subtitle,
        cast(_columns.picture, Text).label("picture"),
        _columns.price_fen,
        _columns.price_max_fen,
        _columns.market_price_fen,
        _columns.tags,
        _columns.sold_out,
        _columns.sold_count,
        _columns.position,
        _columns.listed_at,
        rank.label("rank"),
    ).where(
        _columns.tenant_id == bindparam("tenant", type_=_columns.tenant_id.type), _columns.state == "on_shelf"
    )


def _ordered(query: Select[Any], sort: Sort, values: Sequence[ColumnElement[Any]]) -> Select[Any]:
    keys = [_columns[name] for name in SORT_FIELDS[sort]]
    if sort is Sort.PRICE_ASC:
        return query.where(tuple_(*keys) > tuple_(*values)).order_by(*keys)
    return query.where(tuple_(*keys) < tuple_(*values)).order_by(*(key.desc() for key in keys))


def _in_category() -> ColumnElement[bool]:
    """The product's category is the given one or stands below it."""
    below = select(category_table.c.id).where(
        category_table.c.tenant_id == bindparam("tenant", type_=_columns.tenant_id.type),
        category_table.c.path.contains(postgresql.array([bindparam("category_id", type_=_columns.id.type)])),
    )
    return _columns.category_id.in_(below)


def _static(sort: Sort, *, by_category: bool) -> Statement[CardRow]:
    values = [
        bindparam(f"after_{number}", type_=_columns[name].type)
        for number, name in enumerate(SORT_FIELDS[sort])
    ]
    query = _ordered(_cards(literal(0, Integer)), sort, values)
    if by_category:
        query = query.where(_in_category())
    query = query.limit(bindparam("limit", type_=Integer))
    compiled = query.compile(dialect=psycopg_dialect.dialect(paramstyle="pyformat"))  # type: ignore[no-untyped-call]
    fixed = {name: value for name, value in compiled.params.items() if value is not None}
    text = str(compiled)
    for (
        name,
        value,
    ) in fixed.items():  # our own constants, written out: the state of the partial index, a zero
        text = text.replace(f"%({name})s", f"'{value}'" if isinstance(value, str) else str(value))
    return Statement(text, CardRow)


PAGES = {(sort, by): _static(sort, by_category=by) for sort in Sort for by in (False, True)}

BY_IDS = Statement(
    """
    select id, title, subtitle, picture::text as picture, price_fen, price_max_fen, market_price_fen, tags, sold_out,
      sold_count, position, listed_at, 0 as rank
    from catalog_product where tenant_id = %(tenant)s and state = 'on_shelf' and id = any(%(ids)s::uuid[])
    """,
    CardRow,
)
SUGGEST = Statement(
    """
    select title from catalog_product
    where tenant_id = %(tenant)s and state = 'on_shelf' and words @@ %(query)s::tsquery
    order by sold_count desc, id desc limit %(limit)s
    """,
    str,
)


async def card_page(session: ReadSession, place: CardPlace) -> list[CardRow]:
    """One card more than `limit`, so that the caller sees whether another page follows. One statement.

    A first page of words that finds nothing is asked once more for words that are alike (typing errors).

    Raises:
        PriceBoundsInvalid: the lower bound is above the upper one.
    """
    if place.is_plain:
        after = place.after or _START[place.sort]
        params: dict[str, Any] = {"after_0": after[0], "after_1": after[1], "limit": place.limit + 1}
        if place.category_id is not None:
            params["category_id"] = place.category_id
        return await session.all(PAGES[place.sort, place.category_id is not None], **params)
    low, high = place.price_fen_min, place.price_fen_max
    if low is not None and high is not None and low > high:
        raise PriceBoundsInvalid(field="min_price_fen")
    words = rules.query_words(place.query) if place.query else []
    if place.query and not words:
        return []
    found = await _found(session, place, words)
    if found or not words or place.after is not None:
        return found
    return await _alike(session, place)


async def _found(session: ReadSession, place: CardPlace, words: Sequence[str]) -> list[CardRow]:
    query = _bounded(session, _cards(_rank(place.query) if words else literal(0, Integer)), place)
    if words:
        query = query.where(
            _columns.words.op("@@")(cast(literal(rules.text_query(words), Text), postgresql.TSQUERY))
        )
    if words and place.sort is Sort.DEFAULT:
        after = place.after or _FOUND_START
        keys = (_rank(place.query), _columns.sold_count, _columns.id)
        kinds = (Integer(), BigInteger(), _columns.id.type)
        values = [literal(value, kind) for value, kind in zip(after, kinds, strict=True)]
        query = query.where(tuple_(*keys) < tuple_(*values)).order_by(*(key.desc() for key in keys))
    else:
        after = place.after or _START[place.sort]
        fields = SORT_FIELDS[place.sort]
        query = _ordered(
            query,
            place.sort,
            [literal(value, _columns[name].type) for value, name in zip(after, fields, strict=True)],
        )
    return await session.select(query.limit(place.limit + 1), CardRow)


async def _alike(session: ReadSession, place: CardPlace) -> list[CardRow]:
    """The cards most like a misspelt word, one page of them and no more."""
    likeness = func.word_similarity(chinese.normal(place.query.strip()), _columns.search_text)
    query = _bounded(session, _cards(literal(0, Integer)), place).where(likeness >= LIKENESS_MIN)
    return await session.select(
        query.order_by(likeness.desc(), _columns.id.desc()).limit(place.limit), CardRow
    )


def _rank(query: str) -> ColumnElement[int]:
    """1 when the title holds the words as they were typed."""
    return case((_columns.title.icontains(query.strip(), autoescape=True), 1), else_=0)


def _bounded(session: ReadSession, query: Select[Any], place: CardPlace) -> Select[Any]:
    if place.price_fen_min is not None:
        query = query.where(_columns.price_fen >= place.price_fen_min)
    if place.price_fen_max is not None:
        query = query.where(_columns.price_fen <= place.price_fen_max)
    if place.category_id is not None:
        query = query.where(_in_category()).params(category_id=place.category_id)
    return query.params(tenant=session.tenant)


async def cards_by_ids(session: ReadSession, ids: Iterable[UUID]) -> list[CardRow]:
    """Cards in the order of the ids; what is off the shelf or gone is left out. One statement, none for no ids."""
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return []
    found = {row.id: row for row in await session.all(BY_IDS, ids=wanted)}
    return [found[one] for one in wanted if one in found]


async def suggest(session: ReadSession, query: str) -> list[str]:
    """Titles that fit what has been typed so far, the most sold first."""
    words = rules.query_words(query)
    if not words:
        return []
    found = await session.all(SUGGEST, query=rules.text_query(words), limit=SUGGESTIONS_MAX)
    return list(dict.fromkeys(found))


def card_of(row: CardRow) -> ProductCard:
    """The row as other domains see it."""
    picture: Picture | None = wire.typed(wire.loads(row.picture), Picture) if row.picture else None
    return ProductCard(
        ProductId(row.id), row.title, row.subtitle, picture, row.price_fen, row.price_max_fen, row.market_price_fen,
        tuple(row.tags), row.sold_out, row.sold_count,
    )  # fmt: skip
