"""What is withheld of pay-outs, month by month, by both formulas; the file; handing it on."""

import asyncio
from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from lianyi.distribution.actions import payouts as actions
from lianyi.distribution.actions import tax
from lianyi.distribution.errors.payouts import MonthNotOver, NothingToRemit, SettingWrong
from lianyi.distribution.queries import payouts as reads
from lianyi.distribution.queries import tax as tax_reads
from lianyi.distribution.rules import payouts as payout_rules
from lianyi.distribution.rules import tax as rules
from lianyi.distribution.types.payouts import Part, Payable, PayoutSettings
from lianyi.distribution.types.tax import Income, Strategy
from lianyi.kit.db import Statement
from lianyi.kit.ids import new_id
from lianyi.kit.sheets import write_xlsx
from lianyi.rulebook import taxes
from tests.payout_world import ID_NUMBER, NAME, open_payouts

KEEPER = new_id()
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
LOOKS = Statement(
    "select subject || ' ' || array_to_string(fields, ',') from identity_access_log where tenant_id = %(tenant)s",
    str,
)


@pytest_asyncio.fixture(loop_scope="session")
async def paying(shop):
    return await open_payouts(shop)


@given(st.lists(st.integers(1, 5_000_000), min_size=1, max_size=6))
def test_a_month_in_parts_is_taxed_as_one_time(parts):
    earlier = []
    for fen in parts:
        working = rules.withhold(Strategy.ONCE, MARCH, fen, earlier)
        earlier.append(Income(MARCH, fen, working.tax_fen))
    assert sum(one.tax_fen for one in earlier) == taxes.labour_once(sum(parts)).tax_fen


@given(st.lists(st.integers(1, 8_000_000), min_size=1, max_size=12))
def test_a_year_of_months_is_taxed_as_its_sum(months):
    earlier, most = [], 0
    for number, fen in enumerate(months, start=1):
        working = rules.withhold(Strategy.CUMULATIVE, date(2026, number, 1), fen, earlier)
        assert working.months == number
        assert working.tax_fen == max(working.due_fen - working.withheld_fen, 0)
        earlier.append(Income(date(2026, number, 1), fen, working.tax_fen))
        most = max(most, working.due_fen)
    assert sum(one.tax_fen for one in earlier) == most


def test_a_new_year_and_a_long_pause_begin_anew():
    paid = [Income(date(2025, 12, 1), 1_000_000, 9_000), Income(date(2026, 1, 1), 1_000_000, 9_000)]
    january = rules.withhold(Strategy.CUMULATIVE, date(2026, 1, 1), 1_000_000, paid[:1])
    assert (january.months, january.before_fen, january.tax_fen) == (1, 0, 9_000)
    may = rules.withhold(Strategy.CUMULATIVE, date(2026, 5, 1), 1_000_000, paid)
    assert (may.months, may.before_fen, may.tax_fen) == (1, 0, 9_000)
    march = rules.withhold(Strategy.CUMULATIVE, date(2026, 3, 1), 1_000_000, paid)
    assert (march.months, march.before_fen, march.tax_fen) == (2, 1_000_000, 9_000)


def test_the_arithmetic_is_told_in_words():
    working = rules.withhold(Strategy.ONCE, MARCH, 300_000, [Income(MARCH, 200_000, 24_000)])
    zh, en = rules.words(working)
    assert zh == "劳务报酬:本月收入 5000.00;5000.00 × 80% → 4000.00 × 20% = 800.00 − 240.00 = 560.00"
    assert en == "Labour income: 5000.00 this month; 5000.00 × 80% → 4000.00 × 20% = 800.00 − 240.00 = 560.00"
    zh, _ = rules.words(rules.withhold(Strategy.CUMULATIVE, date(2026, 1, 1), 3_000_000, []))
    assert zh == "累计预扣:本年连续 1 个月收入 30000.00;30000.00 × 80% − 5000 × 1 → 19000.00 × 3% = 570.00"


@given(
    st.lists(st.integers(-5_000, 20_000).filter(bool), min_size=1, max_size=20).filter(
        lambda fen: sum(fen) > 0
    ),
    st.data(),
)
def test_items_make_up_what_is_asked_for_and_no_line_gives_more_than_it_has(amounts, data):
    payables = [Payable(new_id(), fen, KEEPER) for fen in sorted(amounts, key=lambda fen: fen > 0)]
    gross = data.draw(st.integers(1, sum(amounts)))
    items = payout_rules.allocate(gross, payables)
    left = {one.commission_id: one.amount_fen for one in payables}
    assert sum(one.amount_fen for one in items) == gross
    for one in items:
        assert (
            one.amount_fen == left[one.commission_id]
            if one.amount_fen < 0
            else 0 < one.amount_fen <= left[one.commission_id]
        )
    kept = payout_rules.shrunk(items, data.draw(st.integers(0, gross)))
    assert all(
        one.amount_fen <= {i.commission_id: i.amount_fen for i in items}[one.commission_id] for one in kept
    )
    assert {one.commission_id for one in items if one.amount_fen < 0} == {
        one.commission_id for one in payables if one.amount_fen < 0
    }


