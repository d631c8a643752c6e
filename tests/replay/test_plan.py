"""Every row is lived or left out under a reason; what is lived fits the shop's limits and gives back only what was bought."""

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianyi.app.replay import plan as planning
from lianyi.app.replay.plan import Part, Reason, Sku
from lianyi.app.replay.sheet import Invoice, Row, Unreadable
from lianyi.catalog import rules as catalog
from lianyi.checkout import rules as checkout
from lianyi.kit.clock import YEAR_MIN
from lianyi.supply.rules import columns
from tests.replay.retail import line, read

LATER = "2010-12-02 09:00:00"


def made(tmp_path, *lines):
    return planning.make(read(tmp_path, *lines))


def reasons(plan):
    return [one.reason for one in plan.skipped]


def test_the_limits_are_the_shops_own():
    assert checkout.LINES_MAX == planning.WANTS_MAX
    assert checkout.QUANTITY_MAX == planning.PIECES_OF_A_WANT_MAX
    assert catalog.PRICE_FEN_MAX == planning.PRICE_PENCE_MAX
    assert columns.PIECES_MAX == planning.STOCK_MAX


def test_a_sku_is_a_code_at_a_price_and_equal_lines_are_one(tmp_path):
    plan = made(tmp_path, line("1", "A1", 2, "2.55"), line("1", "A1", 1, "2.10"), line("1", "A1", 3, "2.55"))
    (sale,) = plan.sales
    assert sale.wants == ((Sku("A1", 255), 5), (Sku("A1", 210), 1))
    assert sale.pence == 5 * 255 + 210
    assert plan.replayed == plan.invoices == 1


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (line("1", "A1", 5, "0"), Reason.NO_PRICE),
        (line("1", "A1", -5, "0.0"), Reason.NO_PRICE),
        (line("1", "A1", 0, "1"), Reason.NO_PRICE),
        (line("A563185", "B", 1, "11062.06", customer=""), Reason.BAD_DEBT),
        (line("A563186", "B", 1, "-11062.06", customer=""), Reason.BAD_DEBT),
        (line("1", "B", 1, "-5"), Reason.NEGATIVE_PRICE),
        (line("1", "PADS", 1, "0.001"), Reason.PART_OF_A_PENNY),
        (line("1", "A1", 1, "1000000.01"), Reason.BEYOND),
        (line("1", "A1", 1_000_001, "0.01"), Reason.BEYOND),
        (line("C1", "A1", -1, "1"), Reason.NOT_BOUGHT),
        (line("C1", "AMAZONFEE", -1, "13541.33", customer=""), Reason.NO_CUSTOMER),
        (line("1", "A1", "x", "1"), Reason.UNREADABLE),
    ],
)
def test_what_no_shop_can_live_is_left_out_with_its_reason(tmp_path, row, reason):
    plan = made(tmp_path, row, line("9", "A9", 1, "1"))
    assert reasons(plan) == [reason]
    assert [sale.invoice for sale in plan.sales] == ["9"]
    assert plan.invoices - plan.replayed == 1


@pytest.mark.parametrize("stock", ["POST", "DOT", "M", "BANK CHARGES", "gift_0001_20", "85123a"])
def test_odd_codes_are_sold_like_any_other(tmp_path, stock):
    plan = made(tmp_path, line("1", stock, 1, "18.00", words=""))
    assert plan.sales[0].wants == ((Sku(stock, 1800), 1),)


def test_an_order_within_limits_is_one_and_a_larger_one_is_divided(tmp_path):
    (sale,) = made(tmp_path, line("1", "A1", 9_999, "0.01")).sales
    assert sale.wants == ((Sku("A1", 1), 9_999),)
    plan = made(tmp_path, line("1", "A1", 74_215, "1.04"))
    assert [sale.wants[0][1] for sale in plan.sales] == [9_999] * 7 + [4_222]
    assert {sale.invoice for sale in plan.sales} == {"1"}
    many = [line("1", f"A{number}", 1, "1") for number in range(205)]
    assert [len(sale.wants) for sale in made(tmp_path, *many).sales] == [100, 100, 5]
    dear = made(tmp_path, line("1", "A1", 15, "999999.00")).sales
    assert [sale.wants[0][1] for sale in dear] == [10, 5]


