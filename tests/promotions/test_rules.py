"""Arithmetic of quotes, verdicts and what may change, by properties."""

import dataclasses
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianyi.identity.types import Channel
from lianyi.promotions import rules
from lianyi.promotions.types import Adjustment, Phase, Verdict
from lianyi.rulebook import verdicts
from tests.promotions.half_price.play import PLAY

SKUS = st.integers(1, 12).map(lambda number: UUID(int=number))
LINES = st.dictionaries(SKUS, st.integers(0, 10_000_00), min_size=1, max_size=6).map(
    lambda found: list(found.items())
)


@st.composite
def baskets(draw):
    lines = draw(LINES)
    known = st.sampled_from([None, *(sku_id for sku_id, _ in lines)])
    adjustments = draw(
        st.lists(
            st.builds(
                Adjustment, st.sampled_from(Phase), st.sampled_from(["a:1", "b:2", "c:3"]), st.just("减"), st.just("off"),
                st.integers(-20_000_00, 500), known,
            ),
            max_size=6,
        )
    )  # fmt: skip
    return lines, adjustments


@given(baskets())
def test_no_line_falls_below_zero_and_everything_sums(basket):
    lines, adjustments = basket
    quoted = rules.apply(lines, adjustments)
    assert [line.sku_id for line in quoted.lines] == [sku_id for sku_id, _ in lines]
    assert all(line.left_fen >= 0 for line in quoted.lines)
    assert quoted.left_fen == sum(line.left_fen for line in quoted.lines) >= 0
    assert quoted.left_fen == sum(amount for _, amount in lines) + quoted.adjust_fen
    assert quoted.adjust_fen == sum(one.amount_fen for one in quoted.adjustments)
    assert all(one.amount_fen for one in quoted.adjustments)


@given(baskets(), st.randoms())
def test_the_order_in_which_things_are_listed_changes_nothing(basket, random):
    lines, adjustments = basket
    once = rules.apply(lines, adjustments)
    random.shuffle(lines)
    random.shuffle(adjustments)
    again = rules.apply(lines, adjustments)
    assert {line.sku_id: line for line in again.lines} == {line.sku_id: line for line in once.lines}
    assert again.adjustments == once.adjustments


@given(LINES, st.integers(0, 20_000_00))
def test_a_discount_on_all_takes_what_it_says_or_all_there_is(lines, off_fen):
    whole = sum(amount for _, amount in lines)
    quoted = rules.apply(lines, [Adjustment(Phase.COUPON, "c:1", "券", "coupon", -off_fen)])
    assert quoted.left_fen == max(whole - off_fen, 0)
    for (_, amount), line in zip(lines, quoted.lines, strict=True):
        share = min(off_fen, whole) * amount
        assert whole == 0 or share // whole <= -line.adjust_fen <= -(-share // whole)


def test_a_later_phase_sees_what_the_earlier_ones_left():
    one, two = UUID(int=1), UUID(int=2)
    quoted = rules.apply(
        [(one, 10_00), (two, 30_00)],
        [
            Adjustment(Phase.COUPON, "c:1", "券", "coupon", -10_00),
            Adjustment(Phase.ACTIVITY, "a:1", "拼", "team", -20_00, two),
        ],
    )
    assert [(line.sku_id, line.adjust_fen) for line in quoted.lines] == [(one, -5_00), (two, -25_00)]
    assert [one.phase for one in quoted.adjustments] == [Phase.ACTIVITY, Phase.COUPON]


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("act", ["none", "purchase", "registration_with_consent", "confirmed_help"])
def test_the_table_of_verdicts_is_whole(act, known):
    """Platform rules 1.6, row by row: what is rewarded and whether the outcome is known decide."""
    allowed = {
        place: verdicts.ruling(act, place, outcome_known=known).allowed
        for place in ("mini", "wechat_h5", "h5")
    }
    wanted = {
        (False, "none"): (True, False, True),  # a draw that no share leads to; never on links (H1, H2)
        (False, "purchase"): (False, False, True),  # a lottery group: never inside WeChat
        (False, "registration_with_consent"): (False, False, True),
        (False, "confirmed_help"): (False, False, True),
        (True, "none"): (True, True, True),  # flash sale, coupons, member price
        (True, "purchase"): (True, True, True),  # ordinary group buy
        (True, "registration_with_consent"): (True, False, True),  # invite reward
        (True, "confirmed_help"): (True, False, True),  # bargain, assist
    }
    assert tuple(allowed.values()) == wanted[known, act]


@given(
    st.sets(st.sampled_from(Channel)), st.sampled_from(["none", "purchase", "registration_with_consent", "confirmed_help"]),
    st.booleans(), st.sets(st.sampled_from(Channel)), st.sampled_from(Channel),
)  # fmt: skip
def test_nothing_saved_opens_a_channel_that_the_rulebook_closes(declared, act, known, chosen, channel):
    verdict = Verdict(frozenset(declared), act, known, "")
    reason = rules.reason_against(verdict, chosen, channel)
    lawful = verdicts.ruling(act, channel.value, outcome_known=known).allowed
    assert (reason is None) == (lawful and channel in declared and channel in chosen)


def test_a_play_that_claims_too_much_does_not_start():
    verdict = Verdict(frozenset(Channel), "confirmed_help", True, "")
    with pytest.raises(ValueError, match="wechat_h5"):
        rules.check_card(dataclasses.replace(PLAY.card, verdict=verdict))
    rules.check_card(PLAY.card)


@given(st.dictionaries(st.sampled_from(["detail", "rule_name", "illegal_reason"]), st.text(max_size=300)))
def test_whatever_wechat_writes_a_violation_can_be_read(fields):
    reason, deadline_at = rules.punishment(fields)
    assert 1 <= len(reason) <= rules.REASON_CHARS_MAX
    assert deadline_at is None or deadline_at.tzinfo is UTC


def test_the_deadline_of_a_violation_is_read():
    fields = {"detail": '{"rectify_deadline": 1767484800}', "illegal_reason": "滥用分享"}
    assert rules.punishment(fields) == ("滥用分享", datetime(2026, 1, 4, tzinfo=UTC))