@given(st.dictionaries(st.uuids(), st.integers(-5_000, 20_000), min_size=1, max_size=5))
def test_what_is_owed_in_one_place_is_repaid_out_of_the_others_and_the_rest_is_held(sums):
    parts = [Part(place, fen) for place, fen in sums.items()]
    gross = sum(sums.values())
    if gross <= 0:
        return
    legs = payout_rules.legs(parts)
    assert all(leg.amount_fen > 0 for leg in legs)
    assert sum(leg.amount_fen for leg in legs if leg.target is None) == gross
    for place, fen in sums.items():
        left = sum(leg.amount_fen for leg in legs if leg.source == place)
        came = sum(leg.amount_fen for leg in legs if leg.target == place)
        assert left - came == fen


@pytest.mark.parametrize(
    "wrong",
    [
        {"min_fen": 9}, {"max_fen": 50}, {"max_fen": 2_000_001}, {"day_fen": 100}, {"month_fen": 10_000_001},
        {"fee_fen": 91}, {"fee_bp": 601}, {"day_count": 0}, {"auto_below_fen": -1}, {"job_title": ""},
        {"batch_day_fen": 1}, {"fee_fen": -1},
    ],
)  # fmt: skip
def test_settings_that_cannot_be_kept_are_refused(wrong):
    with pytest.raises(SettingWrong):
        payout_rules.check_settings(PayoutSettings(**wrong))


async def test_two_pay_outs_of_a_month_are_one_time(paying):
    await paying.grant(500_000)
    first, second = await paying.paid(200_000), await paying.paid(300_000)
    assert (await paying.payout(first)).tax_fen == 24_000
    assert (await paying.payout(second)).tax_fen == 56_000
    found = await paying.month(MARCH)
    assert (found.people, found.payouts, found.gross_fen, found.withheld_fen) == (1, 2, 500_000, 80_000)
    working = await paying.read(tax_reads.working, second)
    assert (working.before_fen, working.gross_fen, working.withheld_fen) == (200_000, 300_000, 24_000)
    await paying.explained()


async def test_one_that_came_to_nothing_counts_for_nothing(paying):
    await paying.grant(500_000)
    failed = await paying.sent(200_000)
    await paying.write(actions.cancel, failed, actions.SHOPKEEPER)
    await paying.settle()
    await paying.arrive()
    second = await paying.paid(300_000)
    assert (await paying.payout(second)).tax_fen == 44_000
    await paying.explained()


async def test_the_next_month_begins_anew_and_the_cumulative_one_goes_on(paying):
    await paying.rules(strategy=Strategy.CUMULATIVE)
    await paying.grant(6_000_000)
    first = await paying.paid(2_000_000)
    assert (await paying.payout(first)).tax_fen == 33_000
    await paying.world.advance(timedelta(days=31))
    second = await paying.paid(2_000_000)
    working = await paying.read(tax_reads.working, second)
    assert (working.months, working.before_fen, working.tax_fen) == (2, 2_000_000, 33_000)
    assert [one.month for one in await paying.read(tax_reads.months)] == [APRIL, MARCH]
    await paying.explained()


async def test_a_preview_says_what_would_be_withheld_and_moves_nothing(paying):
    await paying.grant(500_000)
    await paying.paid(200_000)
    before = await paying.shop.balances()
    found = await paying.read(actions.preview, paying.payee, 300_000)
    assert (found.gross_fen, found.tax_fen, found.net_fen) == (300_000, 56_000, 244_000)
    assert found.is_reviewed
    assert await paying.shop.balances() == before
    assert await paying.read(reads.open_payout, paying.payee.person_id) is None


async def test_the_file_has_everybody_in_clear_and_the_look_is_written_down(paying):
    payee, wechat = await paying.another()
    await paying.grant(300_000)
    await paying.grant(100_000, payee)
    await paying.paid(300_000)
    await paying.paid(100_000, payee, wechat)
    declared = await paying.write(tax.month_file, paying.shop.staff, MARCH)
    assert [(one.name, one.id_number, one.person.gross_fen, one.person.tax_fen) for one in declared] == [
        (NAME, ID_NUMBER, 300_000, 44_000), ("李晓晓", "440524188001010014", 100_000, 4_000),
    ]  # fmt: skip
    assert NAME not in repr(declared)
    async with paying.db.read(paying.tenant) as session:
        assert await session.all(LOOKS) == ["tax:2026-03 name,id_number"]


async def test_a_name_that_could_run_is_a_text_in_the_file():
    content = await asyncio.to_thread(write_xlsx, ("姓名",), [["=HYPERLINK(1)"]])
    assert openpyxl.load_workbook(BytesIO(content)).active["A2"].value == "'=HYPERLINK(1)"


async def test_a_month_is_handed_on_when_it_is_over(paying):
    await paying.grant(600_000)
    await paying.paid(300_000)
    with pytest.raises(MonthNotOver):
        await paying.remit(MARCH)
    await paying.world.advance(timedelta(days=31))
    await paying.remit(MARCH)
    books = await paying.shop.balances()
    assert (books["tax_withheld"], books["tax_remitted"], books["bank"]) == (
        0,
        44_000,
        -44_000,
    )
    assert books["earned"] == -256_000
    with pytest.raises(NothingToRemit):
        await paying.remit(MARCH)
    await paying.explained()


async def test_a_month_with_transfers_under_way_waits(paying):
    await paying.world.advance(timedelta(days=29, hours=13))
    await paying.grant(600_000)
    payout_id = await paying.sent(300_000)
    await paying.world.advance(timedelta(hours=12))
    with pytest.raises(MonthNotOver):
        await paying.remit(MARCH)
    await paying.confirm(payout_id)
    await paying.arrive()
    await paying.remit(MARCH)
    assert (await paying.month(MARCH)).remitted_fen == 44_000
