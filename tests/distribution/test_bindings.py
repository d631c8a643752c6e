"""The log of bindings over real shares, devices and sign-ins: what is written, who owns, who never does."""

import asyncio
import itertools
from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest

from lianyi.distribution.actions import bindings, shopkeepers
from lianyi.distribution.queries import bindings as log
from lianyi.distribution.types.bindings import TouchRule
from lianyi.kit.db import Statement
from lianyi.social.types import Target
from tests.social.conftest import Body

COUNT = Statement(
    "select (select count(*) from distribution_binding where tenant_id = %(tenant)s) + "
    "(select count(*) from distribution_customer where tenant_id = %(tenant)s)", int,
)  # fmt: skip
CHANGE = Statement("update distribution_binding set words = 'x' where tenant_id = %(tenant)s")


async def test_a_click_on_a_shopkeepers_share_binds_and_an_order_knows_whose_it_is(shop, clock):
    anna, keeper = await shop.keeper("安娜")
    ben = await shop.someone("小贝")
    await shop.came(ben, anna)
    assert await shop.results(ben) == ["bound:first"]
    assert await shop.owner(ben) == keeper.id
    assert await shop.owner(ben, clock.now() - timedelta(minutes=1)) is None
    line = (await shop.log(ben))[0]
    assert (line.rule_version, line.touch, line.holder_id) == (0, "click", keeper.id)


async def test_a_share_of_somebody_who_does_not_sell_writes_nothing(shop):
    anna, ben = await shop.someone("安娜"), await shop.someone("小贝")
    await shop.came(ben, anna)
    assert await shop.read(_count) == 0
    assert await shop.owner(ben) is None


async def test_an_anonymous_click_counts_once_its_device_signs_in(shop, clock):
    anna, keeper = await shop.keeper("安娜")
    device = Body()
    await shop.came(device, anna)
    assert await shop.read(_count) == 0
    clock.advance(timedelta(days=2))
    ben = await shop.someone("小贝")
    joined, _ = await shop.friends.join(device, ben)
    await shop.tell()
    line = (await shop.log(joined))[0]
    assert line.counts_at - line.at >= timedelta(days=2)
    assert await shop.owner(joined) == keeper.id
    assert await shop.owner(joined, clock.now() - timedelta(minutes=1)) is None


async def test_two_clicks_of_one_device_are_read_in_the_order_they_happened(shop, clock):
    anna, first = await shop.keeper("安娜")
    cora, _ = await shop.keeper("可乐")
    device = Body()
    await shop.came(device, anna)
    clock.advance(timedelta(hours=1))
    await shop.came(device, cora)
    joined, _ = await shop.friends.join(device, await shop.someone("小贝"))
    await shop.tell()
    assert await shop.results(joined) == ["bound:first", "refused:protected"]
    assert await shop.owner(joined) == first.id


async def test_the_same_fact_told_again_writes_nothing(shop):
    anna, _ = await shop.keeper("安娜")
    ben = await shop.someone("小贝")
    await shop.came(ben, anna)
    before = await shop.log(ben)
    assert await shop.take(ben) == []
    assert await shop.log(ben) == before


async def test_the_next_shopkeeper_takes_the_customer_after_the_protection(shop, clock):
    anna, first = await shop.keeper("安娜")
    cora, second = await shop.keeper("可乐")
    ben = await shop.someone("小贝")
    await shop.came(ben, anna)
    placed_at = clock.now()
    clock.advance(timedelta(days=8))
    await shop.came(ben, cora)
    assert await shop.results(ben) == ["bound:first", "taken:unprotected"]
    assert (await shop.owner(ben, placed_at), await shop.owner(ben)) == (first.id, second.id)


