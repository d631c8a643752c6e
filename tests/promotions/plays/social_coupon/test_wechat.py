"""Built on WeChat Pay's own coupons: given once, whatever is lost on the way; where WeChat does not give, the shop does."""

from datetime import timedelta

import pytest

from lianyi.kit.db import Statement
from lianyi.promotions.plays.social_coupon import jobs, queries
from lianyi.wechat import coupons
from lianyi.wechat.pay import answer_of, client_of
from tests.order_world import BIND
from tests.social_coupon_world import claim, paid_order, pass_on, passing_on, somebody, standing
from tests.wechat_world import coupon_stock, keys_of

WECHAT = Statement(
    "select coalesce(wechat, 'shop') || ' ' || (wechat_coupon_id is not null) || ' ' || (run_id is not null)"
    " from promotions_social_coupon_claim where tenant_id = %(tenant)s order by at, person_id",
    str,
)


async def stock_of(shop, **more):
    return await coupon_stock(shop.merchant, shop.db.clock.now(), **more)


async def friend_of(shop):
    """Somebody whom the shop's mini program knows."""
    taker, person = somebody(shop), await shop.world.person()
    person = await shop.world.ask("GET", f"/people/{person['id']}")
    appid = shop.merchant["mini_appid"]
    async with shop.db.write(shop.tenant) as session:
        await session.later(BIND, appid=appid, openid=person["openids"][appid], person=taker.person)
    return taker


async def told(shop):
    async with shop.db.read(shop.tenant) as session:
        return await session.all(WECHAT)


async def test_wechat_gives_its_own_once(shop):
    running = await passing_on(shop, wechat_stock_id=await stock_of(shop), budget_fen=10_000)
    pack, friend = await pass_on(shop, await paid_order(shop, 1)), await friend_of(shop)
    await claim(shop, pack, friend)
    assert await told(shop) == ["waiting false false"]
    assert await jobs.ask_wechat(shop.db, shop.tenant) == 1
    assert await told(shop) == ["given true false"]
    assert (await standing(shop, running))[3] == []  # and none of the shop's
    assert await jobs.ask_wechat(shop.db, shop.tenant) == 0


async def test_an_answer_that_is_lost_is_asked_for_again_and_gives_the_same_coupon(shop):
    stock_id = await stock_of(shop)
    await passing_on(shop, wechat_stock_id=stock_id)
    pack, friend = await pass_on(shop, await paid_order(shop, 1)), await friend_of(shop)
    await claim(shop, pack, friend)
    await shop.world.fault("answer_lost", path_prefix="/v3/marketing/favor/users/")
    assert await jobs.ask_wechat(shop.db, shop.tenant) == 0
    assert await told(shop) == ["waiting false false"]
    shop.db.clock.advance(timedelta(minutes=2))
    assert await jobs.ask_wechat(shop.db, shop.tenant) == 1
    assert await told(shop) == ["given true false"]
    async with shop.db.read(shop.tenant) as session:
        appid, openid = await queries.openid_here(session, friend.person)
    client = await client_of(keys_of(shop.merchant))
    path = f"/v3/marketing/favor/users/{openid}/coupons?appid={appid}&stock_id={stock_id}"
    assert (await answer_of("list", client._core.request(path)))["total_count"] == 1


@pytest.mark.parametrize("wrong", [{"amount_fen": 400}, {"no_cash": True}, {"started": False}])
async def test_a_stock_that_is_not_what_the_page_promised_is_not_given(shop, wrong):
    running = await passing_on(shop, wechat_stock_id=await stock_of(shop, **wrong), budget_fen=10_000)
    pack = await pass_on(shop, await paid_order(shop, 1))
    await claim(shop, pack, await friend_of(shop))
    assert await jobs.ask_wechat(shop.db, shop.tenant) == 1
    assert await told(shop) == ["refused false true"]
    assert await standing(shop, running) == (1500, ["open 1/3"], ["taken"], [500])


async def test_whom_wechat_has_given_enough_the_shop_gives_its_own(shop):
    await passing_on(shop, wechat_stock_id=await stock_of(shop), claims_per_person_max=2)
    packs = [await pass_on(shop, await paid_order(shop, 1)) for _ in range(2)]
    friend = await friend_of(shop)
    for pack in packs:
        await claim(shop, pack, friend)
    assert await jobs.ask_wechat(shop.db, shop.tenant) == 2
    assert sorted(await told(shop)) == ["given true false", "refused false true"]


async def test_somebody_without_the_mini_program_gets_the_shops_at_once(shop):
    await passing_on(shop, wechat_stock_id=await stock_of(shop))
    await claim(shop, await pass_on(shop, await paid_order(shop, 1)))
    assert await told(shop) == ["shop false true"]


async def test_a_stock_that_wechat_does_not_know_is_none(shop):
    assert await coupons.stock(keys_of(shop.merchant), "99999999") is None
