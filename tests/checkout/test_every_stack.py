"""Issue 7, line 5: any set of plays, a level's price, a micro-shop's, points and freight on one cart, priced by the phases.

The plays are the registry's own with their own `quote`; `tests/stacking_world.py` composes them as checkout does.
"""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import Phase as Step
from hypothesis import strategies as st

from lianyi.checkout import rules
from lianyi.members import queries as members
from lianyi.members.types import Goods
from lianyi.promotions.types import Phase
from tests.stacking_world import (
    STATES,
    given_back,
    price_plays,
    sets_that_stack,
    spent,
    whole_carts,
    worked,
    written,
)

many = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)


one_is_enough = settings(max_examples=2_000, phases=[Step.generate], deadline=None)


def test_every_price_play_of_the_registry_is_here():
    assert set(STATES) == set(price_plays()), "tell STATES what its `load` answers"


def test_what_may_come_together_is_known():
    """A play that opens itself to another shows up here, and its sets are generated below."""
    assert set(sets_that_stack()) == {(), *((code,) for code in STATES), ("coupon", "brand_day")}


@pytest.mark.parametrize("codes", sets_that_stack(), ids=lambda codes: "+".join(codes) or "none")
def test_the_generator_reaches_every_set_and_points_wherever_they_are_let_in(codes):
    """Else the properties below would hold of carts on which nothing happens."""
    open_to = [play.stacks_with for code, play in price_plays().items() if code in codes]
    wanted = {*codes, *({"points"} if all(Phase.CREDIT in one for one in open_to) else ())}
    cart = find(whole_carts(codes), lambda one: worked(one).took == wanted, settings=one_is_enough)
    assert worked(cart).took == wanted


@pytest.mark.parametrize("by", ["coupon", "points"])
def test_the_generator_reaches_carts_that_come_to_nothing(by):
    """Decision 0044: a coupon may take the last fen, and so may points where their share is all of it."""
    codes = ("coupon",) if by == "coupon" else ()
    cart = find(
        whole_carts(codes), lambda one: worked(one).after.left_fen == 0 and worked(one).took == {by},
        settings=one_is_enough,
    )  # fmt: skip
    assert worked(cart).after.left_fen == 0


@many
@given(whole_carts())
def test_a_total_is_the_sum_of_its_lines_and_never_below_nothing(cart):
    found = worked(cart)
    shown = rules.shown_adjustments(found.after)
    goods_fen = sum(line.amount_fen for line in cart.lines)
    assert all(line.left_fen >= 0 for line in found.after.lines)
    assert sum(line.left_fen for line in found.after.lines) == goods_fen + sum(
        one.amount_fen for one in shown
    )
    assert all(one.amount_fen < 0 for one in shown)


@many
@given(whole_carts())
def test_no_discount_is_taken_twice_and_points_take_what_they_said(cart):
    found = worked(cart)
    shown = rules.shown_adjustments(found.after)
    names = [(one.source, one.sku_id) for one in shown]
    assert len(names) == len(set(names))
    worth = -sum(one.amount_fen for one in shown if one.source == "members:points")
    assert worth == found.offer.worth_fen == found.before.left_fen - found.after.left_fen
    if cart.held.share_max_bp < 10_000 and found.offer.points:
        assert found.after.left_fen > 0, "points pay everything only where the share says so"


@many
@given(whole_carts(()))
def test_of_a_micro_shops_price_and_a_levels_the_lower_one_is_paid_not_both(cart):
    own = {one.sku_id: -one.amount_fen for one in cart.own}
    level = {
        one.sku_id: members.off_fen(cart.held, Goods(one.sku_id, one.price_fen, one.quantity))
        for one in cart.lines
    }
    for line in worked(cart).before.lines:
        assert -line.adjust_fen == max(own.get(line.sku_id, 0), level[line.sku_id])


@many
@given(whole_carts(), st.randoms(use_true_random=False))
def test_the_order_of_lines_and_of_plays_changes_nothing(cart, random):
    turned = replace(cart, lines=random.sample(cart.lines, len(cart.lines)), plays=list(reversed(cart.plays)),
                     own=random.sample(cart.own, len(cart.own)))  # fmt: skip
    one, other = worked(cart), worked(turned)
    assert {line.sku_id: line for line in one.after.lines} == {
        line.sku_id: line for line in other.after.lines
    }


@many
@given(whole_carts(), st.data())
def test_any_part_given_back_and_then_the_rest_is_what_was_paid_to_the_fen_and_the_point(cart, data):
    found = worked(cart)
    shown = rules.shown_adjustments(found.after)
    off_fen = members.freight_off_fen(cart.held, found.before.left_fen, cart.freight_fen)
    carried = rules.sums(cart.lines, cart.freight_fen, (*shown, *rules.freight_carried(cart.held, off_fen)))
    assert 0 <= carried.carried_fen <= cart.freight_fen
    assert carried.payable_fen == found.after.left_fen + carried.carried_fen
    assert carried.payable_fen >= 0
    lines, points = written(cart, found, carried), spent(cart, found)
    units = data.draw(st.permutations([at for at, line in enumerate(lines) for _ in range(line.quantity)]))
    some = data.draw(st.integers(0, len(units)))
    part, rest = units[:some], units[some:]
    money, back = given_back(lines, points, [*((at, 1) for at in part), *((at, 1) for at in rest)])
    assert money + carried.carried_fen == carried.payable_fen, "every fen, whatever came back when"
    assert back == found.offer.points, "and every point"
    at_once = [(at, part.count(at)) for at in sorted(set(part))] + [
        (at, rest.count(at)) for at in sorted(set(rest))
    ]
    assert given_back(lines, points, at_once) == (money, back), "in one refund or in many"
