"""After-sales under the guarantee: money that lies frozen, and money that was shared out already."""

from dataclasses import fields

import pytest_asyncio

from lianyi.orders import actions as orders
from lianyi.trust.actions import aftersales as actions
from lianyi.trust.types.aftersales import Said
from tests.case_world import CaseShop
from tests.guarantee_world import open_guaranteed


@pytest_asyncio.fixture(loop_scope="session")
async def money(db, world):
    money = await open_guaranteed(db, world)
    plain = money.shop
    money.shop = CaseShop(**{field.name: getattr(plain, field.name) for field in fields(plain)})
    await money.shop.stock_up(6800, 10)
    return money


async def refunded(money, opened, case_id):
    await money.write(actions.agree, money.staff, case_id, None, Said())
    await money.minutes(2, rounds=4)
    return await money.shop.case(case_id)


async def test_frozen_money_goes_back_and_the_rest_is_released(money):
    shop = money.shop
    opened = await shop.received(2)
    await money.settle()
    case_id = await shop.apply(opened, (0, 1), kind="refund_only", reason="quality")
    case = await refunded(money, opened, case_id)
    assert (case.state, case.refunded_fen) == ("refunded", 6800)
    assert await money.balances() == {"buyers": -6800, "guaranteed": 6800}
    await money.at_wechat()


async def test_a_share_comes_back_before_the_shopper_has_the_money(money):
    from datetime import timedelta

    shop = money.shop
    await money.partner(standing_bp=1000)
    opened = await shop.received(1)
    money.order = opened.id
    await money.settle()
    await shop.world.advance(timedelta(days=7, seconds=1))
    await shop.write(orders.complete_due, 100)
    await money.minutes(2, rounds=3)
    books = await money.balances()
    assert books == {"buyers": -6800, "earned": 6120, "shared": 680}, books
    case_id = await shop.apply(opened, (0, 1), kind="refund_only", reason="quality")
    case = await refunded(money, opened, case_id)
    assert (case.state, case.refunded_fen) == ("refunded", 6800)
    assert await money.balances() == {}
    await money.at_wechat()
