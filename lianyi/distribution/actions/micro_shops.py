"""A shopkeeper's own shop: what it is called and says, and the goods it picks from the shop's pool."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from lianyi.catalog import queries as catalog
from lianyi.distribution.errors.shopkeepers import NotAShopkeeper, NotInPool, PickedTwice, PicksTooMany
from lianyi.distribution.queries import micro_shops as queries
from lianyi.distribution.queries import shopkeepers
from lianyi.distribution.rules.joining import check_words
from lianyi.distribution.store import own_prices as price_store
from lianyi.distribution.store import shopkeepers as store
from lianyi.distribution.types.shopkeepers import Keeper, MicroShop, Shopkeeper
from lianyi.kit.clock import business_day
from lianyi.kit.db import Session
from lianyi.rulebook.content import Place


@dataclass(frozen=True, slots=True)
class Picking:
    """A product to stand in a micro-shop, and what its shopkeeper says about it."""

    product_id: UUID
    words: str = ""


async def set_shop(session: Session, keeper: Shopkeeper, given: MicroShop) -> Keeper:
    """Say what a micro-shop is called and stands for; its cover is the picture of a product of the pool.

    Raises:
        AgainstTheRules: words that may not be published, the phrase named.
        NotInPool: the cover's product cannot be picked.
    """
    texts = {"shop_name": given.shop_name, "shop_words": given.shop_words, "persona": given.persona}
    check_words(texts, Place.MICRO_SHOP, business_day(session.now))
    if given.cover_product_id is not None:
        await _check_pool(session, [given.cover_product_id], "cover_product_id")
    changed = await session.maybe(
        store.SET_SHOP, id=keeper.id, shop_name=given.shop_name, shop_words=given.shop_words, persona=given.persona,
        cover_product_id=given.cover_product_id,
    )  # fmt: skip
    if changed is None:
        raise NotAShopkeeper
    return changed


async def set_picks(session: Session, keeper: Shopkeeper, picking: Sequence[Picking]) -> None:
    """Replace a micro-shop's goods, in this order.

    Raises:
        PicksTooMany, PickedTwice, NotInPool, AgainstTheRules: nothing is changed then.
    """
    settings = await shopkeepers.join_settings(session)
    ids = [one.product_id for one in picking]
    if len(ids) > settings.picks_max:
        raise PicksTooMany(field="items", picks_max=settings.picks_max)
    if len(set(ids)) != len(ids):
        raise PickedTwice(field="items")
    words = {f"items.{place}.words": one.words for place, one in enumerate(picking)}
    check_words(words, Place.MICRO_SHOP, business_day(session.now))
    await session.one(store.LOCK_KEEPER, id=keeper.id)
    kept = {pick.product_id for pick in await queries.picks(session, keeper.id)}
    await _check_pool(session, [one for one in ids if one not in kept], "items")
    await session.later(store.DROP_PICKS, id=keeper.id, product_ids=ids)
    await session.later(
        store.PUT_PICKS, id=keeper.id, product_ids=ids, places=list(range(len(ids))),
        words=[one.words.strip() for one in picking],
    )  # fmt: skip
    await session.later(price_store.DROP_UNPICKED, id=keeper.id)


async def _check_pool(session: Session, product_ids: Sequence[UUID], field: str) -> None:
    """What is picked anew is on the shelf and in the pool; what was picked before may rest there, unseen."""
    if not product_ids:
        return
    pickable = await queries.pickable(session, product_ids)
    if len(pickable) != len(product_ids):
        raise NotInPool(field=field)
    if len(await catalog.cards_by_ids(session, product_ids)) != len(product_ids):
        raise NotInPool(field=field)
