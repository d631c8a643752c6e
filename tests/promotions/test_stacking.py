"""Whatever comes together on one cart: never below nothing, to the fen, in any order of lines; every refund sums to it.

A further thing that takes off (a member's price, points) is a line of TAKERS: (its phase's place, strategy of a taker).
"""

from dataclasses import replace
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from lianyi.orders.types import Line, LineId, OrderId
from lianyi.promotions import rules as frame
from lianyi.promotions.plays.coupon import rules as coupon
from lianyi.promotions.plays.coupon.errors import (
    BelowThreshold,
    CouponNotForThese,
    GiftNotInOrder,
)
from lianyi.promotions.plays.coupon.types import CouponSettings, InHand
from lianyi.promotions.types import Adjustment, Phase, PlayLine

CAMPAIGN = UUID(int=7)


def line(number, price_fen, quantity):
    return PlayLine(UUID(int=number), UUID(int=100 + number), f"茶 {number}", price_fen, quantity)


carts = st.lists(st.tuples(st.integers(1, 50_000), st.integers(1, 6)), min_size=1, max_size=6).map(
    lambda rows: [line(number, *row) for number, row in enumerate(rows, 1)]
)


@st.composite
def team_price(draw):
    """So much off each piece of some SKUs, sometimes more than they cost."""
    off = draw(st.dictionaries(st.integers(1, 6), st.integers(1, 60_000), max_size=4))

    def take(lines):
        return [
            Adjustment(
                Phase.ACTIVITY, "activity:x", "活动价", "Price", -off[number] * one.quantity, one.sku_id
            )
            for one in lines
            if (number := one.sku_id.int) in off
        ]

    return take


@st.composite
def a_coupon(draw):
    """Any kind, for all or for some of the goods."""
    terms = draw(
        st.one_of(
            st.fixed_dictionaries({"kind": st.just("fixed"), "off_fen": st.integers(1, 40_000), "threshold_fen": st.integers(0, 40_000)}),
            st.fixed_dictionaries({"kind": st.just("percent"), "rate_bp": st.integers(1, 9000), "cap_fen": st.integers(1, 40_000)}),
            st.fixed_dictionaries({"kind": st.just("gift"), "off_fen": st.integers(1, 40_000), "threshold_fen": st.integers(0, 20_000)}),
        )
    )  # fmt: skip
    settings = CouponSettings(**terms)
    numbers = draw(st.none() | st.sets(st.integers(1, 6), min_size=1, max_size=4))
    gifts = {UUID(int=draw(st.integers(1, 6)))} if settings.kind == "gift" else set()
    counted = None if numbers is None else frozenset(UUID(int=one) for one in numbers)
    hand = InHand(CAMPAIGN, settings, coupon.face_fen(settings), counted, frozenset(gifts), None)

    def take(lines):
        try:
            return coupon.adjustments(hand, lines)
        except (BelowThreshold, CouponNotForThese, GiftNotInOrder):
            return ()

    return take


TAKERS = [team_price(), a_coupon()]  # in the order of their phases
stacks = st.tuples(*(st.none() | taker for taker in TAKERS))


def worked(lines, stack):
    """As `promotions.price` works it: each on what the one before left."""
    left, each = tuple(lines), []
    for take in stack:
        if take is None:
            continue
        quoted = frame.apply([(one.sku_id, one.left_fen) for one in left], take(left))
        left = frame.on_top(left, quoted)
        each.append(quoted)
    return frame.together(lines, each)


@given(carts, stacks)
def test_a_total_is_the_sum_of_its_lines_and_never_below_nothing(lines, stack):
    quoted = worked(lines, stack)
    assert all(one.left_fen >= 0 for one in quoted.lines)
    assert quoted.left_fen == sum(one.amount_fen for one in quoted.lines) + quoted.adjust_fen
    assert quoted.adjust_fen == sum(one.amount_fen for one in quoted.adjustments)
    assert [one.amount_fen for one in quoted.lines] == [one.price_fen * one.quantity for one in lines]


@given(carts, stacks, st.randoms(use_true_random=False))
def test_the_order_of_lines_changes_nothing(lines, stack, random):
    shuffled = list(lines)
    random.shuffle(shuffled)
    first, second = worked(lines, stack), worked(shuffled, stack)
    assert {one.sku_id: one for one in first.lines} == {one.sku_id: one for one in second.lines}


@given(carts, stacks)
def test_no_discount_is_taken_twice(lines, stack):
    """A source takes off a line once."""
    quoted = worked(lines, stack)
    names = [(one.source, one.sku_id) for one in quoted.adjustments]
    assert len(names) == len(set(names))


@given(carts, stacks, st.data())
def test_refunds_of_any_parts_sum_to_what_was_paid(lines, stack, data):
    quoted = worked(lines, stack)
    for one, total in zip(lines, quoted.lines, strict=True):
        kept = Line(
            LineId(one.sku_id), OrderId(CAMPAIGN), 1, one.sku_id, one.product_id, "", one.title, "", None, one.price_fen,
            one.quantity, total.amount_fen, 0, total.adjust_fen, 0, 0, 0, "yes", None,
        )  # fmt: skip
        given_back = 0
        while kept.kept:
            pieces = data.draw(st.integers(1, kept.kept))
            fen = kept.worth_fen(pieces)
            assert 0 <= fen <= kept.left_fen
            given_back += fen
            kept = replace(
                kept, refunded_quantity=kept.refunded_quantity + pieces, refunded_fen=kept.refunded_fen + fen
            )
        assert given_back == total.left_fen
