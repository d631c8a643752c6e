"""Arithmetic of the guarantee: claims reduced by refunds, shares given back, standing parts."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from lianyi.payments.rules import guarantee as rules

FEN = st.integers(1, 10_000_000)


@st.composite
def claimed(draw):
    """A payment and claims within 30 % of it."""
    paid_fen = draw(FEN)
    room_fen, claims = paid_fen * 3 // 10, {}
    for number in range(draw(st.integers(0, 8))):
        if room_fen <= 0:
            break
        claims[UUID(int=number + 1)] = amount_fen = draw(st.integers(1, room_fen))
        room_fen -= amount_fen
    return paid_fen, draw(st.integers(0, paid_fen)), claims


@given(claimed())
def test_reduced_claims_keep_their_proportion_and_the_limit(case):
    paid_fen, left_fen, claims = case
    dues = rules.reduced(claims, paid_fen, left_fen)
    assert set(dues) == set(claims)
    assert sum(dues.values()) == (sum(claims.values()) * left_fen // paid_fen if left_fen else 0)
    assert sum(dues.values()) * 10 <= left_fen * 3
    for claim, amount_fen in claims.items():
        assert 0 <= dues[claim] <= amount_fen
        assert abs(dues[claim] - amount_fen * left_fen / paid_fen) < 1


@given(claimed())
def test_nothing_refunded_reduces_nothing_and_all_of_it_leaves_nothing(case):
    paid_fen, _, claims = case
    assert rules.reduced(claims, paid_fen, paid_fen) == claims
    assert set(rules.reduced(claims, paid_fen, 0).values()) <= {0}


@given(FEN, FEN, st.lists(st.integers(0, 10_000_000), max_size=6))
def test_refunds_one_after_another_take_back_what_one_would(share_fen, base_fen, refunds):
    share_fen = min(share_fen, base_fen)
    back_fen = refunded_fen = 0
    for refund_fen in refunds:
        refunded_fen = min(refunded_fen + refund_fen, base_fen)
        target_fen = rules.returned(share_fen, base_fen, refunded_fen)
        assert target_fen >= back_fen
        back_fen = target_fen
    assert back_fen == share_fen * refunded_fen // base_fen
    assert rules.returned(share_fen, base_fen, base_fen) == share_fen


@given(FEN, st.lists(st.integers(0, 3000), max_size=6))
def test_standing_parts_within_thirty_percent_stay_within_it(paid_fen, parts_bp):
    while sum(parts_bp) > rules.SHARE_LIMIT_BP:
        parts_bp.pop()
    shares = [rules.standing_fen(paid_fen, part_bp) for part_bp in parts_bp]
    assert sum(shares) * 10 <= paid_fen * 3


def test_a_no_that_passes_is_never_for_a_person():
    assert not rules.gives_up("INVALID_REQUEST", "订单处理中，请稍后重试", 500)
    assert rules.gives_up("NO_AUTH", "无分账权限", 0)
    assert not rules.gives_up("INVALID_REQUEST", "分账金额不足", 0)
    assert rules.gives_up("INVALID_REQUEST", "分账金额不足", rules.REFUSALS_MAX)


def test_a_name_is_shown_by_its_first_character():
    assert [rules.masked(name) for name in ("", "王", "王小明", "供应商有限公司")] == [
        "", "王*", "王**", "供***",
    ]  # fmt: skip
