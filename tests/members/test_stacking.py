"""A membership and a campaign on one order; every set of plays with points: `tests/checkout/test_every_stack.py`."""

from dataclasses import replace
from uuid import UUID

from lianyi.checkout import actions as checkout
from lianyi.checkout.types import Want
from lianyi.identity.types import Channel
from lianyi.members import queries as members
from lianyi.members.types import Benefits, PointsOffer
from lianyi.promotions.types import Intent
from tests.team_world import Teams

PERSON = UUID(int=7)


def test_points_alone_pay_everything_only_where_the_share_says_so():
    held = Benefits(PERSON, None, "", 0, "none", 0, 10**6, 100, 10_000)
    assert members.points_offer(held, 500) == PointsOffer(500, 500)
    assert members.points_offer(replace(held, share_max_bp=9_999), 500) == PointsOffer(499, 499)


async def test_a_campaign_that_leaves_only_freight_open_has_no_second_discount_and_takes_no_points(club):
    """Group buy stacks with freight alone: its price stands by itself, and the level still carries the freight."""
    await club.program()
    await club.rank(1)
    await club.gift(2_000)
    campaign_id = await Teams(club.shop).run()
    made = await club.shop.write(
        checkout.quote, club.shop.shopper, "direct", [Want(club.shop.skus[0][0], 1)], club.home,
        intent=Intent(campaign_id), channel=Channel.MINI, use_points=True,
    )  # fmt: skip
    assert [(one.phase, one.amount_fen) for one in made.sums.adjustments] == [
        ("activity", -1_800),
        ("freight", -800),
    ]
    assert (made.sums.member.usable_points, made.sums.payable_fen) == (0, 5_000)
    await club.place(made)
    assert await club.points() == 2_000


async def test_another_address_costs_what_the_level_leaves_of_it_and_points_count_as_paid(club):
    await club.program()
    await club.rank(1)
    await club.gift(2_000)
    placed = await club.place(await club.quote(1, use_points=True))
    await club.shop.write(checkout.change_address, club.shop.shopper, placed.order_id, club.far)
    order = await club.shop.order(placed.order_id)
    assert (order.region_code, order.freight_fen, order.payable_fen) == ("650102", 0, 6_120 - 2_000)
