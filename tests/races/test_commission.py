"""Many hands on one promise: refunds, the sweep and the clock, and two who save a plan at the same moment."""

import asyncio
from datetime import timedelta

import pytest_asyncio

from lianyi.distribution.actions import commissions, correcting, plans, shopkeepers
from lianyi.distribution.errors.plans import PlanStale
from lianyi.distribution.events.bindings import OwnerCorrected
from lianyi.distribution.queries import commissions as commission_reads
from lianyi.distribution.queries import plans as plan_reads
from lianyi.distribution.store.commissions import LOCK
from lianyi.distribution.types.plans import Rule
from lianyi.kit import wire
from lianyi.kit.errors import Refusal
from lianyi.kit.ids import new_id
from lianyi.orders import actions as orders
from lianyi.orders.types import Actor, Portion
from tests.commission_world import (
    customer_of,
    draft,
    explained,
    pass_days,
    receive,
    refund,
    save_plan,
    standing,
)
from tests.races.conftest import somebody_waits
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
    found = await at_once(*(commissions.release_due(shop.db, shop.tenant) for _ in range(HANDS)))
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
            commissions.release_due(shop.db, shop.tenant), shop.write(commissions.follow_refunds, order_id),
            shop.write(commissions.follow_refunds, order_id), commissions.release_due(shop.db, shop.tenant),
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
        await at_once(
            commissions.release_due(shop.db, shop.tenant), shop.write(commissions.keep_held, order_id)
        )
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


async def test_an_appeal_upheld_while_the_sweep_releases_waits_for_nobody_who_waits_for_it(crowd, shop):
    """Both want what is due and then the line. Somebody holds the line; each of the two takes what it can and waits."""
    (anna, first), (_, second) = await shop.keeper("安娜"), await shop.keeper("可乐")
    await save_plan(shop)
    (order_id,) = await received(shop, anna, 1)
    shop.db.clock.advance(timedelta(days=9))
    order = await shop.order(order_id)
    snapped = await shop.read(commission_reads.snapshot, order_id)
    fact = OwnerCorrected(order_id, order.person_id, second.id, snapped.binding_id, new_id(), "属实")

    async def uphold():
        async with crowd.write(shop.tenant) as session:
            await correcting.correct(session, fact)

    async def release():
        await commissions.release_due(crowd, shop.tenant)

    async with crowd.write(shop.tenant) as holder:
        await holder.all(LOCK, order_id=order_id)
        upholding = asyncio.create_task(uphold())
        await somebody_waits(shop.db)
        releasing = asyncio.create_task(release())
        waiting = asyncio.create_task(somebody_waits(shop.db, hands=2))
        await asyncio.wait({releasing, waiting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
    await asyncio.gather(upholding, releasing)
    await shop.tell()
    await pass_days(shop, 1)
    assert await standing(shop, first.id) == (0, 0, 0, 0)
    assert await standing(shop, second.id) == (0, 0, 1360, 0)
    await explained(shop)


async def test_an_order_that_paid_nobody_is_worked_out_once_whatever_happens_to_it_meanwhile(crowd, shop):
    """Its payee was suspended; an appeal is upheld while its payment and a refund are told, and each of them twice."""
    (anna, first), (_, second) = await shop.keeper("安娜"), await shop.keeper("可乐")
    await save_plan(shop)
    who = await customer_of(shop, anna)
    await shop.write(shopkeepers.suspend, shop.staff, first.id, "核实", None)
    shop.db.clock.advance(timedelta(seconds=1))
    order = await shop.place(2, shopper=who)
    await shop.tell()
    await shop.pay(order.id)
    await refund(shop, order.id, 1)
    snapped = await shop.read(commission_reads.snapshot, order.id)
    fact = OwnerCorrected(order.id, who.person, second.id, snapped.binding_id, new_id(), "属实")

    async def told(verb, what):
        async with crowd.write(shop.tenant) as session:
            await verb(session, what)

    facts = (
        (correcting.correct, fact),
        (commissions.accrue, order.id),
        (commissions.follow_refunds, order.id),
    )
    await asyncio.gather(*(told(verb, what) for verb, what in facts * 3))
    await shop.tell()
    assert await standing(shop, first.id) == (0, 0, 0, 0)
    assert await standing(shop, second.id) == (680, 0, 0, 0)
    await explained(shop)
