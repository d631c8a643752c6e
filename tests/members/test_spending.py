"""Points at the checkout: spent once, given back to the point, never sold, never passed on."""

from datetime import timedelta

import pytest

from lianyi.checkout.errors import PriceChanged
from lianyi.identity.events import PersonDeleted, PersonMerged
from lianyi.ledger import actions as ledger
from lianyi.ledger.types import CURRENCIES, POINTS_CURRENCY, AccountRef, Purpose, Subject, Transfer
from lianyi.members import jobs
from lianyi.members.errors import PointsShort
from lianyi.members.rules.accounts import ISSUED, of_person
from lianyi.orders import actions as orders
from lianyi.orders import jobs as order_jobs
from lianyi.orders.types import Portion


async def test_points_pay_a_part_and_are_gone(club):
    await club.program()
    await club.gift(2_000)
    made = await club.quote(1, 1, use_points=True)
    part = made.sums.member
    assert (part.points, part.usable_points, part.used_points, part.used_fen) == (2_000, 2_000, 2_000, 2_000)
    assert made.sums.payable_fen == 6_800 + 3_000 + 800 - 2_000
    assert await club.points() == 2_000, "a quote holds nothing"
    placed = await club.place(made)
    assert await club.points() == 0
    lines = await club.shop.lines(placed.order_id)
    assert [line.adjust_share_fen for line in lines] == [-1_388, -612], "by what each line had left"
    assert sum(line.paid_fen for line in lines) + 800 == placed.payable_fen


async def test_points_are_only_used_when_asked_for_and_up_to_the_share(club):
    await club.program()
    await club.gift(90_000)
    made = await club.quote(0, 1)
    assert (made.sums.member.used_points, made.sums.payable_fen) == (0, 3_800)
    assert (made.sums.member.usable_points, made.sums.member.usable_fen) == (1_500, 1_500)
    assert (await club.quote(0, 1, use_points=True)).sums.payable_fen == 2_300


async def test_two_quotes_promise_the_same_points_and_one_order_gets_them(club):
    await club.program()
    await club.gift(1_000)
    first, second = await club.quote(1, use_points=True), await club.quote(0, 1, use_points=True)
    await club.place(first)
    with pytest.raises(PriceChanged):
        await club.place(second)
    assert await club.points() == 0
    assert (await club.shop.stock(1))[1] == 0


async def test_a_cancelled_order_gives_every_point_back(club):
    await club.program()
    await club.gift(2_000)
    placed = await club.place(await club.quote(1, use_points=True))
    await orders.cancel_for(club.shop.db, club.shop.shopper, placed.order_id, "")
    await club.shop.tell()
    await club.shop.tell()
    assert await club.points() == 2_000
    assert await club.kinds() == [("adjusted", 2_000), ("spent", -2_000), ("given_back", 2_000)]


async def test_refunds_of_single_units_give_back_their_points_and_all_of_them_everything(club):
    await club.program()
    await club.gift(1_001)
    order_id = await club.buy(3, 1, use_points=True)
    paid = (await club.shop.order(order_id)).payable_fen
    lines = await club.shop.lines(order_id)
    back = []
    for line, quantity in ((lines[0], 1), (lines[0], 1), (lines[1], 1), (lines[0], 1)):
        await club.shop.write(
            orders.refund,
            club.shop.staff,
            order_id,
            [Portion(line.id, quantity)],
            freight_fen=None,
            reason="缺货",
        )
        await club.shop.tell()
        back.append(await club.points())
        await club.shop.refund_money()
    assert back == [291, 582, 710, 1_001], "873 points went into the three pieces, 128 into the other line"
    order = await club.shop.order(order_id)
    assert (order.state, order.refunded_fen) == ("closed", paid)
    assert (await club.shop.balances())["buyers"] == 0


async def test_money_without_units_gives_no_points_back(club):
    await club.program()
    await club.gift(1_000)
    order_id = await club.buy(1, use_points=True)
    line = (await club.shop.lines(order_id))[0]
    await club.shop.write(
        orders.refund, club.shop.staff, order_id, [Portion(line.id, 0, 100)], freight_fen=None, reason="补偿"
    )
    await club.shop.tell()
    assert await club.points() == 0


async def test_paid_after_it_closed_takes_the_points_again(club):
    await club.program()
    await club.gift(1_000)
    placed = await club.place(await club.quote(1, use_points=True))
    await _closed_then_paid(club, placed.order_id)
    assert (await club.shop.order(placed.order_id)).state == "to_ship"
    assert await club.points() == 0
    assert [kind for kind, _ in await club.kinds()] == ["adjusted", "spent", "given_back", "spent"]


async def test_paid_after_it_closed_and_its_points_were_spent_goes_back(club):
    await club.program()
    await club.gift(1_000)
    placed = await club.place(await club.quote(1, use_points=True))
    await _closed_then_paid(club, placed.order_id, meanwhile=lambda: club.gift(-1_000))
    order = await club.shop.order(placed.order_id)
    assert (order.state, order.close_reason) == ("closed", "refunded")
    await club.shop.refund_money()
    assert (await club.shop.balances())["buyers"] == 0
    assert await club.points() == 0


