"""The rules of after-sales, by tables and by chance: windows, exceptions, amounts, clocks, words."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import get_args
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianyi.kit.money import split
from lianyi.orders.rules.amounts import plan_return
from lianyi.orders.types import Line, LineId, Order, OrderId
from lianyi.trust.errors.aftersales import CaseAmountTooHigh, CaseEmpty, CaseLineUnknown
from lianyi.trust.rules import amounts, clocks, reasons, windows, words
from lianyi.trust.types.aftersales import (
    ENDED,
    KINDS,
    OPEN,
    REASONS,
    STATES,
    CaseLine,
    ReturnFreight,
    Wanted,
    WhyNot,
)

NOON = datetime(2026, 5, 1, 4, 0, tzinfo=UTC)  # twelve o'clock in China
LINE = UUID(int=7)


def line_of(quantity=2, paid_fen=10_000, **more):
    amount_fen = 10_000 * quantity
    known = {
        "id": LineId(LINE), "order_id": OrderId(UUID(int=1)), "seq": 1, "sku_id": UUID(int=2),
        "product_id": UUID(int=3), "sku_code": "S", "title": "茶", "option_text": "", "picture_url": None,
        "price_fen": 10_000, "quantity": quantity, "amount_fen": amount_fen, "freight_share_fen": 0,
        "adjust_share_fen": paid_fen - amount_fen, "shipped_quantity": quantity, "refunded_quantity": 0,
        "refunded_fen": 0, "return_policy": "yes", "no_return_confirmed_at": None,
    }  # fmt: skip
    return Line(**known | more)


def order_of(state="received", received_at=NOON, payable_fen=10_000, freight_fen=0, **more):
    nothing = dict.fromkeys(
        ("close_reason", "alarm", "refund_request_id", "paid_at", "pay_method", "payment_id", "transaction_id",
         "ship_by_at", "shipped_at", "completed_at", "closed_at", "auto_receive_at", "complete_at", "urged_at")
    )  # fmt: skip
    empty = dict.fromkeys(
        ("receiver_masked", "phone_masked", "phone_last4", "province", "city", "district", "region_code", "buyer_note",
         "staff_note"), ""
    )  # fmt: skip
    return Order(
        id=OrderId(UUID(int=1)), number="1", person_id=UUID(int=9), state=state, goods_fen=payable_fen - freight_fen,
        freight_fen=freight_fen, adjust_fen=0, payable_fen=payable_fen, granted_fen=0, granted_freight_fen=0,
        refunded_fen=0, item_count=1, flag=0, placed_at=NOON, pay_deadline_at=NOON, received_at=received_at, version=1,
        **nothing | empty | more,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("received_at", "last"),
    [
        (datetime(2026, 5, 1, 4, 0, tzinfo=UTC), date(2026, 5, 8)),
        # one minute before midnight in China, and one after it
        (datetime(2026, 5, 1, 15, 59, tzinfo=UTC), date(2026, 5, 8)),
        (datetime(2026, 5, 1, 16, 1, tzinfo=UTC), date(2026, 5, 9)),
        (datetime(2026, 2, 24, 4, 0, tzinfo=UTC), date(2026, 3, 3)),
        (datetime(2026, 12, 28, 4, 0, tzinfo=UTC), date(2027, 1, 4)),
    ],
)
def test_the_seven_days_run_from_the_day_after_receipt(received_at, last):
    assert windows.last_day(received_at, windows.NO_REASON_DAYS) == last
    end = datetime(last.year, last.month, last.day, 15, 59, 59, tzinfo=UTC)
    assert windows.within(received_at, windows.NO_REASON_DAYS, end)
    assert not windows.within(received_at, windows.NO_REASON_DAYS, end + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("policy", "confirmed_at", "received_at", "days", "against"),
    [
        ("yes", None, NOON, 7, None),
        ("yes", None, NOON, 8, "window_over"),
        ("yes", NOON, NOON, 3, None),
        ("yes", None, None, 40, None),
        ("excluded_by_law", None, NOON, 1, "excluded_by_law"),
        ("excluded_by_law", None, None, 1, "excluded_by_law"),
        ("excluded_by_confirmation", NOON, NOON, 1, "excluded_by_confirmation"),
        # without the ticked box of this purchase the exclusion does not hold
        ("excluded_by_confirmation", None, NOON, 1, None),
        ("excluded_by_confirmation", None, NOON, 8, "window_over"),
    ],
)
def test_the_exceptions_of_the_seven_days(policy, confirmed_at, received_at, days, against):
    now = NOON + timedelta(days=days)
    assert windows.no_reason_against(policy, confirmed_at, received_at, now) == against


@pytest.mark.parametrize(
    ("order", "line", "open_", "why_not"),
    [
        (order_of(), line_of(), False, None),
        (order_of("to_ship"), line_of(), False, "order_state"),
        (order_of("closed"), line_of(), False, "order_state"),
        (order_of(), line_of(), True, "line_open"),
        (order_of(), line_of(returned_quantity=2), False, "nothing_left"),
        (order_of(), line_of(refunded_fen=10_000), False, "nothing_left"),
        (order_of(cases=10), line_of(), False, "cases_max"),
    ],
)
def test_what_is_against_a_line(order, line, open_, why_not):
    offer = windows.line_offer(order, line, line_open=open_, now=NOON)
    assert (offer.why_not, bool(offer.kinds)) == (why_not, why_not is None)


@pytest.mark.parametrize(
    ("days", "return_refund", "exchange"),
    [(1, True, True), (8, False, True), (15, False, True), (16, None, None)],
)
def test_kinds_and_reasons_by_day(days, return_refund, exchange):
    offer = windows.line_offer(order_of(), line_of(), line_open=False, now=NOON + timedelta(days=days))
    kinds = {one.kind: one for one in offer.kinds}
    assert set(kinds) == set(KINDS)
    if exchange is None:
        assert all(not one.reasons and one.why_not == "window_over" for one in offer.kinds)
        return
    assert ("no_reason" in kinds["return_refund"].reasons) is return_refund
    assert "quality" in kinds["exchange"].reasons
    assert "no_reason" not in kinds["refund_only"].reasons


PLANS = st.integers(1, 8).flatmap(
    lambda quantity: st.tuples(
        st.just(quantity), st.integers(1, 10_000 * quantity), st.integers(0, 2_000),
        st.lists(st.tuples(st.integers(1, quantity), st.integers(0, 100)), min_size=1, max_size=12),
    )
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(PLANS)
def test_any_sequence_of_partial_returns_sums_to_what_was_paid(plan):
    """Units come back in any portions, some for less than they are worth; at the end not a fen is missing or too many."""
    quantity, paid_fen, freight_fen, moves = plan
    line = line_of(quantity, paid_fen)
    order = order_of(payable_fen=paid_fen + freight_fen, freight_fen=freight_fen)
    for want, percent in [*moves, (quantity, 100)]:
        units = min(want, line.kept)
        if not units:
            break
        worth_fen = line.worth_fen(units)
        asked_fen = worth_fen * percent // 100
        part = amounts.portions("return_refund", [CaseLine(UUID(int=5), LINE, units, asked_fen)], [line])
        done = plan_return(order, [line], part, with_freight=True)
        (given_part,) = done.lines
        withheld_fen = worth_fen - given_part.amount_fen
        assert withheld_fen >= 0
        line = replace(
            line, returned_quantity=line.returned_quantity + units, refunded_fen=line.refunded_fen + asked_fen,
            withheld_fen=line.withheld_fen + withheld_fen,
        )  # fmt: skip
        assert done.whole == (line.kept == 0)
        assert done.freight_fen == (freight_fen if done.whole else 0)
        assert done.amount_fen == asked_fen + done.freight_fen
    assert (line.kept, line.left_fen) == (0, 0)
    assert line.refunded_fen + line.withheld_fen == paid_fen


@given(st.lists(st.integers(0, 5_000), min_size=1, max_size=6), st.data())
def test_a_lowered_amount_asks_no_more_of_any_line(asked, data):
    total = sum(asked)
    amount_fen = data.draw(st.integers(0, max(0, total - 1)))
    parts = [CaseLine(UUID(int=1), UUID(int=index), 1, fen) for index, fen in enumerate(asked)]
    if not total:
        return
    lowered = amounts.lowered(parts, amount_fen)
    assert sum(part.amount_fen for part in lowered) == amount_fen
    assert all(part.amount_fen <= fen for part, fen in zip(lowered, asked, strict=True))
    assert [part.amount_fen for part in lowered] == split(amount_fen, asked)


@pytest.mark.parametrize(
    ("quantity", "amount_fen", "kind", "worth"),
    [(1, None, "return_refund", 5000), (2, 1, "refund_only", 1), (2, 1, "exchange", 10_000)],
)
def test_amounts_are_named(quantity, amount_fen, kind, worth):
    (want,) = amounts.checked([line_of()], [Wanted(LINE, quantity, amount_fen)], kind)
    assert want.amount_fen == worth


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        ([Wanted(LINE, 3)], CaseAmountTooHigh),
        ([Wanted(LINE, 1, 5001)], CaseAmountTooHigh),
        ([Wanted(LINE, 1, 0)], CaseEmpty),
        ([], CaseEmpty),
        ([Wanted(UUID(int=8), 1)], CaseLineUnknown),
        ([Wanted(LINE, 1), Wanted(LINE, 1)], CaseLineUnknown),
    ],
)
def test_amounts_that_cannot_be(wanted, refusal):
    with pytest.raises(refusal):
        amounts.checked([line_of()], wanted, "return_refund")


def test_every_open_state_has_a_clock_and_an_outcome_but_the_one_that_waits_for_wechat():
    for state in OPEN:
        for kind in KINDS:
            for has_address in (True, False):
                clock = clocks.clock(state, kind, has_address=has_address, after_return=False)
                assert (clock.within is None) == (state == "refunding") == (clock.outcome is None)
                assert clock.outcome is None or clock.outcome in clocks.OUTCOME_WORDS
    for state in ENDED:
        assert clocks.deadline(state, "exchange", NOON) is None
    # no goods without money for longer than the law allows
    assert timedelta(days=7) >= clocks.REFUND_AFTER_RECEIPT
    assert clocks.MERCHANT_DECIDES + clocks.ADDRESS_WITHIN <= clocks.LEGAL_DELAY


def test_everything_has_words_in_both_languages():
    for known, all_of in (
        (reasons.KIND_WORDS, KINDS), (reasons.REASON_WORDS, REASONS), (reasons.STATE_WORDS, STATES),
        (reasons.RETURN_FREIGHT_WORDS, get_args(ReturnFreight)), (reasons.WHY_WORDS, get_args(WhyNot)),
    ):  # fmt: skip
        assert set(known) == set(all_of)
        assert all(zh and en for zh, en in known.values())
    for kind in words.STEP_WORDS:
        for language in ("zh", "en"):
            assert "{" not in words.step_text(kind, {"amount_fen": 1, "tracking_no": "SF1"}, language, "顺丰")
