"""Reconciliation over HTTP: who may look and act, a month, a day, its lines, files, and the chain behind any number."""

import io

import openpyxl
import pytest_asyncio

from tests.identity.conftest import colleague, fresh_browser, open_shop, owner  # noqa: F401  fixtures by name
from tests.order_world import open_shop as open_selling
from tests.reconciliation.conftest import Books
from tests.shop_world import PASSWORD, tenant_of


@pytest_asyncio.fixture(loop_scope="session")
async def sold(db, world, owner):  # noqa: F811  a fixture by its name
    """The owner's own shop with a reconciled day of two payments and a fee, and one row that the bill lost."""
    shop = await open_selling(db, world, tenant_of(owner))
    await shop.stock_up(9900, 100)
    books = Books(shop)
    await books.fees(60)
    first, second = await books.paid(1), await books.paid(2)
    await books.plant(books.today, "drop_row", number=await books.transaction_of(second.id))
    books.day, books.first, books.second = books.today, first, second
    await books.reconcile()
    entered = await owner.act("POST", "/sign-in", {"login": "owner@qinghe.test", "password": PASSWORD})
    assert entered.status_code == 200, entered.text
    return books


def cells(answer, tab):
    assert answer.status_code == 200, answer.text
    return list(openpyxl.load_workbook(io.BytesIO(answer.content))[tab].iter_rows(values_only=True))


async def test_a_month_and_a_day_say_what_wechat_has_and_what_the_books_have(sold, owner):  # noqa: F811  a fixture by its name
    month = (await owner.get("/reconciliation/month?month=2026-03")).json()
    assert [(one["day"], one["open"], len(one["bills"])) for one in month["days"]] == [("2026-03-02", 2, 2)]
    assert (month["differences"], month["reconciled_lines"]) == (2, 4)
    day = (await owner.get("/reconciliation/days/2026-03-02")).json()
    assert {bill["kind"]: bill["state"] for bill in day["bills"]} == {"trade": "matched", "funds": "matched"}
    assert (day["sums"]["received_fen"], day["sums"]["fee_fen"], day["sums"]["net_fen"]) == (9900, 59, 9841)
    lost = next(one for one in day["items"] if one["what"] == "unknown_there")
    assert (lost["books_fen"], lost["bill_fen"], lost["order"]["id"][:4]) == (19800, None, "ord_")
    assert lost["acts"] == ["take_in", "retry", "wait"]
    assert "微信" in lost["reason_text"]
    english = await owner.get("/reconciliation/days/2026-03-02", headers={"Accept-Language": "en"})
    assert (
        "asking WeChat"
        in next(one for one in english.json()["items"] if one["id"] == lost["id"])["reason_text"]
    )
    rows = (await owner.get("/reconciliation/days/2026-03-02/lines?bill=funds&limit=2")).json()
    assert [row["type"] for row in rows["items"]] == ["payment", "fee"]
    rest = (
        await owner.get(f"/reconciliation/days/2026-03-02/lines?bill=funds&cursor={rows['next_cursor']}")
    ).json()
    assert [row["row"] for row in rest["items"]] == [4, 5]
    assert (await owner.get("/reconciliation/days/2025-01-01")).status_code == 404
    assert (await owner.get("/reconciliation/month?month=2026-13")).status_code == 422


async def test_settling_needs_the_right_and_the_second_factor(sold, owner, colleague):  # noqa: F811  fixtures by their names
    lost = next(
        one
        for one in (await owner.get("/reconciliation/differences")).json()["items"]
        if one["what"] == "unknown_there"
    )
    path, wanted = f"/reconciliation/differences/{lost['id']}/settle", {"act": "take_in", "note": "问过了"}
    assert (await owner.act("POST", path, wanted)).json()["code"] == "second_factor_needed"
    service = await colleague(owner, "customer_service")
    assert (await service.get("/reconciliation/differences")).status_code == 403
    assert (await service.act("POST", path, wanted)).status_code == 403
    assert {one.state.value for one in await sold.differences()} == {"open"}
    settled = await owner.act("POST", path, wanted)
    assert settled.status_code == 200, settled.text
    assert (settled.json()["state"], settled.json()["note"], settled.json()["acts"]) == (
        "taken",
        "问过了",
        [],
    )
    assert (await owner.act("POST", path, wanted)).json()["code"] == "difference_settled"
    audit = (await owner.get("/audit?limit=5")).json()["items"]
    assert "difference.settled" in {
        value for one in audit for value in one.values() if isinstance(value, str)
    }
    assert (await owner.act("POST", "/reconciliation/days/2026-03-02/retry")).status_code == 204
    assert (await owner.act("POST", "/reconciliation/days/2020-03-02/retry")).json()[
        "code"
    ] == "bill_not_offered"


