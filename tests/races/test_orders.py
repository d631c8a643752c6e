"""Two hands on one order: whoever comes second is refused, and every fen and piece is where it should be."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest_asyncio

from lianyi.kit.db import Statement
from lianyi.orders import actions, jobs
from lianyi.orders.types import Actor, NewParcel, Portion
from lianyi.payments import actions as payments
from tests.order_world import RECEIVER, open_shop
from tests.races.conftest import outcomes, somebody_waits, tell_together
from tests.wechat_world import SandboxRefused

ATTEMPTS = Statement(
    "select count(*)::int from payments_attempt where tenant_id = %(tenant)s and order_id = %(order_id)s", int
)


@pytest_asyncio.fixture(loop_scope="session")
async def shop(db, world):
    shop = await open_shop(db, world)
    await shop.stock_up(6800, 10)
    return shop


def by(shop):
    return Actor("staff", shop.staff.staff, shop.staff.name)


async def test_two_cancels_close_once(shop):
    opened = await shop.place(2)
    cancel = [actions.cancel_for(shop.db, shop.shopper, opened.id, "") for _ in range(4)]
    assert set(await outcomes(*cancel)) == {""}  # whoever is slower has what they wished
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
        with suppress(SandboxRefused):  # WeChat's no to a closed order
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


async def test_an_address_changes_or_a_first_parcel_leaves_never_both(shop):
    """The change waits for a parcel that is only a part of the order: what it then sees must hold that parcel."""
    opened = await shop.paid(3)
    (line,) = await shop.lines(opened.id)
    elsewhere = replace(RECEIVER, city="宁波市", region_code="330203")
    parcel = NewParcel("SF", "SF00000001", (Portion(line.id, 1),))
    async with shop.db.write(shop.tenant) as staff:
        await actions.ship(staff, by(shop), opened.id, [parcel])
        change = asyncio.create_task(
            shop.write(actions.change_address, Actor("shopper", shop.shopper.person), opened.id, elsewhere)
        )
        await somebody_waits(shop.db)
    assert await outcomes(change) == ["order_in_other_state"]
    assert (await shop.order(opened.id)).city == "杭州市"


async def test_two_staff_change_one_price_and_the_second_learns_of_the_first(shop):
    opened = await shop.place(2, freight_fen=800)

    async def change(session, fen):
        await actions.change_price(
            session, by(shop), opened.id, adjust_fen=-fen, freight_fen=800, reason="老客优惠"
        )

    async with shop.db.write(shop.tenant) as first:
        await change(first, 100)
        second = asyncio.create_task(shop.write(change, 200))
        await somebody_waits(shop.db)
    assert await outcomes(second) == ["stale_version"]
    assert set(await outcomes(*[shop.write(change, fen) for fen in (300, 400, 500)])) <= {
        "", "stale_version",
    }  # fmt: skip
    order = await shop.order(opened.id)
    assert order.payable_fen == 13600 + 800 + order.adjust_fen
    assert sum(line.adjust_share_fen for line in await shop.lines(opened.id)) == order.adjust_fen


async def test_a_price_change_against_its_payment_takes_the_one_or_the_other(shop, crowd):
    """Paid at the old price before the change, the order is paid; after it, that money goes back by itself."""
    for round_ in range(4):
        opened = await shop.place(1)
        await shop.pay_at_wechat(opened.id)
        change = shop.write(
            actions.change_price, by(shop), opened.id, adjust_fen=-800, freight_fen=0, reason="老客优惠"
        )
        acts = [change, shop.world.run_due()]
        done = await asyncio.gather(*(acts if round_ % 2 else reversed(acts)), return_exceptions=True)
        refused = [one for one in done if isinstance(one, Exception)]
        assert [one.code for one in refused] in ([], ["payment_not_pending"], ["order_in_other_state"])
        await tell_together(crowd)
        await shop.refund_money()
        order = await shop.order(opened.id)
        assert (order.state, order.payable_fen) == (
            ("to_ship", 6800) if refused else ("awaiting_payment", 6000)
        )
        if not refused:
            await actions.cancel_for(shop.db, shop.shopper, opened.id, "")
            await shop.tell()
    books = await shop.balances()
    assert books.get("stray", 0) == 0


async def test_many_taps_on_pay_make_one_attempt_that_is_paid_once(shop, crowd):
    """WeChat names every sheet anew, but they are one order there: the second sheet finds it paid."""
    opened = await shop.place(1)
    shop.db = crowd
    sheets = await asyncio.gather(*(shop.prepay(opened.id) for _ in range(6)))
    async with crowd.read(shop.tenant) as session:
        assert await session.one(ATTEMPTS, order_id=opened.id) == 1

    async def pay(sheet):
        prepay_id = sheet.params["package"].removeprefix("prepay_id=")
        try:
            await shop.world.pay(prepay_id=prepay_id, person=shop.buyer["id"])
        except SandboxRefused:
            return "no"
        return "paid"

    assert sorted(await asyncio.gather(*(pay(sheet) for sheet in sheets))) == [*["no"] * 5, "paid"]
    await shop.world.run_due()
    await shop.tell()
    assert (await shop.balances())["buyers"] == -6800


async def test_a_callback_said_six_times_at_once_against_the_sweep_pays_once(shop, crowd):
    opened = await shop.place(2)
    await shop.pay_at_wechat(opened.id)
    await shop.world.advance(timedelta(minutes=15))
    await asyncio.gather(
        shop.world.run_due(),
        *(payments.ask_wechat(crowd, shop.tenant, opened.id) for _ in range(5)),
        *(jobs.close_unpaid_orders(crowd, shop.tenant) for _ in range(3)),
        tell_together(crowd),
    )
    await tell_together(crowd)
    assert (await shop.order(opened.id)).state == "to_ship"
    assert (await shop.balances())["buyers"] == -13600
    assert (await shop.steps(opened.id)).count("paid") == 1


async def test_goods_are_received_once_by_shopper_and_clock(shop):
    opened = await shop.paid(2)
    await shop.ship(opened.id)
    await shop.world.advance(timedelta(days=10, minutes=1))
    receive = [shop.write(actions.receive, shop.shopper, opened.id) for _ in range(3)]
    sweep = [shop.write(actions.receive_due, 50) for _ in range(2)]
    results = await outcomes(*receive, *sweep)
    assert set(results) <= {"", "order_in_other_state"}
    assert (await shop.order(opened.id)).state == "received"
    assert (await shop.steps(opened.id)).count("received") == 1


async def test_the_rest_is_refunded_against_the_receipt_of_what_left(shop):
    """Two of three pieces are on their way; the third is given back while the shopper confirms the parcel."""
    for round_ in range(3):
        opened = await shop.paid(3)
        (line,) = await shop.lines(opened.id)
        await shop.ship(opened.id, f"SF0000001{round_}", (Portion(line.id, 2),))
        rest = shop.write(
            actions.refund, shop.staff, opened.id, [Portion(line.id, 1)], freight_fen=None, reason="缺货"
        )
        receipt = shop.write(actions.receive, shop.shopper, opened.id)
        acts = [rest, receipt] if round_ % 2 else [receipt, rest]
        results = await outcomes(*acts)
        assert results in (["", ""], ["", "order_in_other_state"])
        if (await shop.order(opened.id)).state == "shipped":
            await shop.write(actions.receive, shop.shopper, opened.id)
        await shop.refund_money()
        order = await shop.order(opened.id)
        assert (order.state, order.refunded_fen) == ("received", 6800)
        await shop.stock_up(6800, 1)  # another SKU, so that the books of the round stay apart


async def test_completion_told_many_times_earns_once(shop, crowd):
    opened = await shop.paid(2)
    await shop.ship(opened.id)
    await shop.write(actions.receive, shop.shopper, opened.id)
    await shop.world.advance(timedelta(days=7, seconds=1))
    await asyncio.gather(*(shop.write(actions.complete_due, 50) for _ in range(4)))
    await tell_together(crowd)
    assert (await shop.order(opened.id)).state == "completed"
    assert await shop.balances() == {"buyers": -13600, "order_money": 0, "earned": 13600}


async def test_one_number_is_corrected_by_two_hands_and_each_parcel_keeps_its_own(shop):
    opened = await shop.paid(2)
    (line,) = await shop.lines(opened.id)
    parcels = [NewParcel("SF", f"SF0000002{index}", (Portion(line.id, 1),)) for index in range(2)]
    first, second = await shop.write(actions.ship, by(shop), opened.id, parcels)
    edit = [
        shop.write(actions.edit_parcel, by(shop), one, carrier_code="SF", tracking_no="SF00000099")
        for one in (first, second)
    ]
    assert await outcomes(*edit) == ["", "parcel_known"]
