"""For whom a campaign runs, what cards may say of it, and people who turn out to be one."""

import pytest

from lianyi.identity.events import PersonMerged
from lianyi.identity.types import PersonId
from lianyi.kit.ids import new_id
from lianyi.promotions import queries
from lianyi.promotions.errors import CampaignUnknown, NotForYou
from tests.order_world import PERSON
from tests.promotion_world import place, published, quote, standing_of

pytestmark = pytest.mark.usefixtures("own_plays")


async def test_new_customers_and_returning_ones_each_have_their_own(shop):
    fresh = await published(shop, 500, audience="new_customers")
    returning = await published(shop, 500, audience="returning")
    with pytest.raises(NotForYou) as refused:
        await quote(shop, returning, 1)
    assert "老客" in refused.value.words("zh")
    first, second = await quote(shop, fresh, 1), await quote(shop, fresh, 1)
    placed = await place(shop, first)
    await shop.pay(placed.order_id)
    before = await standing_of(shop, fresh)
    with pytest.raises(NotForYou):  # quoted as a new customer, placed as a returning one
        await place(shop, second)
    assert await standing_of(shop, fresh) == before
    assert (await quote(shop, returning, 1)).sums.adjust_fen == -500


async def test_who_has_bought_before_is_no_new_customer_of_the_result(shop):
    await shop.paid(1)
    running = await published(shop, 500)
    placed = await place(shop, await quote(shop, running, 1))
    await shop.pay(placed.order_id)
    async with shop.db.read(shop.tenant) as session:
        result = await queries.result(session, running)
    assert (result.claims.paid_orders, result.claims.new_customers, result.cost_per_new_customer_fen) == (
        1,
        0,
        None,
    )


async def test_two_records_of_one_person_share_the_limit(shop):
    running = await published(shop, 500, orders_per_person_max=2)
    await place(shop, await quote(shop, running, 1))
    into = PersonId(new_id())

    async def merge(session):
        await session.later(PERSON, id=into, nickname="同一个人")
        await session.emit(PersonMerged(shop.shopper.person, into))

    await shop.write(merge)
    await shop.tell()
    await shop.tell()
    assert (await standing_of(shop, running))[2] == ["1/1"]
    async with shop.db.read(shop.tenant) as session:
        standing = await queries.standing(session, running, into)
    assert (standing.used_orders, standing.used_pieces) == (1, 1)


async def test_what_runs_for_a_product_is_found(shop):
    one, two = await published(shop, 500), await published(shop, 0, 100)
    await published(shop, 500, play="helping")
    async with shop.db.read(shop.tenant) as session:
        found = await queries.running_for_products(session, shop.products)
        mine = await queries.running(session, play="half_price", product_ids=shop.products[:1])
    assert [len(found[product]) for product in shop.products] == [2, 1]
    assert ([each.id for each in mine], found[shop.products[1]][0].id) == ([one], two)


async def test_a_card_says_what_its_play_says_and_no_more(shop):
    running = await published(shop, 500, play="helping")
    async with shop.db.read(shop.tenant) as session:
        facts = await queries.share_facts(session, "campaign", running)
        assert (facts.title, facts.badge) == ("春茶立减", "助力")
        assert await queries.share_facts(session, "team", new_id()) is None
        with pytest.raises(CampaignUnknown):
            await queries.share_facts(session, "campaign", new_id())
