"""What a coupon takes off and what it may cost: for any cart, never more than its face, never the last fen."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianyi.promotions import rules as frame
from lianyi.promotions.plays.coupon import rules
from lianyi.promotions.plays.coupon.errors import (
    BelowThreshold,
    CouponNotForThese,
    GiftNotInOrder,
    TermsIncomplete,
)
from lianyi.promotions.plays.coupon.types import CouponSettings, InHand
from lianyi.promotions.types import PlayLine

CAMPAIGN = UUID(int=7)


def line(number, price_fen, quantity=1, off_fen=0):
    return PlayLine(UUID(int=number), UUID(int=100 + number), f"茶 {number}", price_fen, quantity, off_fen)


def hand(counted=None, gifts=(), **terms):
    made = CouponSettings(**terms)
    return InHand(CAMPAIGN, made, rules.face_fen(made), counted, frozenset(gifts), None)


@pytest.mark.parametrize(
    ("terms", "amounts", "off_fen"),
    [
        ({"kind": "fixed", "off_fen": 1000, "threshold_fen": 10_000}, (10_000,), 1000),
        ({"kind": "fixed", "off_fen": 1000}, (600,), 600),
        ({"kind": "full", "off_fen": 1000, "threshold_fen": 10_000, "cap_fen": 2500}, (29_999,), 2000),
        ({"kind": "full", "off_fen": 1000, "threshold_fen": 10_000, "cap_fen": 2500}, (30_000,), 2500),
        ({"kind": "percent", "rate_bp": 1500, "cap_fen": 3000}, (9999,), 1499),
        ({"kind": "percent", "rate_bp": 1500, "cap_fen": 3000}, (90_000,), 3000),
    ],
)
def test_what_each_kind_takes_off(terms, amounts, off_fen):
    lines = [line(number, fen) for number, fen in enumerate(amounts, 1)]
    assert rules.off_fen(hand(**terms), lines) == off_fen


def test_a_threshold_counts_what_earlier_phases_left():
    terms = {"kind": "fixed", "off_fen": 1000, "threshold_fen": 10_000}
    assert rules.off_fen(hand(**terms), [line(1, 6000, 2, off_fen=2000)]) == 1000
    with pytest.raises(BelowThreshold) as refused:
        rules.off_fen(hand(**terms), [line(1, 6000, 2, off_fen=2001)])
    assert refused.value.data == {"missing_fen": 1, "missing_yuan": "0.01"}


def test_other_goods_count_for_nothing():
    own = hand(counted=frozenset([UUID(int=1)]), kind="fixed", off_fen=900, threshold_fen=1000, scope="goods")
    found = rules.adjustments(own, [line(1, 1000), line(2, 5000)])
    assert [(one.sku_id, one.amount_fen) for one in found] == [(UUID(int=1), -900)]
    with pytest.raises(CouponNotForThese):
        rules.off_fen(own, [line(2, 5000)])


def test_one_piece_of_the_gift_is_free_when_the_others_reach_the_threshold():
    own = hand(gifts=[UUID(int=3)], kind="gift", off_fen=2000, threshold_fen=5000)
    found = rules.adjustments(own, [line(1, 5000), line(3, 1800, 2)])
    assert [(one.sku_id, one.amount_fen) for one in found] == [(UUID(int=3), -1800)]
    with pytest.raises(GiftNotInOrder):
        rules.off_fen(own, [line(1, 5000)])
    with pytest.raises(BelowThreshold):  # the gift does not help to earn itself
        rules.off_fen(own, [line(1, 4000), line(3, 1800, 2)])


kinds = st.one_of(
    st.fixed_dictionaries({"kind": st.just("fixed"), "off_fen": st.integers(1, 50_000)}),
    st.fixed_dictionaries({
        "kind": st.just("full"), "off_fen": st.integers(1, 5000), "threshold_fen": st.integers(5001, 40_000),
        "cap_fen": st.integers(1, 30_000),
    }),
    st.fixed_dictionaries({
        "kind": st.just("percent"), "rate_bp": st.integers(1, 9000), "cap_fen": st.integers(1, 30_000),
    }),
)  # fmt: skip
carts = st.lists(
    st.tuples(st.integers(1, 60_000), st.integers(1, 5), st.integers(0, 100)), min_size=1, max_size=6
)


@given(kinds, carts, st.randoms(use_true_random=False))
def test_for_any_cart_the_order_of_lines_changes_nothing_and_nobody_pays_less_than_nothing(
    terms, cart, random
):
    own = hand(**terms)
    lines = [
        line(number, price, quantity, price * quantity * share // 100)
        for number, (price, quantity, share) in enumerate(cart, 1)
    ]
    whole = sum(one.left_fen for one in lines)
    try:
        found = rules.adjustments(own, lines)
    except (BelowThreshold, CouponNotForThese):
        return
    taken = -sum(one.amount_fen for one in found)
    assert 0 <= taken <= min(own.face_fen, whole)
    assert all(-one.amount_fen <= next(x.left_fen for x in lines if x.sku_id == one.sku_id) for one in found)
    shuffled = list(lines)
    random.shuffle(shuffled)
    assert set(rules.adjustments(own, shuffled)) == set(found)
    quoted = frame.apply([(one.sku_id, one.left_fen) for one in lines], found)
    assert (-quoted.adjust_fen, quoted.left_fen) == (taken, whole - taken)


@given(kinds, carts)
def test_no_piece_bears_more_than_the_gate_was_told(terms, cart):
    own = hand(**terms)
    lines = [line(number, price, quantity) for number, (price, quantity, _) in enumerate(cart, 1)]
    try:
        found = rules.adjustments(own, lines)
    except (BelowThreshold, CouponNotForThese):
        return
    for one in found:
        its = next(x for x in lines if x.sku_id == one.sku_id)
        worst = rules.worst_claim_fen(own.terms, its.price_fen)
        assert -one.amount_fen <= worst * its.quantity


@pytest.mark.parametrize(
    ("terms", "shelf", "field"),
    [
        ({"kind": "percent", "cap_fen": 100}, (), "rate_bp"),
        ({"kind": "fixed"}, (), "off_fen"),
        ({"kind": "percent", "rate_bp": 100}, (), "cap_fen"),
        ({"kind": "full", "off_fen": 100, "cap_fen": 100, "threshold_fen": 100}, (), "threshold_fen"),
        ({"kind": "gift", "off_fen": 100}, (), "scope"),
        ({"off_fen": 100, "scope": "goods"}, (), "scope"),
        ({"off_fen": 100}, (UUID(int=1),), "scope"),
        ({"off_fen": 100, "scope": "category"}, (), "category_id"),
        ({"off_fen": 100, "take": "code"}, (), "code_word"),
        ({"kind": "percent", "rate_bp": 100, "cap_fen": 10, "take": "granted"}, (), "kind"),
    ],
)
def test_terms_that_say_nothing_are_refused_by_the_field(terms, shelf, field):
    with pytest.raises(TermsIncomplete) as refused:
        rules.check_terms(CouponSettings(**terms), shelf)
    assert refused.value.field == f"settings.{field}"


def test_a_piece_is_good_for_days_or_until_the_campaign_ends():
    now = datetime(2026, 5, 1, tzinfo=UTC)
    ends_at = now + timedelta(days=3)
    assert rules.validity(CouponSettings(off_fen=1), ends_at, now) == (now, ends_at)
    relative = CouponSettings(off_fen=1, valid_days=10, valid_after_days=1)
    assert rules.validity(relative, ends_at, now) == (now + timedelta(days=1), now + timedelta(days=11))
