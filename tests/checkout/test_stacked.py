"""A campaign, a level's price and points on one order: each on what the one before has left, placed as it was quoted."""

from lianyi.checkout import actions as checkout
from lianyi.checkout.types import Using, Want
from lianyi.members.types import LevelDraft
from lianyi.orders import actions as orders
from lianyi.orders.types import Portion
from tests.coupon_world import collect, coupons_out
from tests.member_world import open_club

TENTH = LevelDraft("银卡", spend_fen=10_000, off_bp=1_000)


COUPON = {"title": "减十", "off_fen": 1_000}  # from a hundred yuan


async def quote(club, quantity, *, points):
    shop = club.shop
    return await shop.write(
        checkout.quote, shop.shopper, "direct", [Want(shop.skus[0][0], quantity)], club.home,
        using=Using(best=True), use_points=points,
    )  # fmt: skip


def reasons(made):
    return [(one.phase, one.amount_fen) for one in made.sums.adjustments]


async def test_a_coupon_sees_what_a_level_has_left_and_points_what_both_have(db, world):
    club = await open_club(db, world)
    await club.program(levels=(TENTH,))
    await club.rank(0)
    await club.gift(2_000)
    await collect(club.shop, await coupons_out(club.shop, **COUPON))
    made = await quote(club, 2, points=True)
    assert reasons(made) == [("discount", -1_360), ("coupon", -1_000), ("credit", -2_000)]
    assert made.sums.payable_fen == 2 * 6_800 - 1_360 - 1_000 - 2_000 + 800
    placed = await club.place(made)
    assert placed.payable_fen == made.sums.payable_fen
    assert await club.points() == 0
    (line,) = await club.shop.lines(placed.order_id)
    assert line.adjust_share_fen == -4_360


async def test_a_level_can_take_a_cart_below_a_coupons_threshold(db, world):
    """Two pieces are 136 yuan on the list and 95.20 for a member: a hundred is not reached any more."""
    club = await open_club(db, world)
    await club.program(levels=(LevelDraft("银卡", spend_fen=10_000, off_bp=3_000),))
    await club.rank(0)
    await collect(club.shop, await coupons_out(club.shop, **COUPON))
    made = await quote(club, 2, points=False)
    assert reasons(made) == [("discount", -4_080)]
    assert [(one.usable.ok, one.usable.reason_zh) for one in made.usable] == [(False, "还差 4.80 元可用")]


async def test_given_back_piece_by_piece_it_comes_to_what_was_paid(db, world):
    club = await open_club(db, world)
    await club.program(levels=(TENTH,))
    await club.rank(0)
    await club.gift(1_001)
    await collect(club.shop, await coupons_out(club.shop, **COUPON))
    placed = await club.place(await quote(club, 3, points=True))
    await club.shop.pay(placed.order_id)
    (line,) = await club.shop.lines(placed.order_id)
    for _ in range(3):
        await club.shop.write(
            orders.refund, club.shop.staff, placed.order_id, [Portion(line.id, 1)], freight_fen=None, reason="缺货"
        )  # fmt: skip
        await club.shop.tell()
        await club.shop.refund_money()
    order = await club.shop.order(placed.order_id)
    assert (order.state, order.refunded_fen) == ("closed", placed.payable_fen)
    assert await club.points() == 1_001
    assert (await club.shop.balances())["buyers"] == 0
