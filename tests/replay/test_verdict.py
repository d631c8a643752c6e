"""The verdict sees a penny and a piece too few, wherever it is missing."""

from decimal import Decimal

import pytest

from lianyi.app.replay import goods, run, telling, verdict
from lianyi.app.replay import plan as planning
from lianyi.app.replay.plan import Reason, Sku
from lianyi.app.replay.verdict import Pile
from lianyi.kit import sheets
from tests.replay.retail import line, read

LATER, JANUARY = "2010-12-02 09:00:00", "2011-01-04 09:00:00"
LINES = (
    line("1", "A1", 5, "2.00"), line("2", "B1", 1, "3.10", customer=""), line("3", "A1", 2, "2.00", at=JANUARY),
    line("4", "PADS", 1, "0.001"), line("C5", "A1", -2, "1.50", at=LATER), line("C6", "A1", -9, "2", at=LATER),
)  # fmt: skip


@pytest.fixture
def chosen(tmp_path):
    return read(tmp_path, *LINES)


@pytest.fixture
def plan(chosen):
    return planning.make(chosen)


def rows(chosen):
    return [row for invoice in chosen for row in invoice.rows]


def test_the_files_months_are_whole_less_left_out(chosen, plan):
    # 10 + 3.10 - 3 - 2*3 and, left out, 6 of 9 and a tenth of a penny
    december, january = verdict.months(plan, rows(chosen), {"2010-12": 410, "2011-01": 400})
    assert (december.whole, december.skipped, december.file) == (Decimal("-789.9"), Decimal("-1199.9"), 410)
    assert (january.whole, january.skipped, january.file) == (400, 0, 400)
    assert december.difference == january.difference == 0


@pytest.mark.parametrize(
    "ledger",
    [{"2010-12": 409, "2011-01": 401}, {"2010-12": 810}, {"2010-12": 410, "2011-01": 400, "elsewhere": 1}],
)
def test_a_fen_in_the_wrong_month_or_in_none_is_a_difference(chosen, plan, ledger):
    assert sum(one.difference for one in verdict.months(plan, rows(chosen), ledger)) > 0


def test_a_row_that_the_plan_lost_is_seen(chosen, plan):
    plan.kept.pop()
    assert any(one.whole - one.skipped - one.file for one in verdict.months(plan, rows(chosen), {}))


def right_piles(plan):
    net, opening = verdict.net_sold(plan), goods.opening_stock(plan)
    return {
        code: Pile(opening[sku], opening[sku] - net[sku], 0, net[sku])
        for sku, code in goods.codes(plan).items()
    }


def test_stock_that_is_right_differs_by_nothing(plan):
    assert verdict.stock_difference(plan, goods.codes(plan), right_piles(plan)) == 0
    assert verdict.net_sold(plan)[Sku("A1", 200)] == 5 + 2 - 2 - 3


@pytest.mark.parametrize(
    "wrong",
    [
        Pile(14, 13, 0, 1),
        Pile(14, 11, 1, 2),
        Pile(15, 13, 0, 2),
        Pile(14, 12, 0, 1),
        Pile(14, 11, 0, 3),
        Pile(14, 11, 0, 2),
        Pile(14, 12, 1, 2),
    ],
)
def test_a_piece_too_few_or_too_many_is_a_difference(plan, wrong):
    codes, piles = goods.codes(plan), right_piles(plan)
    assert piles["A1/200"] == Pile(14, 12, 0, 2)
    assert verdict.stock_difference(plan, codes, {**piles, "A1/200": wrong}) > 0
    assert verdict.stock_difference(plan, codes, {"A1/200": piles["A1/200"]}) > 0
    assert verdict.stock_difference(plan, codes, {**piles, "X": Pile(1, 1, 0, 0)}) == 1


def test_the_file_is_asked_about_pieces_and_not_the_plan_alone(plan):
    piles = right_piles(plan)
    plan.kept.pop()
    assert verdict.stock_difference(plan, goods.codes(plan), piles) > 0


@pytest.mark.parametrize("name", run.MUST_BE_ZERO)
def test_any_difference_ends_the_program_badly(name):
    result = {"orders": 1} | dict.fromkeys(run.MUST_BE_ZERO, 0)
    assert run.code_of(result) == 0
    assert run.code_of(result | {"orders": 0}) == 1
    assert run.code_of(result | {name: -1}) == 1


def test_what_is_left_out_is_told_with_its_worth_both_ways(plan):
    told = {one.reason: (one.rows, one.up, one.down) for one in verdict.left_out(plan)}
    assert told == {
        Reason.PART_OF_A_PENNY: (1, Decimal("0.1"), 0), Reason.NOT_BOUGHT: (1, 0, Decimal(-1200)),
    }  # fmt: skip
    assert set(telling.WORDS) == set(Reason)


@pytest.mark.parametrize(
    ("pence", "words"),
    [(0, "0.00"), (123456, "1,234.56"), (Decimal("-1199.9"), "-11.999"), (Decimal("0.1"), "0.001")],
)
def test_pounds_hide_no_decimal(pence, words):
    assert telling.pounds(pence) == words


def test_goods_are_products_the_console_understands(tmp_path):
    lines = [line("1", "DOT", 1, f"{number}.10") for number in range(1, 65)]
    lines += [line("1", "85123A", 1, "1"), line("1", "85123a", 2, "1"), line("1", "BANK CHARGES", 1, "15")]
    lines += [line("1", "***", 1, "2", words="=SUM(A1)")]
    plan = planning.make(read(tmp_path, *lines))
    codes = goods.codes(plan)
    assert len({code.casefold() for code in codes.values()}) == len(codes) == 68
    assert codes[Sku("BANK CHARGES", 1500)] == "BANK-CHARGES/1500"
    (data,) = goods.files(plan, goods.opening_stock(plan))
    found = sheets.read(data, "goods.csv")
    products = [row.cells[0] for row in found.rows]
    assert max(products.count(code) for code in products) == goods.PRICES_OF_A_PRODUCT_MAX
    by_sku = {row.cells[3]: row.cells for row in found.rows}
    assert by_sku[codes[Sku("85123a", 100)]][4:6] == ("1.00", str(2 + goods.SPARE))
    assert by_sku["X/200"][1] == "'=SUM(A1)"