def test_strangers_are_each_somebody_and_a_customer_is_one(tmp_path):
    plan = made(
        tmp_path, line("1", "A1", 1, "1", customer=""), line("2", "A1", 1, "1", customer=""),
        line("3", "A1", 1, "1"), line("4", "A1", 1, "1"),
    )  # fmt: skip
    assert [sale.shopper for sale in plan.sales] == ["guest-1", "guest-2", "17850", "17850"]


def test_a_cancellation_takes_back_the_latest_purchase_at_its_price(tmp_path):
    plan = made(
        tmp_path,
        line("1", "A1", 5, "2.55"), line("2", "A1", 5, "2.55"), line("3", "A1", 5, "2.10"),
        line("4", "A1", 5, "2.55", customer="9"),
        line("C5", "A1", -7, "2.55", at=LATER),
    )  # fmt: skip
    assert [(one.sale, one.parts) for one in plan.returns] == [
        (1, (Part(Sku("A1", 255), 5, 5 * 255),)), (0, (Part(Sku("A1", 255), 2, 2 * 255),)),
    ]  # fmt: skip
    assert plan.skipped == []


def test_more_than_was_bought_is_left_out_by_the_piece(tmp_path):
    plan = made(
        tmp_path,
        line("1", "A1", 5, "2"),
        line("C2", "A1", -8, "2", at=LATER),
        line("C3", "A1", -1, "2", at=LATER),
    )
    assert [(one.invoice, one.parts[0].quantity) for one in plan.returns] == [("C2", 5)]
    assert [(one.row.invoice, one.quantity, one.reason) for one in plan.skipped] == [
        ("C2", -3, Reason.NOT_BOUGHT), ("C3", -1, Reason.NOT_BOUGHT),
    ]  # fmt: skip
    assert [(one.row.invoice, one.quantity) for one in plan.kept] == [("1", 5), ("C2", -5)]


def test_nobody_gets_more_for_a_piece_than_was_paid_but_may_get_less(tmp_path):
    plan = made(
        tmp_path,
        line("1", "A1", 5, "2"),
        line("C2", "A1", -1, "2.50", at=LATER),
        line("C3", "A1", -2, "1.50", at=LATER),
    )
    assert reasons(plan) == [Reason.NOT_BOUGHT]
    assert plan.returns[0].parts == (Part(Sku("A1", 200), 2, 300),)


def test_a_cancellation_before_the_purchase_finds_nothing(tmp_path):
    plan = made(tmp_path, line("1", "A1", 5, "2", at=LATER), line("C2", "A1", -5, "2"))
    assert (plan.returns, reasons(plan)) == ([], [Reason.NOT_BOUGHT])


def test_a_nameless_cancellation_finds_a_strangers_purchase_only(tmp_path):
    plan = made(
        tmp_path, line("1", "A1", 5, "2", customer=""), line("2", "B1", 5, "2"),
        line("C3", "A1", -2, "2", customer="", at=LATER), line("C3", "B1", -2, "2", customer="", at=LATER),
    )  # fmt: skip
    assert [(one.sale, one.parts[0].quantity) for one in plan.returns] == [(0, 2)]
    assert reasons(plan) == [Reason.NO_CUSTOMER]


def test_wechat_gives_money_back_for_a_year(tmp_path):
    old = line("1", "A1", 5, "2", at="2010-01-01 08:00:00")
    assert made(tmp_path, old, line("C2", "A1", -5, "2", at="2010-12-31 08:00:00")).returns
    assert not made(tmp_path, old, line("C2", "A1", -5, "2", at="2011-01-01 08:00:00")).returns