async def test_a_shorter_rule_leaves_what_was_bound_its_own_end(shop, clock):
    anna, first = await shop.keeper("安娜")
    cora, _ = await shop.keeper("可乐")
    ben = await shop.someone("小贝")
    await shop.rule(TouchRule.LAST, 10, 20)
    clock.advance(timedelta(seconds=1))
    await shop.came(ben, anna)
    await shop.rule(TouchRule.LAST, 0, 1)
    clock.advance(timedelta(days=5))
    await shop.came(ben, cora)
    assert await shop.results(ben) == ["bound:first", "refused:protected"]
    clock.advance(timedelta(days=14))
    assert await shop.owner(ben) == first.id
    clock.advance(timedelta(days=2))
    assert await shop.owner(ben) is None


# -- self, device, circle ------------------------------------------------------------------------------------------


async def test_opening_ones_own_share_binds_nobody(shop):
    anna, _ = await shop.keeper("安娜")
    await shop.came(Body(uuid4(), anna.person), anna)
    assert await shop.owner(anna) is None
    assert await shop.log(anna) == []


async def test_a_second_account_on_the_shopkeepers_phone_is_not_a_customer(shop):
    anna, _ = await shop.keeper("安娜")
    phone = Body(
        uuid4(), anna.person
    )  # another phone of hers, from which she looked at somebody's share once
    other = await shop.someone("别人")
    await shop.came(phone, other)
    second = await shop.someone("小号")
    await shop.came(Body(phone.device, second.person), anna)
    assert await shop.results(second) == ["refused:same_device"]
    assert await shop.owner(second) is None


@pytest.mark.parametrize("length", [2, 3, 5])
async def test_a_circle_of_any_length_is_not_closed(shop, length):
    """Defect 4: a check of one or two steps lets the third one through."""
    keepers = [await shop.keeper(f"店主{number}") for number in range(length)]
    for (lower, _), (upper, _) in itertools.pairwise(keepers):
        await shop.came(lower, upper)  # each is the customer of the next
    (first, _), (last, _) = keepers[0], keepers[-1]
    await shop.came(last, first)
    assert await shop.results(last) == ["refused:loop"]
    assert await shop.owner(last) is None


async def test_two_who_sell_to_each_other_at_the_same_moment_close_no_circle(shop):
    for _ in range(4):
        anna, _ = await shop.keeper("安娜")
        cora, _ = await shop.keeper("可乐")
        await shop.friends.open(anna, await shop.friends.share(cora))
        await shop.friends.open(cora, await shop.friends.share(anna))
        await asyncio.gather(shop.take(anna), shop.take(cora))
        results = sorted(await shop.results(anna) + await shop.results(cora))
        assert results == ["bound:first", "refused:loop"]


# -- states of the shopkeeper --------------------------------------------------------------------------------------


async def test_a_suspended_shopkeeper_keeps_customers_but_neither_binds_nor_is_owed(shop, clock):
    anna, keeper = await shop.keeper("安娜")
    ben, dora = await shop.someone("小贝"), await shop.someone("朵拉")
    await shop.came(ben, anna)
    before = clock.now()
    clock.advance(timedelta(hours=1))
    await shop.write(shopkeepers.suspend, shop.staff, keeper.id, "核实中", None)
    await shop.came(dora, anna)
    assert await shop.results(dora) == ["refused:not_selling"]
    assert (await shop.owner(ben, before), await shop.owner(ben)) == (keeper.id, None)
    clock.advance(timedelta(hours=1))
    await shop.write(shopkeepers.resume, shop.staff, keeper.id, "已核实")
    assert await shop.owner(ben) == keeper.id


async def test_the_customers_of_whoever_left_are_free_at_once(shop, clock):
    anna, keeper = await shop.keeper("安娜")
    cora, second = await shop.keeper("可乐")
    ben = await shop.someone("小贝")
    await shop.came(ben, anna)
    clock.advance(timedelta(hours=1))
    await shop.write(shopkeepers.leave, shop.shopper_of(anna), keeper.id, "不做了")
    assert await shop.owner(ben) is None
    await shop.came(ben, cora)
    assert await shop.results(ben) == ["bound:first", "bound:holder_left"]
    assert await shop.owner(ben) == second.id


