"""Orders that come to nothing: paid by their discounts when they are placed, by no payment ever, and given back as exactly."""

import pytest
import pytest_asyncio

from lianyi.catalog.jobs import show_sold
from lianyi.checkout import actions as checkout
from lianyi.checkout.types import Ask, Using
from lianyi.identity import actions as identity
from lianyi.insight import queries as insight
from lianyi.insight.types import Place
from lianyi.inventory import actions as inventory
from lianyi.kit.db import Session, Statement
from lianyi.kit.ids import new_id
from lianyi.members.types import Program
from lianyi.orders import actions as orders
from lianyi.orders import queries as order_reads
from lianyi.orders.errors import OrderInOtherState
from lianyi.orders.rules.finance import finance_sheet
from lianyi.orders.rules.words import closed_text, history_text
from lianyi.orders.types import OpenLine, OpenOrder, Portion
from lianyi.payments.errors import NoPayment
from lianyi.trust.actions import aftersales as trust
from lianyi.trust.queries import aftersales as cases
from lianyi.trust.types.aftersales import Application, Said, Wanted
from tests.checkout.conftest import HANGZHOU
from tests.coupon_world import collect, coupons_out, place, quote
from tests.coupon_world import standing as coupon_standing
from tests.member_world import Club, open_club
from tests.order_world import RECEIVER, open_shop

PAYMENTS = Statement("select count(*)::int from payments_payment where tenant_id = %(tenant)s", int)
REFUNDS = Statement("select count(*)::int from payments_refund where tenant_id = %(tenant)s", int)
SOLD = Statement("select sold_count from catalog_product where tenant_id = %(tenant)s and id = %(id)s", int)
FREE_FREIGHT = Statement("update supply_freight_template set kind = 'free' where tenant_id = %(tenant)s")
ALL = Program(points_on=True, share_max_bp=10_000)


@pytest_asyncio.fixture(loop_scope="session")
async def shop(db, world):
    """Two SKUs (68.00 and 30.00 yuan) that are sent for nothing."""
    shop = await open_shop(db, world)
    await shop.stock_up(6800, 10)
    await shop.stock_up(3000, 5, title="茉莉花茶")
    shop.home = await shop.write(identity.add_address, shop.shopper, HANGZHOU)
    return shop


async def money_of(shop):
    """(payments, refunds) that WeChat could know of."""
    async with shop.db.read(shop.tenant) as session:
        return await session.one(PAYMENTS), await session.one(REFUNDS)


async def texts(shop, order_id):
    async with shop.db.read(shop.tenant) as session:
        steps = await order_reads.history(session, order_id)
    return [history_text(step.kind, step.data, "zh") for step in steps]


async def by_coupon(shop, *quantities, **terms):
    """An order whose coupon pays for all of it."""
    terms = {"off_fen": 50_000, "threshold_fen": 0, "back_on_refund": True} | terms
    running = await coupons_out(shop, **terms)
    await collect(shop, running)
    made = await quote(shop, *quantities)
    assert made.sums.payable_fen == 0
    return running, made, await place(shop, made)


async def by_points(shop, *quantities):
    """An order that points pay for whole, and the club that they were given in."""
    club = Club(shop, shop.home, shop.home)
    await club.program(ALL, levels=())
    await club.gift(50_000)
    made = await club.quote(*quantities, use_points=True)
    assert made.sums.payable_fen == 0
    return club, await place(shop, made)


async def test_a_coupon_that_covers_all_of_it_pays_at_once(shop):
    running, _, placed = await by_coupon(shop, 1, 2)
    order = await shop.order(placed.order_id)
    assert (order.state, order.payable_fen, order.adjust_fen) == ("to_ship", 0, -12_800)
    assert (order.paid_at, order.pay_method, order.payment_id, order.transaction_id) == (
        order.placed_at, "free", None, None,
    )  # fmt: skip
    assert order.ship_by_at is not None
    assert (await shop.stock(0), await shop.stock(1)) == ((9, 0, 1), (3, 0, 2))
    assert await shop.facts() == ["order_placed", "order_paid"]
    await shop.tell()
    assert (await money_of(shop), await shop.balances()) == ((0, 0), {})
    assert (await coupon_standing(shop, running))[3] == ["coupon paid 12800"]
    await show_sold(shop.db, shop.tenant)
    async with shop.db.read(shop.tenant) as session:
        assert await session.one(SOLD, id=shop.products[1]) == 2
    assert await texts(shop, placed.order_id) == ["提交订单", "优惠已全部抵扣,免支付"]


