"""Shares sum to the whole, and any sequence of refunds is exact."""

from dataclasses import replace
from datetime import UTC, datetime
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianyi.orders.errors import (
    FreightRefundTooMuch,
    LineUnknown,
    NothingToShip,
    PayableOutOfRange,
    RefundEmpty,
    RefundTooMuch,
    ShipTooMuch,
)
from lianyi.orders.rules import amounts
from lianyi.orders.types import Line, Order, Portion

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
NOTHING = dict.fromkeys(("close_reason", "alarm", "refund_request_id", "paid_at", "pay_method", "payment_id", "transaction_id", "ship_by_at", "shipped_at", "received_at", "completed_at", "closed_at", "auto_receive_at", "complete_at", "urged_at"))  # fmt: skip


def make_line(seq, price_fen, quantity, freight_share_fen=0, adjust_share_fen=0, **more):
    return Line(
        id=UUID(int=seq), order_id=UUID(int=9), seq=seq, sku_id=UUID(int=1000 + seq), product_id=UUID(int=2000),
        sku_code=f"S{seq}", title=f"货{seq}", option_text="", picture_url=None, price_fen=price_fen, quantity=quantity,
        amount_fen=price_fen * quantity, freight_share_fen=freight_share_fen, adjust_share_fen=adjust_share_fen,
        **({"shipped_quantity": 0, "refunded_quantity": 0, "refunded_fen": 0} | more), return_policy="yes",
        no_return_confirmed_at=None,
    )  # fmt: skip


def make_order(totals, **more):
    return Order(
        id=UUID(int=9), number="26030200000001", person_id=UUID(int=3), state="to_ship", goods_fen=totals.goods_fen,
        freight_fen=totals.freight_fen, adjust_fen=totals.adjust_fen, payable_fen=totals.payable_fen, item_count=1,
        **({"granted_fen": 0, "granted_freight_fen": 0, "refunded_fen": 0} | more), receiver_masked="王**",
        phone_masked="138****0001", phone_last4="0001", province="浙江省", city="杭州市", district="西湖区", region_code="330106", buyer_note="",
        staff_note="", flag=0, placed_at=NOW, pay_deadline_at=NOW, version=1, **NOTHING,
    )  # fmt: skip


@st.composite
def carts(draw):
    """(prices and quantities, freight, adjustment) that can be paid."""
    goods = draw(st.lists(st.tuples(st.integers(1, 500_00), st.integers(1, 9)), min_size=1, max_size=8))
    total = sum(price * quantity for price, quantity in goods)
    freight = draw(st.integers(0, 50_00))
    adjust = draw(st.integers(-total, 20_00))
    if total + freight + adjust < 1:
        freight += 1
    return goods, freight, adjust


def build(cart):
    goods, freight, adjust = cart
    keys = [UUID(int=1000 + seq) for seq in range(1, len(goods) + 1)]
    totals = amounts.totals([price * quantity for price, quantity in goods], keys, freight, adjust)
    lines = [
        make_line(seq, price, quantity, totals.freight_shares_fen[seq - 1], totals.adjust_shares_fen[seq - 1])
        for seq, (price, quantity) in enumerate(goods, start=1)
    ]
    return make_order(totals), lines


@given(carts())
def test_lines_sum_to_the_total_to_the_fen(cart):
    order, lines = build(cart)
    assert sum(line.freight_share_fen for line in lines) == order.freight_fen
    assert sum(line.adjust_share_fen for line in lines) == order.adjust_fen
    assert sum(line.paid_fen + line.freight_share_fen for line in lines) == order.payable_fen
    assert all(line.paid_fen >= 0 and line.freight_share_fen >= 0 for line in lines)


@given(carts(), st.randoms())
def test_the_order_of_lines_does_not_matter(cart, random):
    goods, freight, adjust = cart
    keys = [UUID(int=1000 + seq) for seq in range(len(goods))]
    straight = dict(zip(keys, _shares(goods, keys, freight, adjust), strict=True))
    shuffled = list(zip(goods, keys, strict=True))
    random.shuffle(shuffled)
    again = _shares([good for good, _ in shuffled], [key for _, key in shuffled], freight, adjust)
    assert dict(zip([key for _, key in shuffled], again, strict=True)) == straight


def _shares(goods, keys, freight, adjust):
    totals = amounts.totals([price * quantity for price, quantity in goods], keys, freight, adjust)
    return list(zip(totals.freight_shares_fen, totals.adjust_shares_fen, strict=True))


