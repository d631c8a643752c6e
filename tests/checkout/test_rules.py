"""A quote's arithmetic, and when it is stale."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianyi.catalog.types import ReturnPolicy, SellableSku
from lianyi.checkout import rules
from lianyi.checkout.errors import GoodsWithdrawn, NoReturnUnconfirmed, NotDeliverable, PriceChanged
from lianyi.checkout.types import Adjustment, QuoteLine, Want
from lianyi.kit.ids import encode


def sku(number, price_fen=1000, *, state_ok=True, policy=ReturnPolicy.YES):
    return SellableSku(
        UUID(int=number), UUID(int=99), "P", f"S{number}", f"货{number}", "", None, price_fen, 100, None, policy, state_ok, "h"
    )  # fmt: skip


def line(number, price_fen=1000, quantity=1, policy="yes"):
    return QuoteLine(
        UUID(int=number),
        UUID(int=99),
        f"货{number}",
        "",
        None,
        price_fen,
        quantity,
        price_fen * quantity,
        policy,
    )


@given(
    st.lists(
        st.tuples(st.integers(1, 5), st.integers(1, 1000_00), st.integers(1, 99)), min_size=1, max_size=9
    ),
    st.integers(0, 100_00),
    st.lists(st.integers(-100_00, 100_00), max_size=4),
)
def test_lines_freight_and_adjustments_are_the_payable(wanted, freight_fen, adjustments):
    lines = [line(number, price, quantity) for number, price, quantity in wanted]
    found = rules.sums(lines, freight_fen, [Adjustment("coupon", "x", "券", fen) for fen in adjustments])
    assert found.payable_fen == found.goods_fen + found.freight_fen + found.adjust_fen
    assert found.goods_fen == sum(price * quantity for _, price, quantity in wanted)


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 50)), min_size=1, max_size=12))
def test_merging_keeps_every_piece_and_sorts_the_locks(wanted):
    wants = [Want(UUID(int=number), quantity) for number, quantity in wanted]
    merged = rules.merged(wants)
    assert sum(want.quantity for want in merged) == sum(quantity for _, quantity in wanted)
    assert [want.sku_id.int for want in merged] == sorted({number for number, _ in wanted})


@pytest.mark.parametrize(("now_fen", "expected_fen"), [(1000, 1000), (900, 1000), (1, 1000)])
def test_a_fall_is_given(now_fen, expected_fen):
    rules.assert_same_price(rules.sums([line(1)], 0, []), rules.sums([line(1, now_fen)], 0, []), expected_fen)


@pytest.mark.parametrize(
    ("now_fen", "expected_fen", "old_fen"), [(1001, 1000, 1000), (1000, 999, 999), (1001, 5000, 1000)]
)
def test_a_rise_is_never_taken(now_fen, expected_fen, old_fen):
    with pytest.raises(PriceChanged) as refused:
        rules.assert_same_price(
            rules.sums([line(1)], 0, []), rules.sums([line(1, now_fen)], 0, []), expected_fen
        )
    assert (refused.value.data["old_fen"], refused.value.data["new_fen"]) == (old_fen, now_fen)
    risen = (
        []
        if now_fen == 1000
        else [{"sku_id": encode("sku", UUID(int=1)), "title": "货1", "old_fen": 1000, "new_fen": now_fen}]
    )
    assert refused.value.data["lines"] == risen


def test_goods_off_the_shelf_are_named():
    goods = {UUID(int=1): sku(1), UUID(int=2): sku(2, state_ok=False)}
    with pytest.raises(GoodsWithdrawn) as refused:
        rules.quote_lines([Want(UUID(int=number), 1) for number in (1, 2, 3)], goods)
    assert refused.value.data["sku_ids"] == [encode("sku", UUID(int=2)), encode("sku", UUID(int=3))]


def test_what_cannot_be_delivered_is_named():
    rules.assert_deliverable((), {})
    with pytest.raises(NotDeliverable) as refused:
        rules.assert_deliverable((UUID(int=1),), {UUID(int=1): "鲜果"})
    assert refused.value.words("zh") == "「鲜果」不能送到这个地址"


def test_no_return_is_confirmed_line_by_line():
    lines = [line(1), line(2, policy="excluded_by_confirmation"), line(3, policy="excluded_by_law")]
    rules.assert_no_return_confirmed(lines, {UUID(int=2)})
    with pytest.raises(NoReturnUnconfirmed) as refused:
        rules.assert_no_return_confirmed(lines, {UUID(int=1), UUID(int=3)})
    assert refused.value.data["sku_ids"] == [encode("sku", UUID(int=2))]


@pytest.mark.parametrize(
    ("goods", "quantity", "available", "problem"),
    [(None, 1, 9, "off_shelf"), (sku(1, state_ok=False), 1, 9, "off_shelf"), (sku(1), 1, 0, "sold_out"),
     (sku(1), 3, 2, "short"), (sku(1), 2, 2, None)],
)  # fmt: skip
def test_a_cart_line_says_what_keeps_it(goods, quantity, available, problem):
    assert rules.problem_of(goods, quantity, available) == problem