async def test_placed_twice_it_is_one_order_and_asked_for_payment_it_has_none(shop):
    _, made, placed = await by_coupon(shop, 1)
    assert await place(shop, made) == placed
    assert await shop.stock() == (9, 0, 1)
    with pytest.raises(NoPayment):
        await shop.prepay(placed.order_id)


async def test_it_cannot_be_cancelled_but_asked_back(shop):
    _, _, placed = await by_coupon(shop, 1)
    before = await shop.everything(placed.order_id)
    with pytest.raises(OrderInOtherState):
        await orders.cancel_for(shop.db, shop.shopper, placed.order_id, "不想要了")
    assert await shop.everything(placed.order_id) == before


async def test_free_orders_and_others_are_placed_together(shop):
    await collect(shop, await coupons_out(shop, off_fen=50_000, threshold_fen=0))
    free, paid = await quote(shop, 1), await quote(shop, 0, 1, using=Using(best=False, chosen=()))
    asks = [Ask(shop.shopper, one.id, shop.home, one.sums.payable_fen) for one in (paid, free)]
    first, second = await shop.write(checkout.place_orders, asks)
    assert [first.payable_fen, second.payable_fen] == [3000, 0]
    states = [(await shop.order(one.order_id)).state for one in (first, second)]
    assert states == ["awaiting_payment", "to_ship"]
    assert (await shop.stock(0), await shop.stock(1)) == ((9, 0, 1), (4, 1, 0))
    assert await money_of(shop) == (1, 0)
    await shop.pay(first.order_id)
    assert (await shop.order(first.order_id)).state == "to_ship"


async def test_given_back_whole_the_coupon_returns_and_no_money_moves(shop):
    running, _, placed = await by_coupon(shop, 1, 2)
    await shop.tell()
    lines = await shop.lines(placed.order_id)
    wanted = [Portion(line.id, line.quantity) for line in lines]
    asked = await shop.write(orders.request_refund, shop.shopper, placed.order_id, wanted, "不想要了")
    if asked.state == "requested":
        asked = await shop.write(orders.approve_refund, shop.staff, asked.refund_id)
    assert (asked.state, asked.amount_fen) == ("succeeded", 0)
    await shop.tell()
    order = await shop.order(placed.order_id)
    assert (order.state, order.close_reason, order.refunded_fen) == ("closed", "refunded", 0)
    assert (await money_of(shop), await shop.balances()) == ((0, 0), {})
    assert (await shop.stock(0), await shop.stock(1)) == ((10, 0, 0), (5, 0, 0))
    _, pieces, _, claims = await coupon_standing(shop, running)
    assert (pieces[0].split()[0], claims) == ("ready", ["coupon refunded 12800"])
    assert closed_text(order, "zh") == "已全部退回,没有付过款"
    told = await texts(shop, placed.order_id)
    assert "已退回,没有付过款,不产生退款;用掉的积分和优惠按规则退回" in told
    assert not any("元" in text for text in told)


async def test_points_that_pay_everything_come_back_piece_by_piece(shop):
    club, placed = await by_points(shop, 3, 1)
    assert await club.points() == 50_000 - 3 * 6800 - 3000
    await shop.tell()
    for line in await shop.lines(placed.order_id):
        for _ in range(line.quantity):
            await shop.write(
                orders.refund, shop.staff, placed.order_id, [Portion(line.id, 1)], freight_fen=None, reason="缺货"
            )  # fmt: skip
            await shop.tell()
    order = await shop.order(placed.order_id)
    assert (order.state, order.granted_fen, await club.points()) == ("closed", 0, 50_000)
    assert await money_of(shop) == (0, 0)
    await shop.balances()


