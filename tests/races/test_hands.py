"""The machinery itself: keys, relays, jobs and sweeps that meet their own twins."""

import asyncio
from datetime import timedelta

import pytest_asyncio

from lianyi.kit import jobs, relay
from lianyi.orders import actions as orders
from lianyi.orders.types import Portion
from tests.live_shop import ok, open_live
from tests.order_world import open_shop
from tests.races.conftest import answers, tell_together
from tests.shop_world import key


@pytest_asyncio.fixture(loop_scope="session")
async def live(app, db, world, clock, settle):
    async with open_live(app, db, world, clock, settle) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def shop(db, world):
    shop = await open_shop(db, world)
    await shop.stock_up(6800, 40)
    return shop


async def test_one_key_tapped_ten_times_is_one_order_with_one_answer(live, db):
    await live.buy(1)
    wanted = {
        "source": "direct", "address_id": live.body["address_id"],
        "lines": [{"sku_id": live.skus[0], "quantity": 1}],
    }  # fmt: skip
    quote = await ok(live.visitor.act("POST", "/quotes", wanted))
    body = live.body | {"quote_id": quote["id"], "expected_payable_fen": quote["payable_fen"]}
    headers = live.visitor.headers() | key()
    taps = [live.visitor.http.post("/api/shop/orders", json=body, headers=headers) for _ in range(10)]
    placed = await asyncio.gather(*taps)
    assert {one.status_code for one in placed} == {201}
    assert len({one.content for one in placed}) == 1
    assert await live.goods.stock() == (8, 2, 0)


async def test_one_quote_under_ten_keys_is_one_order(live):
    await live.buy(1)
    results = await asyncio.gather(*(live.visitor.act("POST", "/orders", live.body) for _ in range(10)))
    assert {one.status_code for one in results} == {201}
    assert len({one.json()["order_id"] for one in results}) == 1
    assert await live.goods.stock() == (9, 1, 0)


async def test_a_doubled_act_of_the_staff_over_http_is_refused_in_words(live):
    order_id = await live.paid(1)
    sent = {"carrier_code": "SF", "tracking_no": "SF1234567890"}
    taps = [live.console.act("POST", f"/orders/{order_id}/ship", sent) for _ in range(5)]
    assert await answers(*taps) == ["201", *["409 order_in_other_state"] * 4]


async def test_four_relays_tell_each_fact_once(shop, crowd):
    """Paid twelve times: each order is moved, its stock sold and its history written once."""
    opened = [await shop.place(1) for _ in range(12)]
    for one in opened:
        await shop.pay_at_wechat(one.id)
    await shop.world.run_due()
    await tell_together(crowd, hands=6)
    assert await relay.parked(crowd) == []
    for one in opened:
        assert (await shop.steps(one.id)).count("paid") == 1
    assert await shop.stock() == (28, 0, 12)
    assert (await shop.balances())["buyers"] == -6800 * 12


async def test_every_sweep_beside_its_twins_does_what_is_due_once(shop, crowd):
    """Orders in every state, then all clocks at once: each sweep of the house runs three times side by side."""
    unpaid = await shop.place(1)
    shipped = await shop.paid(1)
    await shop.ship(shipped.id)
    received = await shop.paid(1)
    await shop.ship(received.id, "SF0000000002")
    await shop.write(orders.receive, shop.shopper, received.id)
    refunded = await shop.paid(2)
    (line,) = await shop.lines(refunded.id)
    await shop.write(
        orders.refund, shop.staff, refunded.id, [Portion(line.id, 2)], freight_fen=None, reason="缺货"
    )
    await shop.world.advance(timedelta(days=12))
    for _ in range(6):
        for item in jobs.sweeps():
            await asyncio.gather(*(item.sweep(crowd, shop.tenant) for _ in range(3)))
        await shop.world.advance(timedelta(minutes=10))
        await shop.world.run_due()
        await tell_together(crowd)
    assert [(await shop.order(one.id)).state for one in (unpaid, received, refunded)] == [
        "closed", "completed", "closed",
    ]  # fmt: skip
    for one, kind in ((unpaid, "closed"), (received, "completed"), (refunded, "closed")):
        assert (await shop.steps(one.id)).count(kind) == 1
    assert (await shop.order(shipped.id)).state in {"received", "completed"}
    assert (await shop.steps(shipped.id)).count("received") == 1
    assert await shop.stock() == (38, 0, 2)
    assert (await shop.balances())["buyers"] == -6800 * 2
