"""Lessons about stock and orders: oversold, charged for nothing, counted by whoever came first."""

import asyncio

import psycopg
import pytest

from lianyi.checkout.types import Want
from lianyi.identity.types import System
from lianyi.inventory import actions as inventory
from lianyi.inventory.errors import StockSoldOut
from lianyi.inventory.types import AdjustReason
from lianyi.kit.db import Statement
from lianyi.kit.ids import new_id
from lianyi.orders import actions as orders
from lianyi.orders.errors import PayableOutOfRange
from lianyi.orders.types import Actor
from lianyi.promotions.errors import LimitReached
from tests.live_shop import ok, refused
from tests.promotion_world import own_plays, place, published, quote, standing_of
from tests.races.conftest import outcomes

__all__ = ["own_plays"]
TAKE = Statement(
    "update inventory_stock set available = available - 1, reserved = reserved + 1 where tenant_id = %(tenant)s"
)
NEGATIVE = Statement("update orders_order set payable_fen = -1 where tenant_id = %(tenant)s")


def staff(shop):
    return Actor("staff", shop.staff.staff, shop.staff.name)


async def test_lesson_01_two_hundred_hands_get_the_last_piece_once(shop, crowd):
    """macrozheng/mall#185, #883, #885: oversell under load."""
    last = await shop.stock_up(6800, 1)
    shop.skus, shop.products, shop.db = [(last, 6800)], shop.products[-1:], crowd
    results = await outcomes(*(shop.place(1) for _ in range(200)))
    assert results == ["", *["stock_sold_out"] * 199]
    assert await shop.stock() == (0, 1, 0)


async def test_lesson_02_what_is_promised_cannot_be_promised_again(shop):
    """macrozheng/mall#376: the lock was written and never looked at, and stock fell below zero at payment."""
    first = await shop.place(0, 5)
    with pytest.raises(StockSoldOut) as refusal:
        await shop.place(0, 1)
    assert refusal.value.data["available"] == 0
    await shop.pay(first.id)
    assert await shop.stock(1) == (0, 0, 5)


async def test_lesson_04_no_order_costs_less_than_a_fen(shop):
    """macrozheng/mall#1002: a negative payable was stored."""
    opened = await shop.place(1)
    for adjust_fen in (-6800, -6801, -20_400):
        with pytest.raises(PayableOutOfRange):
            await shop.write(
                orders.change_price, staff(shop), opened.id, adjust_fen=adjust_fen, freight_fen=0, reason="x"
            )
    assert (await shop.order(opened.id)).payable_fen == 6800
    with pytest.raises(psycopg.errors.CheckViolation):  # whoever writes past every check
        await shop.write(lambda session: session.run(NEGATIVE))


async def test_lesson_19_who_may_not_buy_takes_no_stock_and_no_quota(shop, own_plays):
    """hfbin/Seckill PR#11: stock was taken before the check and never given back: sold out with stock left."""
    running = await published(shop, 1800, orders_per_person_max=1, quotas=(5,), budget_fen=18_000)
    await place(shop, await quote(shop, running, 1))
    made = [await shop.write(_quote_without_looking, shop, running) for _ in range(3)]
    before = await standing_of(shop, running), await shop.stock()
    for one in made:
        with pytest.raises(LimitReached):
            await place(shop, one)
    assert (await standing_of(shop, running), await shop.stock()) == before
    assert before[0][:2] == (1800, (1,))


async def _quote_without_looking(session, shop, running):
    """A quote from before the limit was reached, still good for half an hour."""
    from lianyi.checkout import actions as checkout
    from lianyi.identity.types import Channel
    from lianyi.promotions.types import Intent

    await session.run(Statement("delete from promotions_person where tenant_id = %(tenant)s"))
    made = await checkout.quote(
        session, shop.shopper, "direct", [Want(shop.skus[0][0], 1)], shop.home, intent=Intent(running),
        channel=Channel.MINI,
    )  # fmt: skip
    await session.run(
        Statement(
            """
            insert into promotions_person (tenant_id, campaign_id, person_id, orders, pieces)
            values (%(tenant)s, %(campaign_id)s, %(person_id)s, 1, 1)
            """
        ),
        campaign_id=running, person_id=shop.shopper.person,
    )  # fmt: skip
    return made


async def test_lesson_25_goods_are_held_before_anybody_is_charged(shop, crowd):
    """vendurehq/vendure#3508: charged although sold out, because stock was taken at payment only."""
    one, two = await shop.place(0, 3), await shop.place(0, 2)
    assert await shop.stock(1) == (0, 5, 0)
    with pytest.raises(StockSoldOut):
        await shop.place(0, 1)
    shop.db = crowd
    await asyncio.gather(shop.pay_at_wechat(one.id), shop.pay_at_wechat(two.id))
    await shop.world.run_due()
    await shop.tell()
    assert [(await shop.order(one_.id)).state for one_ in (one, two)] == ["to_ship", "to_ship"]
    assert await shop.stock(1) == (0, 0, 5)


