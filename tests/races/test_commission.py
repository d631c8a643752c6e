"""Many hands on one promise: refunds, the sweep and the clock, and two who save a plan at the same moment."""

import asyncio
from datetime import timedelta

import pytest_asyncio

from lianyi.distribution.actions import commissions, plans
from lianyi.distribution.errors.plans import PlanStale
from lianyi.distribution.queries import plans as plan_reads
from lianyi.distribution.types.plans import Rule
from lianyi.kit import wire
from lianyi.kit.errors import Refusal
from lianyi.orders import actions as orders
from lianyi.orders.types import Actor, Portion
from tests.commission_world import customer_of, draft, explained, pass_days, receive, save_plan, standing
from tests.selling_world import open_selling

SYSTEM = Actor("system", name="aftersales")
HANDS = 6


@pytest_asyncio.fixture(loop_scope="session")
async def shop(db, world):
    return await open_selling(db, world)


async def at_once(*acts):
    found = await asyncio.gather(*acts, return_exceptions=True)
    for one in found:
        if isinstance(one, BaseException) and not isinstance(one, Refusal):
            raise one
    return found


async def received(shop, body, count):
    who = await customer_of(shop, body)
    found = []
    for _ in range(count):
        order = await shop.place(2, shopper=who)
        await shop.tell()
        await shop.pay(order.id)
        await receive(shop, order.id, who)
        found.append(order.id)
    return found


async def test_sweeps_at_once_release_each_line_once(shop):
    body, keeper = await shop.keeper()
    await save_plan(shop)
    await received(shop, body, 3)
    shop.db.clock.advance(timedelta(days=9))
    found = await at_once(*(shop.write(commissions.release_due) for _ in range(HANDS)))
    assert sum(one.fen for done in found for one in done) == 3 * 1360
    assert await standing(shop, keeper.id) == (0, 0, 3 * 1360, 0)
    await explained(shop)


async def test_a_refund_against_the_release_takes_its_part_from_where_it_is(shop):
    body, keeper = await shop.keeper()
    await save_plan(shop)
    for order_id in await received(shop, body, 3):
        (line,) = await shop.lines(order_id)
        await shop.write(
            orders.refund_returned, SYSTEM, order_id, "case", [Portion(line.id, 1, 6800)], with_freight=False,
            reason="坏了",
        )  # fmt: skip
        shop.db.clock.advance(timedelta(days=9))
        await at_once(
            shop.write(commissions.release_due), shop.write(commissions.follow_refunds, order_id),
            shop.write(commissions.follow_refunds, order_id), shop.write(commissions.release_due),
        )  # fmt: skip
        await explained(shop)
    await shop.refund_money()
    await pass_days(shop, 1)
    assert await standing(shop, keeper.id) == (0, 0, 3 * 680, 0)
    await explained(shop)


async def test_a_case_against_the_release_holds_or_comes_too_late(shop):
    body, keeper = await shop.keeper()
    await save_plan(shop)
    for order_id in await received(shop, body, 3):
        order = await shop.order(order_id)
        shop.db.clock.advance(timedelta(days=9))
        await shop.write(orders.open_case, order.person_id, order_id)
        await at_once(shop.write(commissions.release_due), shop.write(commissions.keep_held, order_id))
        await explained(shop)
        await shop.write(orders.end_case, order_id)
        await shop.tell()
    await pass_days(shop, 0)
    assert await standing(shop, keeper.id) == (0, 0, 3 * 1360, 0)


async def test_one_version_is_saved_by_one_hand(shop):
    given = [
        {"draft": wire.plain(draft(shop, Rule("tenant", None, rate_bp=500 + hand))), "seen_version": 0}
        for hand in range(HANDS)
    ]
    found = await at_once(*(shop.write(plans._saved.execute, shop.staff, one) for one in given))
    refused = [one for one in found if isinstance(one, Refusal)]
    assert len(refused) == HANDS - 1
    assert {type(one) for one in refused} <= {PlanStale}
    assert [plan.version for plan in await shop.read(plan_reads.listed, None, 10)] == [1]
