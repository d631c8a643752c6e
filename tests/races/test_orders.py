"""Two hands on one order: whoever comes second is refused, and every fen and piece is where it should be."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import httpx
import pytest_asyncio

from lianyi.kit.errors import Refusal
from lianyi.orders import actions, jobs
from lianyi.orders.types import Actor, NewParcel, Portion
from tests.order_world import open_shop


@pytest_asyncio.fixture(loop_scope="session")
async def shop(db, world):
    shop = await open_shop(db, world)
    await shop.stock_up(6800, 10)
    return shop


async def outcomes(*acts):
    """Who succeeded (None) and who was refused (the code); anything else is a failure of the test."""
    results = await asyncio.gather(*acts, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException) and not isinstance(result, Refusal):
            raise result
    return sorted(result.code if isinstance(result, Refusal) else "" for result in results)


def by(shop):
    return Actor("staff", shop.staff.staff, shop.staff.name)


async def test_two_cancels_close_once(shop):
    opened = await shop.place(2)
    cancel = [actions.cancel_for(shop.db, shop.shopper, opened.id, "") for _ in range(4)]
    assert set(await outcomes(*cancel)) <= {
        "",
        "order_in_other_state",
    }  # well for whoever comes when it is done
    assert await shop.stock() == (10, 0, 0)
    assert await shop.steps(opened.id) == ["placed", "closed"]


async def test_cancel_against_payment_ends_in_one_of_both(shop):
    for round_ in range(4):
        opened = await shop.place(1)
        before = await shop.stock()
        await shop.pay_at_wechat(opened.id)
        first = [actions.cancel_for(shop.db, shop.shopper, opened.id, ""), shop.world.run_due()]
        await asyncio.gather(*(first if round_ % 2 else reversed(first)), return_exceptions=True)
        await shop.tell()
        order = await shop.order(opened.id)
        assert order.state == "to_ship"
        assert await shop.stock() == (before[0], before[1] - 1, before[2] + 1)


async def test_cancel_against_an_open_pay_sheet_never_leaves_money_without_goods(shop):
    opened = await shop.place(1)
    client = await shop.prepay(opened.id)
    prepay_id = client.params["package"].removeprefix("prepay_id=")

    async def pay():
        with suppress(httpx.HTTPStatusError):  # WeChat's no to a closed order
            await shop.world.pay(prepay_id=prepay_id, person=shop.buyer["id"])

    await asyncio.gather(
        pay(), actions.cancel_for(shop.db, shop.shopper, opened.id, ""), return_exceptions=True
    )
    await shop.world.run_due()
    await shop.tell()
    await shop.refund_money()
    order, books = await shop.order(opened.id), await shop.balances()
    if order.state == "closed":
        assert books.get("buyers", 0) == 0
        assert await shop.stock() == (10, 0, 0)
    else:
        assert (order.state, books["buyers"]) == ("to_ship", -6800)
        assert await shop.stock() == (9, 0, 1)


async def test_two_staff_ship_one_parcel(shop):
    opened = await shop.paid(3)
    ship = [
        shop.write(actions.ship, by(shop), opened.id, [NewParcel("SF", f"SF0000000{index}")])
        for index in range(4)
    ]
    assert await outcomes(*ship) == ["", *["order_in_other_state"] * 3]
    assert [line.shipped_quantity for line in await shop.lines(opened.id)] == [3]
    assert len(await shop.parcels(opened.id)) == 1


async def test_units_ship_or_come_back_never_both(shop):
    opened = await shop.paid(3)
    (line,) = await shop.lines(opened.id)
    acts = [
        shop.write(
            actions.refund, shop.staff, opened.id, [Portion(line.id, 2)], freight_fen=None, reason="退"
        ),
        shop.write(
            actions.ship, by(shop), opened.id, [NewParcel("SF", "SF00000001", (Portion(line.id, 2),))]
        ),
    ]
    assert await outcomes(*acts) in (["", "refund_too_much"], ["", "ship_too_much"])
    (line,) = await shop.lines(opened.id)
    assert (line.shipped_quantity + line.refunded_quantity, line.unshipped) == (2, 1)


async def test_concurrent_refunds_never_exceed_what_was_paid(shop):
    opened = await shop.paid(3, adjust_fen=-20399)
    assert opened.payable_fen == 1
    (line,) = await shop.lines(opened.id)
    refunds = [
        shop.write(
            actions.refund, shop.staff, opened.id, [Portion(line.id, 1)], freight_fen=None, reason="退"
        )
        for _ in range(6)
    ]
    assert (await outcomes(*refunds)).count("") == 3
    order = await shop.order(opened.id)
    assert (order.state, order.granted_fen) == ("closed", 1)
    assert await shop.stock() == (10, 0, 0)
    await shop.refund_money()
    assert (await shop.balances())["buyers"] == 0


async def test_two_decisions_on_one_request(shop):
    opened = await shop.paid(1)
    (line,) = await shop.lines(opened.id)
    asked = await shop.write(actions.request_refund, shop.shopper, opened.id, [Portion(line.id, 1)], "拍错了")
    acts = [
        shop.write(actions.approve_refund, shop.staff, asked.refund_id),
        shop.write(actions.reject_refund, shop.staff, asked.refund_id, "不行"),
        shop.write(actions.withdraw_refund, shop.shopper, opened.id, asked.refund_id),
    ]
    assert await outcomes(*acts) == ["", "refund_in_other_state", "refund_in_other_state"]
    (refund,) = await shop.refunds(opened.id)
    order = await shop.order(opened.id)
    assert (order.state == "closed") == (refund.state == "processing")
    assert order.granted_fen == (6800 if refund.state == "processing" else 0)


async def test_the_deadline_and_the_shopper_close_together(shop):
    opened = await shop.place(2)
    await shop.world.advance(timedelta(minutes=15))
    await asyncio.gather(
        jobs.close_unpaid_orders(shop.db, shop.tenant),
        jobs.close_unpaid_orders(shop.db, shop.tenant),
        actions.cancel_for(shop.db, shop.shopper, opened.id, ""),
        return_exceptions=True,
    )
    assert (await shop.order(opened.id)).state == "closed"
    assert await shop.stock() == (10, 0, 0)
    assert await shop.steps(opened.id) == ["placed", "closed"]
