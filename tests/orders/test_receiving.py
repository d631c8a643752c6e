"""Receipt by hand and by time, completion, urging."""

from dataclasses import replace
from datetime import timedelta

import pytest

from lianyi.identity.types import PersonId
from lianyi.kit.ids import new_id
from lianyi.orders import actions, jobs
from lianyi.orders.errors import OrderInOtherState, OrderUnknown, UrgedRecently


async def test_received_by_hand_and_completed_after_the_return_window(shop):
    opened = await shop.paid(1)
    await shop.ship(opened.id)
    await shop.write(actions.receive, shop.shopper, opened.id)
    order = await shop.order(opened.id)
    assert (order.state, order.complete_at - order.received_at) == ("received", timedelta(days=7))
    await shop.world.advance(timedelta(days=7) - timedelta(seconds=1))
    assert await jobs.complete_by_time(shop.db, shop.tenant) == 0
    await shop.world.advance(timedelta(seconds=1))
    assert await jobs.complete_by_time(shop.db, shop.tenant) == 1
    await shop.tell()
    assert (await shop.order(opened.id)).state == "completed"
    assert await shop.balances() == {"buyers": -6800, "order_money": 0, "earned": 6800}
    assert await shop.steps(opened.id) == ["placed", "paid", "shipped", "received", "completed"]


async def test_received_by_time(shop):
    opened = await shop.paid(1)
    await shop.ship(opened.id)
    await shop.world.advance(timedelta(days=10) - timedelta(seconds=1))
    assert await jobs.receive_by_time(shop.db, shop.tenant) == 0
    await shop.world.advance(timedelta(seconds=1))
    assert await jobs.receive_by_time(shop.db, shop.tenant) == 1
    assert await jobs.receive_by_time(shop.db, shop.tenant) == 0
    assert (await shop.order(opened.id)).state == "received"


async def test_the_shop_sets_its_own_days(shop):
    await shop.settings(auto_receive_days=15, complete_after_days=10)
    opened = await shop.paid(1)
    await shop.ship(opened.id)
    order = await shop.order(opened.id)
    assert order.auto_receive_at - order.shipped_at == timedelta(days=15)
    await shop.write(actions.receive, shop.shopper, opened.id)
    order = await shop.order(opened.id)
    assert order.complete_at - order.received_at == timedelta(days=10)


async def test_what_was_not_shipped_is_not_received(shop):
    unpaid, paid = await shop.place(1), await shop.paid(1)
    shipped = await shop.paid(1)
    await shop.ship(shipped.id)
    await shop.write(actions.receive, shop.shopper, shipped.id)
    for opened, state in ((unpaid, "awaiting_payment"), (paid, "to_ship"), (shipped, "received")):
        seen = await shop.everything(opened.id)
        with pytest.raises(OrderInOtherState) as refused:
            await shop.write(actions.receive, shop.shopper, opened.id)
        assert refused.value.data["state"] == state
        assert await shop.everything(opened.id) == seen


async def test_nobody_receives_for_somebody_else(shop):
    opened = await shop.paid(1)
    await shop.ship(opened.id)
    stranger = replace(shop.shopper, person=PersonId(new_id()))
    for verb in (actions.receive, actions.urge):
        with pytest.raises(OrderUnknown):
            await shop.write(verb, stranger, opened.id)
    assert (await shop.order(opened.id)).state == "shipped"


async def test_urging_once_a_day(shop):
    opened = await shop.paid(1)
    await shop.write(actions.urge, shop.shopper, opened.id)
    await shop.world.advance(timedelta(hours=23, minutes=59))
    with pytest.raises(UrgedRecently) as refused:
        await shop.write(actions.urge, shop.shopper, opened.id)
    assert refused.value.data["retry_after_seconds"] == 60
    await shop.world.advance(timedelta(minutes=1))
    await shop.write(actions.urge, shop.shopper, opened.id)
    assert (await shop.steps(opened.id)).count("urged") == 2
    await shop.ship(opened.id)
    with pytest.raises(OrderInOtherState):
        await shop.write(actions.urge, shop.shopper, opened.id)
