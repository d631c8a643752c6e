"""Reads of micro-shops: picks with their goods, the pool, the page that everybody sees, material to post."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from lianyi.catalog import queries as catalog
from lianyi.catalog.queries import CardPlace
from lianyi.catalog.types import ProductCard
from lianyi.distribution.errors.shopkeepers import MicroShopClosed, NotInPool
from lianyi.distribution.queries import shopkeepers
from lianyi.distribution.rules import material as words
from lianyi.distribution.types.shopkeepers import SELLING, Keeper, Pick
from lianyi.kit.db import ReadSession, Statement
from lianyi.media import queries as media
from lianyi.media.types import Picture

PICKS_MAX = 500
POOL_SEEN = 200  # goods of the shelf looked through for those in a chosen pool
MATERIAL_PICTURES_MAX = 9  # what a post in Moments holds

PICKS = Statement(
    """
    select product_id, place, words from distribution_pick
    where tenant_id = %(tenant)s and shopkeeper_id = %(id)s order by place, product_id limit %(limit)s
    """,
    Pick,
)
PICKABLE = Statement(
    """
    select asked.id from unnest(%(ids)s::uuid[]) as asked (id)
    where coalesce((select pool_all from distribution_join where tenant_id = %(tenant)s), true)
      or exists(select from distribution_pool where tenant_id = %(tenant)s and product_id = asked.id)
    """,
    UUID,
)
POOL = Statement(
    """
    select product_id from distribution_pool
    where tenant_id = %(tenant)s and product_id < %(before_id)s order by product_id desc limit %(limit)s
    """,
    UUID,
)


@dataclass(frozen=True, slots=True)
class Picked:
    """A product as it stands in a micro-shop now."""

    card: ProductCard
    words: str


@dataclass(frozen=True, slots=True)
class MicroShopPage:
    """What everybody sees; goods that are off the shelf are left out until they come back."""

    keeper: Keeper
    cover: Picture | None
    goods: list[Picked]


@dataclass(frozen=True, slots=True)
class Material:
    """What one posts about a product: pictures, and words ready to be changed."""

    card: ProductCard
    pictures: list[Picture]
    words: list[str]


async def picks(session: ReadSession, keeper_id: UUID) -> list[Pick]:
    """What a shopkeeper picked, in their order, whether or not it is on the shelf."""
    return await session.all(PICKS, id=keeper_id, limit=PICKS_MAX)


async def picked(session: ReadSession, keeper_id: UUID) -> list[Picked]:
    """The same with its goods; what is off the shelf is left out."""
    chosen = {pick.product_id: pick for pick in await picks(session, keeper_id)}
    rows = await catalog.cards_by_ids(session, chosen)
    return [Picked(catalog.card_of(row), chosen[row.id].words) for row in rows]


async def pickable(session: ReadSession, product_ids: Sequence[UUID]) -> set[UUID]:
    """Which of some products the shop lets its shopkeepers pick; whether they are on the shelf is another question."""
    return set(await session.all(PICKABLE, ids=list(product_ids)))


async def pool(session: ReadSession, before: UUID | None, limit: int) -> list[UUID]:
    """What the staff put into the pool, the newest products first."""
    return await session.all(POOL, before_id=before or UUID(int=2**128 - 1), limit=limit)


async def pool_cards(session: ReadSession, query: str, limit: int) -> list[ProductCard]:
    """Goods that may be picked, by what they are called; at most `limit`. Words are sought among all of the shelf."""
    settings = await shopkeepers.join_settings(session)
    if not settings.pool_all and not query:
        rows = await catalog.cards_by_ids(session, await pool(session, None, limit))
        return [catalog.card_of(row) for row in rows]
    rows = await catalog.card_page(
        session, CardPlace(query=query, limit=limit if settings.pool_all else POOL_SEEN)
    )
    allowed = await pickable(session, [row.id for row in rows])
    return [catalog.card_of(row) for row in rows if row.id in allowed][:limit]


async def page(session: ReadSession, keeper_id: UUID) -> MicroShopPage:
    """A micro-shop as everybody sees it. Raises MicroShopClosed while its shopkeeper does not sell."""
    keeper = (await shopkeepers.keepers_by_ids(session, [keeper_id])).get(keeper_id)
    if keeper is None or keeper.state not in SELLING:
        raise MicroShopClosed
    goods = await picked(session, keeper_id)
    return MicroShopPage(keeper, await cover_of(session, keeper), goods)


async def cover_of(session: ReadSession, keeper: Keeper) -> Picture | None:
    """The picture of the product a shopkeeper chose as cover; None when it is off the shelf or was never chosen."""
    if keeper.cover_product_id is None:
        return None
    rows = await catalog.cards_by_ids(session, [keeper.cover_product_id])
    return catalog.card_of(rows[0]).picture if rows else None


async def material(session: ReadSession, keeper: Keeper, product_id: UUID) -> Material:
    """Pictures and words to post about a product of the pool, the shopkeeper's own words first. Raises NotInPool."""
    rows = await catalog.cards_by_ids(session, await pickable(session, [product_id]))
    if not rows:
        raise NotInPool(field="product_id")
    card = catalog.card_of(rows[0])
    product = await catalog.product_for_shop(session, card.id)
    found = await media.pictures(session, product.picture_ids[:MATERIAL_PICTURES_MAX])
    own = next((one.words for one in await picks(session, keeper.id) if one.product_id == product_id), "")
    return Material(card, [found[one] for one in product.picture_ids if one in found], words.lines(card, own))
