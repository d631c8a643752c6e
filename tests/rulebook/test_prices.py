from hypothesis import given
from hypothesis import strategies as st

from lianyi.rulebook.prices import (
    BaseKind,
    DealHistory,
    FormerPrice,
    MarketPriceProblem,
    former_price,
    market_price_problem,
)

fen = st.integers(1, 10**7)


def test_the_lowest_deal_of_seven_days_is_the_former_price():
    assert former_price(DealHistory(8800, 9900)) == FormerPrice(8800, BaseKind.LOWEST_IN_WINDOW)


def test_without_a_deal_in_the_window_the_last_one_before_counts():
    assert former_price(DealHistory(None, 9900)) == FormerPrice(9900, BaseKind.LAST_DEAL)


def test_nothing_sold_means_no_former_price():
    assert former_price(DealHistory()) is None
    assert market_price_problem(9900, 6900, DealHistory()) is MarketPriceProblem.NO_DEAL


@given(fen, fen, st.one_of(st.none(), fen), st.one_of(st.none(), fen))
def test_a_price_that_passes_is_above_the_price_and_was_really_paid(market, price, lowest, last):
    if market_price_problem(market, price, DealHistory(lowest, last)) is None:
        base = lowest if lowest is not None else last
        assert price < market <= base


@given(fen, fen)
def test_the_exact_base_may_be_shown_and_one_fen_more_may_not(price, base):
    history = DealHistory(price + base, None)
    assert market_price_problem(price + base, price, history) is None
    assert market_price_problem(price + base + 1, price, history) is MarketPriceProblem.ABOVE_BASE


@given(fen)
def test_a_former_price_that_is_not_higher_says_nothing(price):
    assert market_price_problem(price, price, DealHistory(10**8)) is MarketPriceProblem.NOT_ABOVE_PRICE
    assert market_price_problem(None, price, DealHistory()) is None
