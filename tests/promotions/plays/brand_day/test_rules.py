"""What a day costs, as properties: never dearer, never another line's, and the ranking adds up."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from lianyi.kit.clock import business_day, day_bounds
from lianyi.promotions.plays.brand_day import rules
from lianyi.promotions.plays.brand_day.types import Asked
from lianyi.promotions.types import Campaign, PlayLine

FEN = st.integers(1, 1_000_000)
NOW = datetime(2026, 3, 8, 4, 0, tzinfo=UTC)


def line(number, price_fen, quantity):
    return PlayLine(UUID(int=number), UUID(int=number), f"茶{number}", price_fen, quantity)


def campaign(starts_at, ends_at, state="published"):
    return Campaign(
        id=UUID(int=1), play="brand_day", title="品牌日", state=state, starts_at=starts_at, ends_at=ends_at, channels=(),
        settings={"brand": "山海"}, skus=(), orders_per_person_max=None, pieces_per_person_max=None, budget_fen=None,
        spent_fen=0, rules_zh=(), rules_en=(), version=1,
    )  # fmt: skip


@given(st.lists(st.tuples(FEN, FEN, st.integers(1, 99)), min_size=1, max_size=8))
def test_a_line_falls_to_the_days_price_or_stays(rows):
    lines = [line(number, price, quantity) for number, (price, _, quantity) in enumerate(rows)]
    prices = {UUID(int=number): day_fen for number, (_, day_fen, _) in enumerate(rows)}
    found = rules.adjustments(Asked(UUID(int=1), NOW.date(), prices), lines)
    off = {one.sku_id: one.amount_fen for one in found}
    for number, (price, day_fen, quantity) in enumerate(rows):
        due = price * quantity + off.get(UUID(int=number), 0)
        assert due == min(price, day_fen) * quantity


@given(st.dictionaries(st.integers(0, 30), st.integers(0, 50), max_size=20))
def test_the_ranking_is_in_order_and_sums_to_what_was_paid(pieces):
    product_of = {UUID(int=sku): UUID(int=sku % 5) for sku in pieces}
    counted = {UUID(int=sku): count for sku, count in pieces.items()}
    found = rules.ranking(product_of, counted)
    assert sum(count for _, count in found) == sum(pieces.values())
    assert [count for _, count in found] == sorted((count for _, count in found), reverse=True)
    assert all(count > 0 for _, count in found)


@given(st.integers(0, 72), st.integers(1, 72), st.integers(-24, 96))
def test_a_day_is_on_within_its_window_and_its_date_only(begins, lasts, later):
    one = campaign(NOW + timedelta(hours=begins), NOW + timedelta(hours=begins + lasts))
    at = NOW + timedelta(hours=later)
    on = rules.state_of(one, at) == "on"
    assert on == (one.running(at) and business_day(at) == rules.day_of(one))
    assert rules.closes_at(one) <= day_bounds(rules.day_of(one))[1]


@given(st.sampled_from(["draft", "paused", "stopped", "ended"]))
def test_what_is_not_published_is_never_on(state):
    assert rules.state_of(campaign(NOW, NOW + timedelta(hours=1), state), NOW) == "over"