def apply(order, lines, plan):
    """What the database does with a plan."""
    part = {portion.line_id: portion for portion in plan.lines}
    lines = [
        replace(
            line,
            refunded_quantity=line.refunded_quantity + part[line.id].quantity,
            refunded_fen=line.refunded_fen + part[line.id].amount_fen,
        )
        if line.id in part
        else line
        for line in lines
    ]
    order = replace(
        order,
        granted_fen=order.granted_fen + plan.amount_fen,
        granted_freight_fen=order.granted_freight_fen + plan.freight_fen,
    )
    return order, lines


@given(carts(), st.integers(0, 2**32))
def test_any_sequence_of_partial_refunds_gives_back_exactly_what_was_paid(cart, seed):
    chance = Random(seed)
    order, lines = build(cart)
    while any(line.unshipped for line in lines):
        wanted = [
            Portion(line.id, chance.randint(1, line.unshipped))
            for line in lines
            if line.unshipped and chance.random() < 0.5
        ]
        if not wanted:
            continue
        plan = amounts.plan_refund(order, lines, wanted, None)
        assert plan.amount_fen >= 0
        assert all(portion.amount_fen >= 0 for portion in plan.lines)
        assert plan.amount_fen == sum(portion.amount_fen for portion in plan.lines) + plan.freight_fen
        order, lines = apply(order, lines, plan)
        assert order.granted_fen <= order.payable_fen
        assert plan.whole == (not any(line.unshipped for line in lines))
    assert order.granted_fen == order.payable_fen
    assert order.granted_freight_fen == order.freight_fen
    assert [line.refunded_fen for line in lines] == [line.paid_fen for line in lines]


def test_three_units_of_a_hundred_fen_come_back_as_33_33_34():
    order, (line,) = build(([(100, 1)], 0, 0))
    line = make_line(1, 100, 3, adjust_share_fen=-200)
    assert line.paid_fen == 100
    given_fen = []
    for _ in range(3):
        plan = amounts.plan_refund(order, [line], [Portion(line.id, 1)], 0)
        given_fen.append(plan.amount_fen)
        _, (line,) = apply(order, [line], plan)
    assert given_fen == [33, 33, 34]


def test_freight_comes_back_with_the_last_goods_only():
    order, lines = build(([(1000, 2), (500, 1)], 800, 0))
    plan = amounts.plan_refund(order, lines, [Portion(lines[0].id, 2)], None)
    assert (plan.amount_fen, plan.freight_fen, plan.whole) == (2000, 0, False)
    order, lines = apply(order, lines, plan)
    plan = amounts.plan_refund(order, lines, [Portion(lines[1].id, 1)], None)
    assert (plan.amount_fen, plan.freight_fen, plan.whole) == (1300, 800, True)


def test_freight_stays_when_a_parcel_has_left():
    order, lines = build(([(1000, 2)], 800, 0))
    shipped = [replace(lines[0], shipped_quantity=1)]
    plan = amounts.plan_refund(order, shipped, [Portion(lines[0].id, 1)], None)
    assert (plan.amount_fen, plan.freight_fen, plan.whole) == (1000, 0, True)


def test_staff_decide_freight_and_money_without_goods():
    order, lines = build(([(1000, 2)], 800, 0))
    plan = amounts.plan_refund(order, lines, [Portion(lines[0].id, 0, 150)], 300)
    assert (plan.amount_fen, plan.freight_fen, plan.whole) == (450, 300, False)
    assert plan.lines == (Portion(lines[0].id, 0, 150),)


@pytest.mark.parametrize(
    ("wanted", "freight_fen", "refusal"),
    [
        ([(1, 3, None)], None, RefundTooMuch),
        ([(1, 1, 1001)], None, RefundTooMuch),
        ([(1, 1, -1)], None, RefundTooMuch),
        ([(1, 0, 2001)], None, RefundTooMuch),
        ([(7, 1, None)], None, LineUnknown),
        ([(1, 1, None), (1, 1, None)], None, LineUnknown),
        ([(1, 1, None)], 801, FreightRefundTooMuch),
        ([(1, 1, None)], -1, FreightRefundTooMuch),
        ([], None, RefundEmpty),
        ([(1, 0, None)], 0, RefundEmpty),
    ],
)
def test_a_refund_beyond_what_was_paid_is_refused(wanted, freight_fen, refusal):
    order, lines = build(([(1000, 2)], 800, 0))
    portions = [Portion(UUID(int=line), quantity, amount) for line, quantity, amount in wanted]
    with pytest.raises(refusal):
        amounts.plan_refund(order, lines, portions, freight_fen)