async def _closed_then_paid(club, order_id, meanwhile=None):
    """The shop closes it here while the sheet is open; the money comes all the same."""
    from lianyi.inventory import actions as inventory
    from lianyi.kit.db import Statement
    from lianyi.orders import store
    from lianyi.orders.events import OrderClosed

    assert Statement
    await club.shop.pay_at_wechat(order_id)
    async with club.shop.db.write(club.shop.tenant) as session:
        closed = await session.maybe(store.CLOSE_UNPAID, order_id=order_id, reason="deadline")
        await session.emit(OrderClosed(order_id, closed.person_id, "deadline"))
        await inventory.release(session, order_id)
    await club.shop.tell()
    assert await club.points() == 1_000
    if meanwhile:
        await meanwhile()
    await club.shop.world.run_due()
    await club.shop.tell()


async def test_points_of_one_person_are_no_use_to_another(club):
    await club.program()
    await club.gift(1_000)
    other = await club.newcomer()
    made = await club.quote(1, use_points=True)
    assert made.sums.member.used_points == 1_000
    async with club.shop.db.read(club.shop.tenant) as session:
        from lianyi.members import queries

        held = await queries.benefits(session, other.person, [])
    assert held.points == 0


def test_no_purpose_in_points_is_money_and_the_ledger_crosses_no_currency():
    assert set(CURRENCIES) == {Purpose.POINTS, Purpose.POINTS_ISSUED}
    assert set(CURRENCIES.values()) == {POINTS_CURRENCY}


async def test_no_transfer_takes_points_to_money_or_money_to_points(club):
    await club.program()
    await club.gift(500)
    person = of_person(club.shop.shopper.person)
    money = [AccountRef(purpose) for purpose in Purpose if purpose not in CURRENCIES]
    disguised = [
        AccountRef(purpose, currency=POINTS_CURRENCY) for purpose in Purpose if purpose not in CURRENCIES
    ]
    for points in (person, ISSUED, AccountRef(Purpose.POINTS, "person", club.shop.shopper.person)):
        for other in [*money, *disguised]:
            for source, target in ((points, other), (other, points)):
                for verb in (ledger.transfer, ledger.hold):
                    with pytest.raises(ValueError, match=r"currenc|is not kept in"):
                        await club.shop.write(
                            verb,
                            Transfer("cash", "cash", source, target, 1, Subject("person", person.owner_id)),
                        )
    assert await club.points() == 500


async def test_the_merchants_money_shows_no_points(club):
    await club.program()
    await club.gift(500)
    assert await club.shop.balances() == {}


async def test_points_end_on_their_day_and_are_told_a_month_before(club):
    await club.program()
    await club.gift(300)
    await club.shop.world.advance(timedelta(days=365))
    assert await jobs.warn_members(club.shop.db, club.shop.tenant) == 1
    assert await jobs.warn_members(club.shop.db, club.shop.tenant) == 0
    await club.gift(200)
    await club.shop.world.advance(timedelta(days=31))
    made = await club.quote(1, use_points=True)
    assert made.sums.member.points == 200, "beyond their day, whether the sweep has run or not"
    assert await jobs.expire_points(club.shop.db, club.shop.tenant) == 1
    assert await jobs.expire_points(club.shop.db, club.shop.tenant) == 0
    assert await club.points() == 200
    assert await club.kinds() == [("adjusted", 300), ("adjusted", 200), ("expired", -300)]


async def test_the_staff_takes_no_more_than_there_is(club):
    await club.program()
    await club.gift(100)
    with pytest.raises(PointsShort):
        await club.gift(-101)
    assert await club.points() == 100


async def test_one_person_in_two_records_has_all_points_and_whoever_leaves_has_none(club):
    await club.program()
    other = await club.newcomer()
    await club.gift(300)
    await club.gift(200, other)
    await club.merge_or_delete(PersonMerged(other.person, club.shop.shopper.person))
    assert (await club.points(), await club.points(other)) == (500, 0)
    await club.merge_or_delete(PersonDeleted(club.shop.shopper.person, None))
    assert await club.points() == 0


async def test_an_order_left_unpaid_gives_back_by_the_clock(club):
    await club.program()
    await club.gift(1_000)
    await club.place(await club.quote(1, use_points=True))
    await club.shop.world.advance(timedelta(minutes=16))
    await order_jobs.close_unpaid_orders(club.shop.db, club.shop.tenant)
    await club.shop.tell()
    assert await club.points() == 1_000


async def test_no_more_points_are_spent_than_the_quote_showed(club):
    await club.program()
    await club.gift(500)
    made = await club.quote(1, use_points=True)
    await club.gift(700)
    placed = await club.place(made)
    assert (await club.points(), placed.payable_fen) == (700, made.sums.payable_fen)
