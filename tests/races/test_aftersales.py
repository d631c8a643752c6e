"""Two hands on one case: whoever comes second is refused, and every fen and piece is where it should be."""

import asyncio
from dataclasses import fields
from datetime import timedelta

import pytest_asyncio

from lianyi.trust.actions import aftersales as actions
from lianyi.trust.types.aftersales import Said
from tests.case_world import CaseShop
from tests.order_world import open_shop
from tests.races.conftest import outcomes


@pytest_asyncio.fixture(loop_scope="session")
async def shop(db, world):
    plain = await open_shop(db, world)
    shop = CaseShop(**{field.name: getattr(plain, field.name) for field in fields(plain)})
    await shop.stock_up(6800, 10)
    await shop.stock_up(3000, 5, title="茉莉花茶")
    return shop


async def test_a_double_tap_opens_one_case(shop):
    opened = await shop.received(2)
    taps = [shop.apply(opened, (0, 1)) for _ in range(4)]
    assert await outcomes(*taps) == ["", *["aftersales_line_open"] * 3]
    order = await shop.order(opened.id)
    assert (order.open_cases, order.cases) == (1, 1)


async def test_two_staff_receive_once(shop):
    opened = await shop.received(2)
    case_id = await shop.returning(opened, (0, 2))
    receive = [shop.receive(case_id) for _ in range(4)]
    assert await outcomes(*receive) == ["", *["aftersales_in_other_state"] * 3]
    await shop.refund_money()
    assert await shop.stock(0) == (10, 0, 0)
    assert (await shop.balances())["buyers"] == 0
    assert len(await shop.refunds(opened.id)) == 1


async def test_agree_against_refuse_against_withdraw_ends_in_one_of_them(shop):
    opened = await shop.received(2)
    case_id = await shop.apply(opened, (0, 2), kind="refund_only", reason="quality")
    acts = [shop.agree(case_id), shop.refuse(case_id), shop.write(actions.withdraw, shop.shopper, case_id)]
    results = await outcomes(*acts)
    case = await shop.case(case_id)
    # a refusal can still be withdrawn; everything else is final
    assert results.count("") == (
        2 if case.state == "withdrawn" and "refused" in await shop.file(case_id) else 1
    )
    await shop.refund_money()
    order = await shop.order(opened.id)
    assert (order.refunded_fen == 13600) == (case.state == "refunding")


async def test_two_lines_of_an_order_at_once_close_it_once_and_never_exceed_what_was_paid(shop):
    opened = await shop.received(1, 1, freight_fen=700, adjust_fen=-333)
    await shop.with_address()
    cases = [await shop.apply(opened, (index, 1), reason="quality") for index in (0, 1)]
    for case_id in cases:
        await shop.agree(case_id)
        await shop.hand_in(case_id)
    assert await outcomes(*[shop.receive(case_id) for case_id in cases]) == ["", ""]
    await shop.refund_money()
    order = await shop.order(opened.id)
    assert (order.state, order.refunded_fen, order.open_cases) == ("closed", order.payable_fen, 0)
    assert (await shop.steps(opened.id)).count("closed") == 1
    assert await shop.balances() == {"buyers": 0, "order_money": 0}


async def test_the_sweep_against_the_staff(shop):
    opened = await shop.received(2)
    case_id = await shop.apply(opened, (0, 2), kind="refund_only", reason="quality")
    await shop.world.advance(timedelta(hours=48))
    await asyncio.gather(shop.write(actions.run_out, case_id), shop.agree(case_id), return_exceptions=True)
    await shop.refund_money()
    assert (await shop.file(case_id)).count("refunded") == 1
    assert len(await shop.refunds(opened.id)) == 1
    assert (await shop.balances())["buyers"] == 0


async def test_the_last_piece_is_exchanged_or_sold_never_both(shop):
    opened = await shop.received(0, 4)
    case_id = await shop.returning(opened, (1 - 1, 1), kind="exchange", reason="damaged")
    await shop.receive(case_id, restock=False)
    acts = [shop.write(actions.reship, shop.staff, case_id, "SF", "SF1000200030"), shop.place(0, 1)]
    assert await outcomes(*acts) == ["", "stock_sold_out"]
    assert (await shop.stock(1))[0] == 0
    if (await shop.case(case_id)).state == "received":
        await shop.write(actions.refund_now, shop.staff, case_id, Said("没有货了"))