def test_wechat_gives_money_back_in_fifty_parts(tmp_path):
    backs = [line(f"C{number}", "A1", -1, "2", at=LATER) for number in range(51)]
    plan = made(tmp_path, line("1", "A1", 60, "2"), *backs)
    assert len(plan.returns) == 50
    assert reasons(plan) == [Reason.NOT_BOUGHT]


START = datetime(YEAR_MIN, 6, 1, tzinfo=UTC)
rows_made = st.lists(
    st.tuples(
        st.integers(0, 30), st.sampled_from(["A1", "B1", "DOT"]), st.integers(-12_000, 12_000),
        st.sampled_from(["0", "0.001", "0.01", "1", "2.5", "250000", "-1"]), st.sampled_from(["", "1", "2"]),
        st.booleans(),
    ),
    max_size=40,
)  # fmt: skip


def invoices_of(drawn):
    together = defaultdict(list)
    for place, (number, stock, quantity, price, customer, readable) in enumerate(drawn):
        row = (
            Row(
                place,
                str(number),
                stock,
                "",
                quantity,
                START + timedelta(days=number),
                Decimal(price),
                customer,
            )
            if readable
            else Unreadable(place, str(number), "at", "")
        )
        together[number].append(row)
    return [
        Invoice(
            str(number), START + timedelta(days=number) if any(isinstance(one, Row) for one in some) else None,
            tuple(one for one in some if isinstance(one, Row)), tuple(one for one in some if isinstance(one, Unreadable)),
        )
        for number, some in sorted(together.items())
    ]  # fmt: skip


@given(rows_made)
def test_no_unit_is_lost_and_none_is_doubled(drawn):
    invoices = invoices_of(drawn)
    plan = planning.make(invoices)
    units = Counter()
    for one in plan.kept:
        units[one.row.line] += one.quantity
    for one in plan.skipped:
        units[one.row.line] += one.quantity
    assert all(units[row.line] == row.quantity for invoice in invoices for row in invoice.rows)
    skipped = {one.row.line for one in plan.skipped if isinstance(one.row, Unreadable)}
    assert skipped == {line.line for invoice in invoices for line in invoice.unreadable}


@given(rows_made)
def test_orders_and_refunds_are_worth_what_the_kept_rows_are(drawn):
    plan = planning.make(invoices_of(drawn))
    sold = sum(one.quantity * one.row.price * 100 for one in plan.kept if one.quantity > 0)
    back = sum(one.quantity * one.row.price * 100 for one in plan.kept if one.quantity < 0)
    assert sum(sale.pence for sale in plan.sales) == sold
    assert -sum(part.pence for one in plan.returns for part in one.parts) == back


@given(rows_made)
def test_no_order_is_beyond_the_limits_and_no_refund_beyond_its_order(drawn):
    plan = planning.make(invoices_of(drawn))
    left = {(sale.number, sku): quantity for sale in plan.sales for sku, quantity in sale.wants}
    money = {(sale.number, sku): quantity * sku.pence for sale in plan.sales for sku, quantity in sale.wants}
    for sale in plan.sales:
        assert 0 < sum(-(-quantity // 999) for _, quantity in sale.wants) <= planning.WANTS_MAX
        assert len({sku for sku, _ in sale.wants}) == len(sale.wants)
        assert all(0 < quantity <= planning.PIECES_OF_A_SKU_MAX for _, quantity in sale.wants)
        assert 0 < sale.pence <= planning.ORDER_PENCE_MAX
    for one in plan.returns:
        assert plan.sales[one.sale].at <= one.at
        for part in one.parts:
            left[one.sale, part.sku] -= part.quantity
            money[one.sale, part.sku] -= part.pence
            assert part.quantity > 0 < part.pence
            assert part.pence <= part.quantity * part.sku.pence
    assert min(left.values(), default=0) >= 0
    assert all(money[key] >= pieces * key[1].pence for key, pieces in left.items())