async def test_lesson_26_lines_of_one_item_are_asked_together_and_the_table_itself_says_no(shop):
    """medusajs/medusa#16569, #16502, #12401: each line passed alone; direct calls skipped the lock; reserved below zero."""
    sku_id = shop.skus[1][0]
    with pytest.raises(StockSoldOut):
        await shop.write(_reserve, [(sku_id, 3), (sku_id, 3)])
    await shop.write(_reserve, [(sku_id, 2), (sku_id, 3)])
    with pytest.raises(psycopg.errors.CheckViolation):
        await shop.write(lambda session: session.run(TAKE))
    assert await shop.stock(1) == (0, 5, 0)
    await shop.write(inventory.release, RESERVING)


RESERVING = new_id()


async def _reserve(session, lines):
    await inventory.reserve(session, RESERVING, lines, session.now)


async def test_seen_no_change_of_stock_is_lost(shop, crowd):
    """nopCommerce#8085: two updates read the same number, and one of them was forgotten."""
    shop.db, by = crowd, System(shop.tenant, "test")
    add = [shop.write(inventory.receive, by, shop.skus[0][0], 1, AdjustReason.GIFT) for _ in range(20)]
    add += [shop.write(inventory.receive, by, shop.skus[0][0], -1, AdjustReason.DAMAGE) for _ in range(10)]
    assert await outcomes(*add) == [""] * 30
    assert await shop.stock() == (20, 0, 0)


async def test_defect_01_the_statement_that_takes_stock_looks_at_it(shop, crowd):
    """CRMEB `decStockIncSales`: read, then decremented without a guard; safe only where the column is unsigned."""
    shop.db = crowd
    results = await outcomes(*(shop.place(3) for _ in range(8)))
    assert results == ["", "", "", *["stock_sold_out"] * 5]
    assert await shop.stock() == (1, 9, 0)


async def test_lesson_05_the_amount_comes_from_the_order_row_alone(live, world):
    """macrozheng/mall#998: the amount for the payment provider was the client's."""
    placed = await live.buy(1)
    sheet = await live.visitor.act(
        "POST", f"/orders/{placed['order_id']}/pay", {"method": "mini", "amount_fen": 1, "payable_fen": 1}
    )
    assert sheet.status_code in {200, 422}
    await ok(live.visitor.act("POST", f"/orders/{placed['order_id']}/pay", {"method": "mini"}))
    asked = (await world.ask("GET", "/orders", params={"mchid": live.goods.merchant["mchid"]}))["orders"]
    assert [one["total_fen"] for one in asked] == [6800]
    cheaper = live.body | {"expected_payable_fen": 1}
    wanted = {
        "source": "direct", "address_id": cheaper["address_id"],
        "lines": [{"sku_id": live.skus[0], "quantity": 1}],
    }  # fmt: skip
    again = await ok(live.visitor.act("POST", "/quotes", wanted))
    await refused(
        live.visitor.act("POST", "/orders", cheaper | {"quote_id": again["id"]}), 409, "price_changed"
    )


async def test_lesson_06_nobody_moves_an_order_of_somebody_else(live, app):
    """macrozheng/mall#613, #931: anybody could call paySuccess, or cancel any order."""
    import httpx

    from tests.shop_world import Visitor

    placed = await live.buy(1)
    order_id = placed["order_id"]
    person = await live.world.person("陌生人")
    asked = {"appid": live.goods.merchant["mini_appid"], "kind": "login"}
    code = (await live.world.ask("POST", f"/people/{person['id']}/code", json=asked))["code"]
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://shop.test") as phone:
        stranger = Visitor(phone, live.visitor.slug)
        assert (await stranger.enter("/login/mini", {"code": code})).status_code == 200
        for verb, body in (("cancel", {"reason": ""}), ("pay", {"method": "mini"}), ("receive", None)):
            answer = await stranger.act("POST", f"/orders/{order_id}/{verb}", body)
            assert (answer.status_code, answer.json()["code"]) == (404, "order_unknown"), verb
        forged = await phone.post(
            f"/callbacks/pay/{live.goods.tenant}",
            json={"id": "x", "event_type": "TRANSACTION.SUCCESS", "resource": {}},
            headers={
                "Wechatpay-Signature": "eA==",
                "Wechatpay-Timestamp": "1",
                "Wechatpay-Nonce": "n",
                "Wechatpay-Serial": "s",
            },
        )
    assert 400 <= forged.status_code < 500
    detail = await ok(live.visitor.get(f"/orders/{order_id}"))
    assert detail["state"] == "awaiting_payment"


async def test_lesson_23_a_page_sent_again_orders_and_pays_once(live):
    """saleor/saleor#14926, #14251: reloading the page paid twice."""
    placed = await live.buy(1)
    again = await live.visitor.act("POST", "/orders", live.body)
    assert again.json()["order_id"] == placed["order_id"]
    await live.pay(placed["order_id"])
    sheet = await live.visitor.act("POST", f"/orders/{placed['order_id']}/pay", {"method": "mini"})
    assert (sheet.status_code, sheet.json()["code"]) == (409, "order_in_other_state")
    assert (await live.goods.balances())["buyers"] == -6800
    assert await live.goods.stock() == (9, 0, 1)