async def test_a_click_from_before_somebody_sold_binds_nobody(shop, clock):
    anna = await shop.someone("安娜")
    ben = await shop.someone("小贝")
    await shop.came(ben, anna)
    clock.advance(timedelta(hours=1))
    await shop.apply(anna)
    assert await shop.take(ben) == []
    assert await shop.owner(ben) is None


# -- orders and races ----------------------------------------------------------------------------------------------


async def test_the_owner_of_an_order_is_who_owned_when_it_was_placed(shop, clock):
    """Defect 5: neither the moment of payment nor the moment of looking matters."""
    anna, first = await shop.keeper("安娜")
    cora, _ = await shop.keeper("可乐")
    await shop.came(Body(uuid4(), shop.shopper.person), anna)
    clock.advance(timedelta(days=6))
    order = await shop.place(1)
    placed_at = (await shop.order(order.id)).placed_at
    clock.advance(timedelta(days=10))
    await shop.came(Body(uuid4(), shop.shopper.person), cora)
    assert await shop.owner(shop.shopper.person, placed_at) == first.id


async def test_what_arrives_after_an_order_was_looked_at_counts_after_it(shop, clock):
    anna, keeper = await shop.keeper("安娜")
    ben = Body(uuid4(), shop.shopper.person)
    await shop.came(ben, anna)
    clock.advance(timedelta(days=40))
    share = await shop.friends.share(anna, Target("shop"))
    clock.advance(timedelta(seconds=10))
    await shop.place(1)
    await shop.tell()
    placed_at = clock.now()
    assert await shop.owner(ben, placed_at) is None
    clock.advance(
        -timedelta(seconds=5)
    )  # an opening that was begun before the order, and is written after it
    await shop.friends.open(ben, share)
    clock.advance(timedelta(seconds=5))
    await shop.tell()
    assert await shop.owner(ben, placed_at) is None
    assert await shop.owner(ben, placed_at + timedelta(seconds=1)) == keeper.id


async def test_an_order_takes_in_what_was_opened_before_it_even_when_that_fact_is_late(shop):
    anna, keeper = await shop.keeper("安娜")
    ben = Body(uuid4(), shop.shopper.person)
    await shop.friends.open(ben, await shop.friends.share(anna))
    order = await shop.place(1)
    placed_at = (await shop.order(order.id)).placed_at
    await shop.write(bindings.settle, ben.person, placed_at)
    assert await shop.owner(ben, placed_at) == keeper.id


async def test_two_promoters_claim_one_customer_at_the_same_moment(shop, clock):
    for _ in range(3):
        keepers = [await shop.keeper(f"店主{number}") for number in range(4)]
        ben = await shop.someone("小贝")
        for body, _ in keepers:
            await shop.friends.open(ben, await shop.friends.share(body))
        await asyncio.gather(*(shop.take(ben) for _ in range(6)))
        results = await shop.results(ben)
        assert sorted(results) == ["bound:first"] + ["refused:protected"] * 3
        assert await shop.owner(ben) in {keeper.id for _, keeper in keepers}


async def test_the_log_cannot_be_changed(shop):
    anna, _ = await shop.keeper("安娜")
    await shop.came(await shop.someone("小贝"), anna)
    with pytest.raises(psycopg.errors.RestrictViolation):
        async with shop.db.write(shop.tenant) as session:
            await session.run(CHANGE)


async def test_many_owners_cost_one_statement(shop):
    anna, keeper = await shop.keeper("安娜")
    people = [await shop.someone(f"顾客{number}") for number in range(5)]
    for body in people[:3]:
        await shop.came(body, anna)
    now = shop.db.clock.now()
    found = await shop.read(log.owners_at, [(body.person, now) for body in people])
    assert found == {(body.person, now): keeper.id for body in people[:3]}


async def _count(session):
    return await session.one(COUNT)