async def test_shipped_it_tells_wechat_nothing_and_completes(shop):
    club, placed = await by_points(shop, 1)
    await shop.tell()
    await shop.ship(placed.order_id)
    assert [one.wechat_state for one in await shop.parcels(placed.order_id)] == ["not_needed"]
    await club.complete(placed.order_id)
    order = await shop.order(placed.order_id)
    assert (order.state, await club.points()) == ("completed", 50_000 - 6800)
    assert (await money_of(shop), (await shop.balances()).keys() & {"buyers", "earned"}) == ((0, 0), set())


async def test_what_was_shipped_comes_back_as_a_case_without_money(shop):
    club, placed = await by_points(shop, 2)
    await shop.tell()
    await shop.ship(placed.order_id)
    await shop.tell()
    (line,) = await shop.lines(placed.order_id)
    wish = Application("refund_only", "not_received", "没有收到", (Wanted(line.id, 2),))
    case_id = await shop.write(trust.apply, shop.shopper, placed.order_id, wish)
    await shop.write(trust.agree, shop.staff, case_id, None, Said("同意"))
    await shop.tell()
    async with shop.db.read(shop.tenant) as session:
        case = await cases.case(session, case_id)
    assert (case.state, case.amount_fen, case.refunded_fen) == ("refunded", 0, 0)
    assert (await club.points(), (await shop.order(placed.order_id)).state) == (50_000, "closed")
    assert await money_of(shop) == (0, 0)


async def test_one_that_waits_for_others_forms_at_once(shop):
    sku_id, price_fen = shop.skus[0]
    line = OpenLine(sku_id, shop.products[0], "S0", "明前龙井", "", None, price_fen, 1, "yes", "0" * 64)
    async with shop.db.write(shop.tenant) as session:
        wanted = OpenOrder(
            shop.shopper.person, new_id(), (line,), RECEIVER, 0, -price_fen, "", "1", session.now, waits=True
        )
        (opened,) = await orders.open_orders(session, [wanted])
        await inventory.reserve(session, opened.id, [(sku_id, 1)], session.now)
        await inventory.sell(session, [opened.id])
    order = await shop.order(opened.id)
    assert (order.state, order.ship_by_at, opened.free) == ("forming", None, True)
    await shop.tell()
    assert await shop.write(orders.refund_forming, opened.id, "没有成团")
    await shop.tell()
    assert ((await shop.order(opened.id)).state, await shop.stock()) == ("closed", (10, 0, 0))


async def test_its_money_is_said_to_be_none(shop):
    _, _, placed = await by_coupon(shop, 1)
    await shop.tell()
    async with shop.db.read(shop.tenant) as session:
        told = await insight.proceeds(session, placed.order_id)
        order, lines = await order_reads.order(session, placed.order_id), await shop.lines(placed.order_id)
    assert (told.place, told.paid_fen, told.keeps_fen, told.fee_due_at) == (Place.FREE, 0, 0, None)
    assert finance_sheet([order], {order.id: lines})


async def test_a_cheaper_address_leaves_a_fen_to_pay_of_an_order_that_awaits_it(db, world):
    """Its payment may be under way, and WeChat takes no less: the order goes on to be paid."""
    club = await open_club(db, world)
    shop = club.shop
    await club.program(ALL, levels=())
    await club.gift(50_000)
    made = await club.quote(1, use_points=True, address=club.far)
    placed = await place(shop, made, address=club.far)
    assert placed.payable_fen == made.sums.freight_fen == 2000
    await shop.write(Session.run, FREE_FREIGHT)
    await shop.write(checkout.change_address, shop.shopper, placed.order_id, club.home)
    order = await shop.order(placed.order_id)
    assert (order.payable_fen, order.freight_fen, order.state) == (1, 1, "awaiting_payment")
    await shop.pay(placed.order_id)
    assert (await shop.order(placed.order_id)).state == "to_ship"