async def test_the_files_hold_numbers_and_equal_the_page(sold, owner):  # noqa: F811  a fixture by its name
    for path in ("days/2026-03-02/export.xlsx", "month/export.xlsx?month=2026-03"):
        answer = await owner.get(f"/reconciliation/{path}")
        sums = cells(answer, "汇总 Sums")
        assert sums[1][3:7] == (99, 0, 0.59, 98.41)
        assert sums[-1][0] == "合计 Total"
        assert len(cells(answer, "明细 Lines")) == 1 + 1 + 4
        assert all(isinstance(row[8], (int, float)) for row in cells(answer, "明细 Lines")[1:])
        assert len(cells(answer, "差异 Differences")) == 1 + 2


async def test_the_month_statement_adds_up_to_the_fen(sold, owner):  # noqa: F811  a fixture by its name
    told = (await owner.get("/ledger/summary?month=2026-03")).json()
    by = {one["purpose"]: one for one in told["items"]}
    for one in told["items"]:
        assert one["opening_fen"] + one["in_fen"] - one["out_fen"] == one["closing_fen"]
        assert sum(kind["amount_fen"] for kind in one["kinds"]) == one["in_fen"] - one["out_fen"]
    assert by["buyers"]["closing_fen"] == -29700
    assert [kind["name"] for kind in by["fees"]["kinds"]] == ["微信支付手续费"]
    assert sum(one["closing_fen"] for one in told["items"]) == 0
    assert told["at_wechat_closing_fen"] == 29700 - 59
    rows = cells(await owner.get("/ledger/summary.xlsx?month=2026-03"), "月结单 2026-03")
    assert ("买家已付(外部)", "期末 Closing", None, -297) in rows


async def test_any_number_leads_to_the_whole_chain(sold, owner):  # noqa: F811  a fixture by its name
    transaction = await sold.transaction_of(sold.first.id)
    lines = await sold.lines(sold.day, "funds")
    numbers = [transaction, await sold.number_of(sold.first.id), lines[0].number, lines[1].number]
    by_order = (await owner.get(f"/reconciliation/chain?number={transaction}")).json()["order"]
    for number in [*numbers, by_order["number"], by_order["id"]]:
        found = (await owner.get(f"/reconciliation/chain?number={number}")).json()
        assert found["order"] == by_order, number
        assert [(one["kind"], one["amount_fen"]) for one in found["steps"]] == [
            ("payment", 9900),
            ("fee", 59),
        ]
        assert [(line["bill"], line["type"], line["state"]) for line in found["lines"]] == [
            ("trade", "payment", "matched"), ("funds", "payment", "matched"), ("funds", "fee", "matched"),
        ]  # fmt: skip
        assert found["steps"][0]["day"] == "2026-03-02"
        accounts = {one["id"] for one in (await owner.get("/ledger/accounts")).json()["items"]}
        assert {found["steps"][0]["source"]["id"], found["steps"][0]["target"]["id"]} <= accounts
    assert (await owner.get("/reconciliation/chain?number=nobody")).json() == {
        "order": None, "steps": [], "lines": [], "differences": [],
    }  # fmt: skip


async def test_the_platforms_statement_says_every_shop(sold, app_dsn):
    from lianyi.app import statements

    table = await statements.table(app_dsn, "2026-03", None)
    assert table.row_count == len(await sold.balances()) + 1
    assert "-297.00" in list(table.columns[5].cells)
    assert (await statements.table(app_dsn, "2026-03", "no-such-shop")).row_count == 0
