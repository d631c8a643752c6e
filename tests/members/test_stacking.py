"""Issue 7, line 5: any campaign's price, member price, points and freight on one cart, worked out by the phases.

Whoever brings another source adds a strategy to `SOURCES`; the properties stay as they are.
"""

from dataclasses import replace
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from lianyi.checkout import actions as checkout
from lianyi.checkout import rules
from lianyi.checkout.types import QuoteLine, Want
from lianyi.identity.types import Channel
from lianyi.members import queries as members
from lianyi.members.rules import points as points_rules
from lianyi.members.types import Benefits, Goods, PointsOffer
from lianyi.orders.rules import amounts
from lianyi.orders.types import Line
from lianyi.promotions.queries import stacking
from lianyi.promotions.types import Adjustment, Intent, Phase
from tests.team_world import Teams

PERSON, LEVEL = UUID(int=7), UUID(int=8)


@st.composite
def carts(draw):
    """Lines of a cart at list prices."""
    lines = draw(
        st.lists(st.tuples(st.integers(1, 50_000), st.integers(1, 9)), min_size=1, max_size=6), label="lines"
    )
    return [
        QuoteLine(
            UUID(int=100 + index),
            UUID(int=200 + index),
            "茶",
            "",
            None,
            price,
            quantity,
            price * quantity,
            "yes",
        )
        for index, (price, quantity) in enumerate(lines)
    ]


@st.composite
def activity(draw, lines):
    """A team price: so much off some lines, also more than there is."""
    return [
        Adjustment(
            Phase.ACTIVITY, "group_buy:cmp_1", "拼团价", "Team price",
            -draw(st.integers(1, line.price_fen + 100)) * line.quantity, line.sku_id,
        )
        for line in lines
        if draw(st.booleans())
    ]  # fmt: skip


@st.composite
def voucher(draw, lines):
    """An amount off the whole cart, as a coupon or a voucher would take it."""
    phase = draw(st.sampled_from([Phase.COUPON, Phase.CREDIT]))
    off_fen = draw(st.integers(0, 2 * sum(line.amount_fen for line in lines)))
    return [Adjustment(phase, "voucher:1", "券", "Voucher", -off_fen)] if off_fen else []


SOURCES = [activity, voucher]


@st.composite
def benefits(draw, lines):
    """Anybody's membership."""
    prices = {
        str(line.sku_id): draw(st.none() | st.integers(1, 2 * line.price_fen))
        for line in lines
        if draw(st.booleans())
    }
    return Benefits(
        PERSON, LEVEL, "金卡", draw(st.integers(0, 9_000)), draw(st.sampled_from(["none", "from", "free"])),
        draw(st.integers(1, 100_000)), draw(st.integers(0, 500_000)), draw(st.sampled_from([1, 10, 100, 1_000])),
        draw(st.integers(100, 10_000)), prices,
    )  # fmt: skip


def worked(lines, taken, held):
    """What checkout does, in its own words."""
    off = {
        line.sku_id: members.off_fen(held, Goods(line.sku_id, line.price_fen, line.quantity))
        for line in lines
    }
    sources = [*taken, *rules.member_prices(held, off)]
    listed = rules.play_lines(lines)
    before = stacking.stacked(listed, None, sources)
    offer = members.points_offer(held, before.left_fen)
    after = stacking.stacked(listed, before, [rules.points_off(offer)]) if offer.points else before
    return before, after, offer


@settings(max_examples=300)
@given(st.data())
def test_a_cart_of_any_sources_is_priced_and_given_back_to_the_fen(data):
    lines = data.draw(carts())
    taken = [one for source in SOURCES for one in data.draw(source(lines))]
    held = data.draw(benefits(lines))
    freight_fen = data.draw(st.integers(0, 5_000))
    before, after, offer = worked(lines, taken, held)

    assert all(line.left_fen >= 0 for line in after.lines), "no line falls below zero"
    goods_fen = sum(line.amount_fen for line in lines)
    shown = rules.shown_adjustments(after)
    assert sum(line.left_fen for line in after.lines) == goods_fen + sum(one.amount_fen for one in shown)
    assert len({(one.source, one.sku_id) for one in shown}) == len(shown), "no discount twice"
    worth = -sum(one.amount_fen for one in shown if one.source == "members:points")
    assert worth == offer.worth_fen, "points take off what was said, no fen more or less"
    assert before.left_fen - after.left_fen == worth

    turned = worked(list(reversed(lines)), list(reversed(taken)), held)
    assert {line.sku_id: line.left_fen for line in turned[1].lines} == {
        line.sku_id: line.left_fen for line in after.lines
    }

    off_fen = members.freight_off_fen(held, before.left_fen, freight_fen)
    carried = rules.sums(lines, freight_fen, (*shown, *rules.freight_carried(held, off_fen)))
    assert 0 <= carried.carried_fen <= freight_fen
    assert carried.payable_fen == after.left_fen + carried.carried_fen >= 0
    if carried.payable_fen:
        _given_back(data, lines, after, carried, _spent(before, after, lines, offer))


def _spent(before, after, lines, offer):
    parts = rules.points_parts(before, after, lines)
    assert sum(fen for _, _, fen in parts) == offer.worth_fen
    spend = members.spend_lines(offer, parts) if offer.points else ()
    assert sum(one.points for one in spend) == offer.points
    return [{"sku_id": str(one.sku_id), "quantity": one.quantity, "points": one.points} for one in spend]


def _given_back(data, lines, after, carried, spent):
    """The order as it is written, and any sequence of refunds of its units: money and points, all of both in the end."""
    own = {line.sku_id: line.adjust_fen for line in after.lines}
    totals = amounts.totals(
        [line.amount_fen for line in lines], [line.sku_id for line in lines], carried.carried_fen, carried.adjust_fen,
        [own[line.sku_id] for line in lines],
    )  # fmt: skip
    assert totals.payable_fen == carried.payable_fen
    kept = [
        Line(
            UUID(int=index), UUID(int=9), index, line.sku_id, line.product_id, "", "", "", None, line.price_fen,
            line.quantity, line.amount_fen, 0, share, 0, 0, 0, "yes", None,
        )
        for index, (line, share) in enumerate(zip(lines, totals.adjust_shares_fen, strict=True))
    ]  # fmt: skip
    assert all(line.paid_fen >= 0 for line in kept)
    units = data.draw(
        st.permutations([index for index, line in enumerate(lines) for _ in range(line.quantity)])
    )
    money, back = 0, {}
    for index in units:
        line = kept[index]
        fen = line.worth_fen(1)
        kept[index] = _less(line, fen)
        money += fen
        back[str(line.sku_id)] = back.get(str(line.sku_id), 0) + 1
        assert points_rules.due_back(spent, back) <= sum(one["points"] for one in spent)
    assert money + carried.carried_fen == carried.payable_fen, "every fen, whatever came back when"
    assert points_rules.due_back(spent, back) == sum(one["points"] for one in spent), "and every point"


def _less(line, fen):
    return replace(line, refunded_quantity=line.refunded_quantity + 1, refunded_fen=line.refunded_fen + fen)


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