@pytest.mark.parametrize(("freight_fen", "adjust_fen"), [(0, -1001), (-1, 0), (10, -1005)])
def test_what_cannot_be_paid_is_no_order(freight_fen, adjust_fen):
    with pytest.raises(PayableOutOfRange):
        amounts.totals([1000], [UUID(int=1)], freight_fen, adjust_fen)


def test_what_comes_to_nothing_is_an_order_unless_it_has_to_be_paid():
    assert amounts.totals([1000], [UUID(int=1)], 0, -1000).payable_fen == 0
    with pytest.raises(PayableOutOfRange):
        amounts.totals([1000], [UUID(int=1)], 0, -1000, least_fen=1)


@given(
    st.lists(st.tuples(st.integers(1, 50_000), st.integers(1, 4)), min_size=1, max_size=6),
    st.integers(0, 50_000), st.randoms(use_true_random=False),
)  # fmt: skip
def test_what_discounts_paid_for_comes_back_unit_by_unit_without_a_fen(cart, coupon_fen, random):
    """A coupon takes what it may, points all the rest: whatever comes back in which order, no fen was ever in it."""
    sku_ids = [UUID(int=number) for number, _ in enumerate(cart, 1)]
    whole = [price * quantity for price, quantity in cart]
    coupon = amounts.shares(-min(coupon_fen, sum(whole)), whole, sku_ids)
    left = [amount + off for amount, off in zip(whole, coupon, strict=True)]
    points = amounts.shares(-sum(left), left, sku_ids)
    own = [one + other for one, other in zip(coupon, points, strict=True)]
    found = amounts.totals(whole, sku_ids, 0, sum(own), own)
    assert (found.payable_fen, [a + s for a, s in zip(whole, found.adjust_shares_fen, strict=True)]) == (
        0,
        [0] * len(cart),
    )
    order, lines = build(([(price, quantity) for price, quantity in cart], 0, -sum(whole)))
    units = [index for index, line in enumerate(lines) for _ in range(line.quantity)]
    random.shuffle(units)
    for nth, index in enumerate(units, 1):
        plan = amounts.plan_refund(order, lines, [Portion(lines[index].id, 1)], None)
        assert (plan.amount_fen, plan.whole) == (0, nth == len(units))
        lines[index] = replace(lines[index], refunded_quantity=lines[index].refunded_quantity + 1)


def test_a_parcel_takes_what_is_left_or_what_is_asked():
    lines = [make_line(1, 100, 3, shipped_quantity=1), make_line(2, 100, 1, refunded_quantity=1)]
    assert amounts.plan_parcel(lines, None) == (Portion(UUID(int=1), 2),)
    assert amounts.plan_parcel(lines, [Portion(UUID(int=1), 1)]) == (Portion(UUID(int=1), 1),)
    for wanted, refusal in (
        ([Portion(UUID(int=1), 3)], ShipTooMuch),
        ([Portion(UUID(int=1), 0)], ShipTooMuch),
        ([Portion(UUID(int=2), 1)], ShipTooMuch),
        ([Portion(UUID(int=5), 1)], LineUnknown),
        ([Portion(UUID(int=1), 1), Portion(UUID(int=1), 1)], LineUnknown),
        ([], NothingToShip),
    ):
        with pytest.raises(refusal):
            amounts.plan_parcel(lines, wanted)


@given(
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 10_000)), min_size=1, max_size=6), st.integers(0, 900),
    st.integers(-20_000, 5_000),
)  # fmt: skip
def test_what_belongs_to_a_line_stays_there_and_only_the_rest_is_spread(lines, freight, more):
    amounts_fen = [amount for amount, _ in lines]
    own = [-min(off, amount) for amount, off in lines]
    adjust = sum(own) + more
    if sum(amounts_fen) + adjust < 0 or sum(amounts_fen) + adjust + freight < 1:
        return
    totals = amounts.totals(amounts_fen, [UUID(int=n) for n in range(len(lines))], freight, adjust, own)
    assert sum(totals.adjust_shares_fen) == adjust
    assert all(
        amount + share >= 0 for amount, share in zip(amounts_fen, totals.adjust_shares_fen, strict=True)
    )
    if more == 0:
        assert list(totals.adjust_shares_fen) == own
    elif more < 0:
        assert all(share <= part for share, part in zip(totals.adjust_shares_fen, own, strict=True))
