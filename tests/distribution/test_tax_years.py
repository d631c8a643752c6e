"""A person's year: what arrived and what was withheld, by month and kind of income; on paper; and whose eyes it is for."""

from datetime import date, timedelta

import pytest
import pytest_asyncio

from lianyi.distribution.actions import payouts as actions
from lianyi.distribution.actions import real_names
from lianyi.distribution.errors.payouts import NothingWithheld
from lianyi.distribution.queries import tax_years as reads
from lianyi.distribution.rules import year_statement as drawing
from lianyi.kit.db import Session, Statement
from lianyi.kit.ids import decode, encode
from tests.checkout.conftest import live
from tests.live_shop import ok, refused
from tests.paper_text import text_of
from tests.payout_world import ID_NUMBER, NAME, OTHER_ID, open_payouts
from tests.prize_world import cash_packets_run, collect, promised
from tests.prize_world import confirm as confirm_prize

__all__ = ["live"]
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
YEARS, DESK = "/distribution/tax-years", "/distribution/tax-years/2026"
# What a pay-out that arrived leaves behind in the books of tax.
TAXED = Statement(
    """
    insert into distribution_tax (tenant_id, payout_id, real_name_id, taxpayer, month, state, strategy, before_fen,
      gross_fen, months, base_fen, rate_bp, quick_fen, due_fen, withheld_fen, tax_fen, item, at)
    select n.tenant_id, gen_random_uuid(), n.id, n.taxpayer, date '2026-02-01', 'withheld', 'once', 0, 300000, 1, 220000,
      2000, 0, 44000, 0, 44000, 'labour', %(now)s
    from distribution_real_name n where n.tenant_id = %(tenant)s and n.person_id = %(person_id)s
    """
)


@pytest_asyncio.fixture(loop_scope="session")
async def paying(shop):
    return await open_payouts(shop)


def figures(lines):
    return [
        (one.month, one.item, one.payouts, one.gross_fen, one.tax_fen, one.fee_fen, one.net_fen)
        for one in lines
    ]


async def test_a_year_says_what_arrived_month_by_month(paying):
    await paying.rules(fee_fen=80)
    await paying.grant(1_000_000)
    await paying.paid(200_000)
    await paying.paid(300_000)
    came_to_nothing = await paying.sent(100_000)
    await paying.write(actions.cancel, came_to_nothing, actions.SHOPKEEPER)
    await paying.settle()
    await paying.arrive()
    await paying.world.advance(timedelta(days=31))
    last = await paying.paid(100_000)
    await paying.sent(50_000)  # under way: nothing of it has arrived
    found = await paying.read(reads.statement, paying.payee.person_id, 2026)
    assert figures(found.lines) == [
        (MARCH, "labour", 2, 500_000, 80_000, 160, 419_840),
        (APRIL, "labour", 1, 100_000, 4_000, 80, 95_920),
    ]
    assert found.lines[1].net_fen == (await paying.payout(last)).net_fen
    [year] = await paying.read(reads.years, paying.payee.person_id)
    assert (year.year, year.people, year.payouts, year.gross_fen, year.tax_fen) == (
        2026,
        1,
        3,
        600_000,
        84_000,
    )
    assert year.net_fen == sum(one.net_fen for one in found.lines)
    with pytest.raises(NothingWithheld):
        await paying.read(reads.statement, paying.payee.person_id, 2025)


async def test_prizes_stand_beside_commission_and_are_told_apart(paying):
    running = await cash_packets_run(paying, fen=500)
    prize_id = await promised(paying, running)
    await collect(paying, prize_id)
    await confirm_prize(paying, prize_id)
    await paying.arrive()
    await paying.grant(100_000)
    await paying.paid(100_000)
    found = await paying.read(reads.own_statement, paying.payee.person_id, 2026)
    assert figures(found.lines) == [
        (MARCH, "labour", 1, 100_000, 4_000, 0, 96_000), (MARCH, "prize", 1, 500, 100, 0, 400),
    ]  # fmt: skip
    text = text_of(drawing.draw(found))
    for words in ("2026 年收入与代扣个税清单", NAME, "劳务报酬所得", "偶然所得", "1000.00", "960.00", "4.00"):
        assert words in text
    assert "次年 3 月 1 日至 6 月 30 日办理年度汇算" in text  # not drawn apart to fill its line
    assert ID_NUMBER not in text
    assert NAME not in repr(found)


async def test_the_year_of_who_took_their_name_back_stays_theirs_alone(paying):
    """Also when somebody else gives that ID number afterwards."""
    other, _ = await paying.another()
    await paying.grant(100_000)
    await paying.paid(100_000)
    await paying.write(real_names.withdraw_real_name, paying.payee.person_id, "mini")
    await paying.write(real_names.withdraw_real_name, other.person_id, "mini")
    await paying.name(NAME, ID_NUMBER, other)
    found = await paying.read(reads.own_statement, paying.payee.person_id, 2026)
    assert [one.name for one in found.holders] == [NAME]
    with pytest.raises(NothingWithheld):
        await paying.read(reads.own_statement, other.person_id, 2026)
    assert await paying.read(reads.years, other.person_id) == []


async def test_an_id_number_that_was_corrected_is_a_part_of_its_own(paying):
    await paying.grant(300_000)
    await paying.paid(100_000)
    await paying.name(NAME, OTHER_ID)
    await paying.paid(200_000)
    found = await paying.read(reads.statement, paying.payee.person_id, 2026)
    assert {(one.name, one.id_masked[0], sum(line.gross_fen for line in one.lines)) for one in found.holders} == {
        ("**雨", "1", 100_000), ("**雨", "4", 200_000),
    }  # fmt: skip
    assert "3000.00" in text_of(drawing.draw(found))
    [year] = await paying.read(reads.years, paying.payee.person_id)
    assert (year.people, year.gross_fen) == (2, 300_000)


async def test_whoever_was_paid_reads_it_and_takes_it_with_their_name(live):
    phone, desk = live.visitor, live.console
    assert (await ok(phone.get(YEARS)))["items"] == []
    await refused(phone.get(DESK), 404, "nothing_withheld")
    await refused(phone.get(f"{DESK}/statement.pdf"), 404, "nothing_withheld")
    person = decode("psn", (await ok(phone.get("/me")))["id"])
    await live.goods.write(real_names.give_real_name, person, NAME, ID_NUMBER, 2, "mini")
    await live.goods.write(Session.run, TAXED, person_id=person)

    [year] = (await ok(phone.get(YEARS)))["items"]
    assert (year["year"], year["gross_fen"], year["tax_fen"], year["net_fen"]) == (
        2026,
        300_000,
        44_000,
        256_000,
    )
    mine = await ok(phone.get(DESK))
    assert mine["payer"] == "Qinghe Tea"
    assert [(one["name_masked"], [line["month"] for line in one["lines"]]) for one in mine["holders"]] == [
        ("**雨", ["2026-02"])
    ]
    paper = await phone.get(f"{DESK}/statement.pdf")
    assert (paper.status_code, paper.headers["content-type"]) == (200, "application/pdf")
    assert NAME in text_of(paper.content)

    assert [one["year"] for one in (await ok(desk.get(YEARS)))["items"]] == [2026]
    seen = await ok(desk.get(DESK))
    assert ([one["name_masked"] for one in seen["persons"]], seen["more"]) == (["**雨"], False)
    handed = await desk.get(f"{DESK}/people/{encode('psn', person)}/statement.pdf")
    assert handed.status_code == 200
    text = text_of(handed.content)
    assert ("**雨" in text, NAME in text, "3000.00" in text) == (True, False, True)
