"""The planned month: the same everywhere, full of life, with every state an order can be in."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lianyi.app.demo import catalogue, month

END = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
PEOPLE = 40


def plan(end=END):
    return month.plan(catalogue.products(), PEOPLE, end)


def test_the_same_end_gives_the_same_month():
    assert plan() == plan()


def test_every_fate_is_there_and_most_orders_are_usual():
    fates = Counter(errand.fate for errand in plan())
    assert set(fates) == {
        "usual", "left", "cancelled", "closed_by_staff", "refunded", "part_refunded", "refund_asked",
        "refund_rejected", "two_parcels", "one_of_two_parcels", "just_placed", "after_sales",
    }  # fmt: skip
    assert fates["usual"] > len(plan()) / 2


def test_goods_that_are_asked_for_exist_and_part_shipping_has_parts():
    codes = {sku.code for product in catalogue.products() for sku in product.skus}
    for errand in plan():
        assert 1 <= len(errand.lines) <= 4
        assert {code for code, _ in errand.lines} <= codes
        assert 0 <= errand.customer < PEOPLE
        if errand.fate in {"two_parcels", "one_of_two_parcels"}:
            assert len(errand.lines) >= 2


def test_nobody_buys_more_than_there_is():
    stock = {sku.code: sku.stock for product in catalogue.products() for sku in product.skus}
    wanted = Counter()
    for errand in plan():
        wanted.update(dict(errand.lines))
    assert all(wanted[code] < stock[code] for code in wanted)


@given(st.integers(0, 700 * 24 * 60))
def test_steps_follow_one_another_and_end_before_now(minutes):
    end = END + timedelta(minutes=minutes)
    errands = plan(end)
    starts = [errand.steps[0].at for errand in errands]
    assert starts == sorted(starts)
    for errand in errands:
        times = [step.at for step in errand.steps]
        assert times == sorted(times)
        assert end - timedelta(days=month.DAYS + 1) <= times[0] <= times[-1] <= end
        assert errand.steps[0].verb == "place"
