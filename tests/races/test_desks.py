"""Desks of the staff: complaints, campaigns, receivers and differences that two of them, or a sweep, act on at once."""

import asyncio
from uuid import uuid4

import pytest
import pytest_asyncio

from lianyi.identity.types import System
from lianyi.payments import actions as payments
from lianyi.promotions import actions as promotions
from lianyi.reconciliation import actions as reconciliation
from lianyi.reconciliation.types import Act
from lianyi.trust.actions import complaints
from lianyi.trust.actions.complaints.acting import Wanted
from tests.checkout.conftest import shop
from tests.complaint_world import desk
from tests.guarantee_world import open_guaranteed
from tests.promotion_world import campaign, draft_of, own_plays
from tests.races.conftest import outcomes, somebody_waits
from tests.reconciliation.conftest import books

__all__ = ["books", "desk", "own_plays", "shop"]


@pytest_asyncio.fixture(loop_scope="session")
async def guaranteed(db, world, app):
    return await open_guaranteed(db, world)


async def test_one_complaint_is_answered_once_by_four_of_the_staff(desk, shop):
    order = await shop.paid(1)
    await desk.complain(order)
    await desk.arrive()
    known = await desk.one()
    reply = [
        complaints.act(desk.db, shop.staff, known.id, Wanted("reply", "马上为您处理", None), uuid4().hex)
        for _ in range(4)
    ]
    results = await outcomes(*reply)
    assert results.count("") == 1
    assert set(results) <= {"", "complaint_act_under_way", "complaint_act_not_possible"}
    assert [side for side, _ in await desk.words()].count("merchant") == 1


async def test_a_complaint_gives_the_money_back_once(desk, shop):
    order = await shop.paid(2)
    await desk.complain(order)
    await desk.arrive()
    known = await desk.one()
    give = [shop.write(complaints.refund_now, shop.staff, known.id, "") for _ in range(4)]
    assert await outcomes(*give) == ["", *["complaint_nothing_to_refund"] * 3]
    await shop.refund_money()
    assert (await shop.balances())["buyers"] == 0
    assert len(await shop.refunds(order.id)) == 1


@pytest.mark.usefixtures("own_plays")
async def test_a_campaign_is_published_once_and_not_while_it_is_dropped(shop):
    by = System(shop.tenant, "test")
    campaign_id = await shop.write(promotions.create, by, draft_of(shop, 1800))
    publish = [shop.write(promotions.publish, by, campaign_id, accept_unknown_cost=True) for _ in range(4)]
    results = await outcomes(*publish)
    assert results.count("") == 1
    assert set(results) <= {"", "stale_version", "campaign_in_other_state"}
    ends = [shop.write(promotions.stop, by, campaign_id, "价格有误") for _ in range(2)]
    ends += [shop.write(promotions.end, by, campaign_id) for _ in range(2)]
    ends += [shop.write(promotions.pause, by, campaign_id)]
    results = await outcomes(*ends)
    assert results.count("") in {1, 2}  # paused first, then ended or stopped, once
    assert (await campaign(shop, campaign_id)).state in {"ended", "stopped"}
    other = await shop.write(promotions.create, by, draft_of(shop, 1800))
    acts = [
        shop.write(promotions.publish, by, other, accept_unknown_cost=True),
        shop.write(promotions.drop, by, other),
    ]
    assert (await outcomes(*acts)).count("") == 1


async def test_a_receiver_goes_or_is_owed_never_both(guaranteed):
    """A claim waits for whoever removes its receiver, and is told that it is gone; the other way round it is owed."""
    shop = guaranteed
    _, first = await shop.partner()
    _, second = await shop.partner(name="另一家供应商有限公司")
    await shop.pay()
    async with shop.db.write(shop.tenant) as removing:
        await payments.remove_receiver(removing, shop.staff, first)
        claim = asyncio.create_task(shop.claim(first, 1000))
        await somebody_waits(shop.db)
    assert await outcomes(claim) == ["receiver_not_found"]
    async with shop.db.write(shop.tenant) as claiming:
        await payments.claim(
            claiming, shop.order, key="k2", receiver_id=second, amount_fen=1000, reason="佣金"
        )
        remove = asyncio.create_task(shop.write(payments.remove_receiver, shop.staff, second))
        await somebody_waits(shop.db)
    assert await outcomes(remove) == ["receiver_owed"]


async def test_a_difference_is_settled_once_by_three_of_the_staff(books):
    day = books.today
    await books.paid(1)
    second = await books.paid(2)
    await books.plant(day, "drop_row", number=await books.transaction_of(second.id))
    await books.reconcile()
    (found,) = await books.differences()
    settle = [
        reconciliation.settle(books.db, books.staff, found.id, Act.TAKE_IN, f"核对{number}")
        for number in range(3)
    ]
    results = await outcomes(*settle)
    assert "" in results
    assert set(results) <= {"", "difference_settled"}
    assert (await books.audit()).count("difference.settled") == 1


async def test_bills_fetched_and_matched_by_three_sweeps_are_booked_once(books):
    await books.fees(60)
    await books.paid(1)
    await books.paid(3)
    await books.to_next_morning()
    for _ in range(4):
        for sweep in (reconciliation.plan, reconciliation.fetch_due, reconciliation.match_due):
            await asyncio.gather(*(sweep(books.db, books.tenant) for _ in range(3)))
    await books.sweep()
    assert await books.differences() == []
    fees = [line for line in await books.books() if line.startswith("fee:")]
    assert len(fees) == len(set(fees)) == 2
