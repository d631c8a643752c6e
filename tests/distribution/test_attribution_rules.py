"""Whose customer: the pure decisions, by properties and by what the shop's rule says in words."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianyi.distribution.rules import attribution
from lianyi.distribution.rules.attribution import Line, decide, owner_at, replay
from lianyi.distribution.types.bindings import (
    AttributionRule,
    Facts,
    Holding,
    Result,
    Touch,
    TouchRule,
    Why,
)

START = datetime(2026, 3, 1, tzinfo=UTC)
ANNA, BEN, CORA = (UUID(int=number) for number in (1, 2, 3))
CUSTOMER = UUID(int=9)
DAY = timedelta(days=1)


def rule(mode=TouchRule.LAST, protection=7, validity=30, *, new_only=False, version=1, since=START):
    return AttributionRule(version, mode, protection, validity, new_only, since)


def click(who, day, *, counts=None, touch=Touch.CLICK, **facts):
    at = START + day * DAY
    return Facts(touch, who, at, at if counts is None else START + counts * DAY, **facts)


def after(rules, *facts):
    """What stands after some lines, and what each came to."""
    lines = [Line(CUSTOMER, one, rules.version, None) for one in facts]
    return replay(lines, {rules.version: rules})


def whys(rules, *facts):
    return [f"{one.result}:{one.why}" for one in after(rules, *facts)[1]]


def test_last_touch_takes_a_customer_once_the_protection_is_over():
    last = rule()
    assert whys(last, click(ANNA, 0), click(BEN, 6.9), click(BEN, 7)) == [
        "bound:first", "refused:protected", "taken:unprotected",
    ]  # fmt: skip


def test_first_touch_keeps_a_customer_until_the_validity_ends():
    first = rule(TouchRule.FIRST)
    assert whys(first, click(ANNA, 0), click(BEN, 20), click(ANNA, 25), click(BEN, 30)) == [
        "bound:first", "refused:first_touch", "kept:same_owner", "bound:expired",
    ]  # fmt: skip


def test_the_owner_touching_again_lasts_longer_but_is_no_better_protected():
    holding, decisions = after(rule(), click(ANNA, 0), click(ANNA, 5))
    assert decisions[1].result is Result.RENEWED
    assert holding == Holding(ANNA, START, START + 7 * DAY, START + 35 * DAY)
    assert whys(rule(), click(ANNA, 0), click(ANNA, 6), click(BEN, 8))[2] == "taken:unprotected"


def test_a_validity_without_end_never_expires():
    forever = rule(TouchRule.FIRST, 0, None)
    assert whys(forever, click(ANNA, 0), click(BEN, 4000)) == ["bound:first", "refused:first_touch"]
    assert owner_at([Line(CUSTOMER, click(ANNA, 0), 1, None)], {1: forever}, START + 5000 * DAY) == ANNA


def test_a_binding_keeps_the_periods_it_was_bound_with_when_the_rule_becomes_shorter():
    long, short = rule(protection=20), rule(protection=1, validity=2, version=2)
    lines = [Line(CUSTOMER, click(ANNA, 0), 1, None), Line(CUSTOMER, click(BEN, 10), 2, None)]
    _, decisions = replay(lines, {1: long, 2: short})
    assert decisions[1].why is Why.PROTECTED


def test_an_anonymous_click_counts_from_sign_in_and_runs_since_the_click():
    lines = [Line(CUSTOMER, click(ANNA, 0, counts=5), 1, None)]
    assert owner_at(lines, {1: rule()}, START + 4.9 * DAY) is None
    assert owner_at(lines, {1: rule()}, START + 5 * DAY) == ANNA
    assert owner_at(lines, {1: rule()}, START + 30 * DAY) is None
    assert whys(rule(), click(ANNA, 0, counts=30)) == ["refused:too_old"]


def test_a_customer_of_a_shopkeeper_who_left_is_free():
    assert whys(rule(), click(ANNA, 0), click(BEN, 1, holder_left=True))[1] == "bound:holder_left"


def test_old_customers_are_nobodys_where_only_new_ones_are_bound():
    new_only = rule(new_only=True)
    assert whys(new_only, click(ANNA, 0, ordered_before=True)) == ["refused:not_new"]
    assert whys(rule(), click(ANNA, 0, ordered_before=True)) == ["bound:first"]


@pytest.mark.parametrize(
    ("fact", "why"),
    [("is_self", Why.SELF), ("same_device", Why.SAME_DEVICE), ("in_chain", Why.LOOP)],
)
def test_self_device_and_circle_are_excluded_and_move_nothing(fact, why):
    before = Holding(BEN, START, START, None)
    decision = decide(before, click(ANNA, 9, **{fact: True}), rule())
    assert (decision.result, decision.why, decision.holding) == (Result.REFUSED, why, before)


def test_nobody_is_bound_by_whoever_does_not_sell():
    assert whys(rule(), click(ANNA, 0, sells=False)) == ["refused:not_selling"]


def test_the_staff_are_above_protection_but_not_above_circles():
    staff = {"touch": Touch.STAFF}
    assert whys(rule(), click(ANNA, 0), click(BEN, 1, **staff))[1] == "taken:by_staff"
    assert whys(rule(), click(ANNA, 0), click(BEN, 1, **staff, in_chain=True))[1] == "refused:loop"
    assert whys(rule(), click(ANNA, 0), click(BEN, 1, **staff, is_self=True))[1] == "refused:self"
    holding, decisions = after(rule(), click(ANNA, 0), click(None, 1, **staff))
    assert (holding, decisions[1].result) == (None, Result.RELEASED)


def test_the_rule_of_an_instant_is_the_newest_in_effect():
    old, new = rule(), rule(version=2, since=START + DAY)
    assert attribution.rule_at([new, old], START + DAY / 2) == old
    assert attribution.rule_at([old, new], START + DAY) == new
    with pytest.raises(LookupError):
        attribution.rule_at([new], START)


# -- properties ----------------------------------------------------------------------------------------------------

_who = st.sampled_from([ANNA, BEN, CORA])
_flags = st.fixed_dictionaries(
    {},
    optional={
        name: st.booleans() for name in ("same_device", "in_chain", "sells", "holder_left", "ordered_before")
    },
)
_rules = st.builds(
    lambda mode, protection, more, new_only: rule(
        mode, protection, None if more is None else protection + more, new_only=new_only
    ),
    st.sampled_from(TouchRule), st.integers(0, 20), st.none() | st.integers(1, 30), st.booleans(),
)  # fmt: skip


@st.composite
def logs(draw):
    """Lines as they are written: each counts later than the one before."""
    hours = sorted(draw(st.lists(st.integers(0, 24 * 60), min_size=1, max_size=12, unique=True)))
    lines = []
    for hour in hours:
        counts_at = START + timedelta(hours=hour)
        at = counts_at - timedelta(hours=draw(st.integers(0, 24 * 40) if draw(st.booleans()) else st.just(0)))
        touch = draw(st.sampled_from([Touch.CLICK, Touch.SCAN, Touch.INVITATION]))
        facts = Facts(touch, draw(_who), at, counts_at, **draw(_flags))
        lines.append(Line(CUSTOMER, facts, 1, None))
    return lines


@given(logs(), _rules, st.data())
def test_the_order_in_which_lines_arrive_changes_nothing(lines, one, data):
    shuffled = data.draw(st.permutations(lines))
    assert replay(shuffled, {1: one}) == replay(lines, {1: one})
    at = START + timedelta(hours=data.draw(st.integers(0, 24 * 90)))
    assert owner_at(shuffled, {1: one}, at) == owner_at(lines, {1: one}, at)


@given(logs(), _rules, st.integers(0, 24 * 90))
def test_what_comes_later_never_changes_who_owned_at_an_instant(lines, one, hour):
    at = START + timedelta(hours=hour)
    known = [line for line in lines if line.facts.counts_at <= at]
    assert owner_at(lines, {1: one}, at) == owner_at(known, {1: one}, at)


@given(logs(), _rules)
def test_nobody_takes_a_customer_in_the_protection_and_nobody_has_one_after_the_validity(lines, one):
    holding = None
    for number, line in enumerate(lines, start=1):
        decision = decide(holding, line.facts, one)
        if holding is not None and decision.result is Result.TAKEN:
            assert line.facts.counts_at >= holding.protected_until
            assert one.mode is TouchRule.LAST
        if decision.result is Result.REFUSED:
            assert decision.holding == holding
        holding = decision.holding
        if holding is not None and holding.valid_until is not None:
            assert holding.protected_until <= holding.valid_until or decision.result is Result.RENEWED
            over = max(holding.valid_until, line.facts.counts_at)
            assert owner_at(lines[:number], {1: one}, over) is None, "when nobody has touched them since"


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20))
def test_binding_only_outside_of_the_chain_above_never_closes_a_circle(wishes):
    """Whoever is bound only when they do not stand above their owner: no walk upwards ever comes back."""
    owner_of: dict[UUID, UUID] = {}
    for customer, owner in ((UUID(int=a), UUID(int=b)) for a, b in wishes):
        if customer == owner or customer in attribution.chain_above(owner, owner_of):
            continue
        owner_of[customer] = owner
        for person in owner_of:
            above = attribution.chain_above(person, owner_of)
            assert person not in above
            assert len(set(above)) == len(above)
            assert above == [] or above[-1] not in owner_of
