"""Withholding by both lawful formulas, against the worked values of the rules page (platform-rules.md, section 8)."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianyi.rulebook import taxes

INCOME = st.integers(0, 200_000_000)


@pytest.mark.parametrize(
    ("income", "tax_fen"),
    [
        (800, 0), (3_000, 440_00), (4_000, 640_00), (4_001, 640_16), (5_000, 800_00), (25_000, 4_000_00),
        (30_000, 5_200_00), (62_500, 13_000_00), (100_000, 25_000_00),
    ],
)  # fmt: skip
def test_a_time_s_income_is_taxed_as_the_notice_says(income, tax_fen):
    assert taxes.labour_once(income * 100).tax_fen == tax_fen


def withheld_by_month(income_fen, months):
    """What is withheld each month when the same income comes every month."""
    withheld = []
    for month in range(1, months + 1):
        due = taxes.labour_cumulative(income_fen * month, month).tax_fen
        withheld.append(max(due - sum(withheld), 0))
    return withheld


def test_ten_thousand_every_month_costs_ninety_every_month():
    assert taxes.labour_cumulative(1_000_000, 1).base_fen == 300_000
    assert taxes.labour_cumulative(2_000_000, 2).base_fen == 600_000
    assert taxes.labour_cumulative(2_000_000, 2).tax_fen == 18_000
    assert taxes.labour_cumulative(12_000_000, 12).base_fen == 3_600_000
    assert taxes.labour_cumulative(12_000_000, 12).tax_fen == 108_000
    assert withheld_by_month(1_000_000, 12) == [9_000] * 12


def test_thirty_thousand_every_month_climbs_a_bracket_in_the_second():
    assert taxes.labour_cumulative(3_000_000, 1).base_fen == 1_900_000
    assert taxes.labour_cumulative(6_000_000, 2).tax_fen == 128_000
    assert withheld_by_month(3_000_000, 2) == [57_000, 71_000]


def test_six_thousand_two_hundred_and_fifty_a_month_are_free():
    assert withheld_by_month(625_000, 12) == [0] * 12
    assert taxes.labour_cumulative(625_100, 1).tax_fen > 0


@pytest.mark.parametrize("table", [taxes.ONCE, taxes.YEARLY])
def test_brackets_join_without_a_jump(table):
    for lower, upper in pairwise(table):
        assert lower.upto_fen * lower.rate_bp - lower.quick_fen * 10_000 == (
            lower.upto_fen * upper.rate_bp - upper.quick_fen * 10_000
        )


@given(INCOME, INCOME)
def test_more_income_is_never_less_tax(one, other):
    low, high = sorted((one, other))
    assert taxes.labour_once(low).tax_fen <= taxes.labour_once(high).tax_fen
    assert taxes.labour_cumulative(low, 1).tax_fen <= taxes.labour_cumulative(high, 1).tax_fen


@given(INCOME)
def test_tax_leaves_something(income_fen):
    assert 0 <= taxes.labour_once(income_fen).tax_fen <= income_fen
    assert 0 <= taxes.labour_cumulative(income_fen, 1).tax_fen <= income_fen


def test_half_a_fen_is_rounded_up():

    assert taxes.labour_once(80_013).tax_fen == 3  # 2.6 fen
    assert taxes.labour_once(80_012).tax_fen == 2  # 2.4 fen
    assert taxes.prize(2) == 0
    assert taxes.prize(3) == 1
    assert taxes.labour_cumulative(625_000 + 125, 1).tax_fen == 3  # a base of 100 fen at 3 %
    assert taxes.labour_cumulative(625_000 + 63, 1).tax_fen == 2  # 50.4 fen at 3 % are 1.512


@pytest.mark.parametrize(
    ("earned", "month", "months", "first"),
    [
        (set(), 1, 1, 1), (set(), 5, 1, 5), ({1, 2, 3}, 4, 4, 1), ({1, 2, 3}, 3, 3, 1), ({1, 3}, 4, 3, 1),
        ({1, 4}, 5, 2, 4), ({1, 2}, 5, 1, 5), ({2, 6, 7}, 9, 3, 6),
    ],
)  # fmt: skip
def test_a_long_pause_begins_the_count_anew(earned, month, months, first):
    assert taxes.counted_months(earned, month) == months
    assert taxes.counted_from(earned, month) == first
