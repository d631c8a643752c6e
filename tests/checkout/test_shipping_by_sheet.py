"""Tracking numbers by sheet: what is right ships, what is wrong is named by line and column."""

from lianyi.kit import sheets
from tests.live_shop import ok, refused
from tests.shop_world import key


async def send(live, *rows, header=("订单号", "快递公司", "运单号"), dry_run=False):
    answer = await live.console.http.post(
        "/api/console/imports",
        files={"file": ("发货.xlsx", sheets.write_xlsx(header, rows))},
        data={"kind": "shipments", "dry_run": str(dry_run).lower()},
        headers={"Lianyi-Console": "1", **key()},
    )
    assert answer.status_code == 201, answer.text
    await live.settle()
    return await ok(live.console.get(f"/imports/{answer.json()['id']}"))


async def number_of(live, order_id):
    return (await ok(live.console.get(f"/orders/{order_id}")))["number"]


async def test_a_sheet_ships_what_is_right_and_names_what_is_wrong(live):
    first, second = await live.paid(2), await live.paid(1)
    unpaid = (await live.buy(0, 1))["order_id"]
    numbers = [await number_of(live, order_id) for order_id in (first, second, unpaid)]
    run = await send(
        live,
        (numbers[0], "顺丰", "SF0000000001"),
        (numbers[1], "ZTO", "ZT0000000001"),
        (numbers[0], "顺丰", "SF0000000002"),
        (numbers[2], "顺丰", "SF0000000003"),
        ("26030299999999", "顺丰", "SF0000000004"),
        ("26030299999998", "飞毛腿", "12"),
        ("", "顺丰", "SF0000000005"),
    )
    assert (run["state"], run["rows_total"], run["rows_created"], run["rows_failed"]) == ("done", 7, 3, 4)
    assert sorted((error["line"], error["column"]) for error in run["errors"]) == [
        (5, "订单号"), (6, "订单号"), (7, "快递公司"), (7, "运单号"), (8, "订单号"),
    ]  # fmt: skip
    (unpaid_error,) = (error for error in run["errors"] if error["line"] == 5)
    assert "待付款" in unpaid_error["reason"]
    shipped = await ok(live.console.get(f"/orders/{first}"))
    assert shipped["state"] == "shipped"
    assert [(one["tracking_no"], len(one["lines"])) for one in shipped["parcels"]] == [
        ("SF0000000001", 1), ("SF0000000002", 0),
    ]  # fmt: skip
    step = next(step for step in shipped["history"] if step["kind"] == "shipped")
    assert (step["actor_kind"], step["by"]) == ("system", "批量导入")
    assert (await ok(live.console.get(f"/orders/{unpaid}")))["state"] == "awaiting_payment"


async def test_a_dry_run_says_the_same_and_writes_nothing(live):
    order_id = await live.paid(2)
    number = await number_of(live, order_id)
    run = await send(live, (number, "SF", "SF0000000001"), dry_run=True)
    assert (run["rows_created"], run["rows_failed"], run["dry_run"]) == (1, 0, True)
    detail = await ok(live.console.get(f"/orders/{order_id}"))
    assert (detail["state"], detail["parcels"]) == ("to_ship", [])


async def test_an_order_with_one_bad_parcel_ships_none_of_them(live):
    order_id = await live.paid(2)
    number = await number_of(live, order_id)
    run = await send(live, (number, "SF", "SF0000000001"), (number, "SF", "SF0000000001"))
    assert (run["rows_created"], run["rows_failed"]) == (0, 2)
    assert [(error["line"], error["column"], error["value"]) for error in run["errors"]] == [
        (2, "订单号", number), (3, "运单号", "SF0000000001"),
    ]  # fmt: skip
    run = await send(live, (number, "SF", "SF0000000001"), (number, "飞毛腿", "SF0000000002"))
    assert (run["rows_created"], run["rows_failed"]) == (0, 2)
    assert sorted((error["line"], error["column"]) for error in run["errors"]) == [
        (2, "订单号"),
        (3, "快递公司"),
    ]
    assert (await ok(live.console.get(f"/orders/{order_id}")))["parcels"] == []


async def test_the_header_is_known_in_english_and_a_missing_column_refuses_the_file(live):
    order_id = await live.paid(1)
    number = await number_of(live, order_id)
    run = await send(live, (number, "SF"), header=("order_number", "carrier"))
    assert (run["state"], run["rows_created"]) == ("refused", 0)
    assert "运单号" in run["errors"][0]["reason"]
    run = await send(live, ("SF12345678", number, "SF"), header=("tracking_no", "Order_Number", "Carrier"))
    assert (run["state"], run["rows_created"]) == ("done", 1)
    template = await live.console.get("/imports/template/shipments.xlsx")
    read = sheets.read(template.content, "模板.xlsx")
    assert read.header[:3] == ("订单号", "快递公司", "运单号")


async def test_who_may_not_ship_may_not_ship_by_sheet(live):
    wanted = {
        "name": "content",
        "login": "content@qinghe.test",
        "role": "content",
        "password": "山茶花-river-41",
    }
    await ok(live.console.act("POST", "/staff", wanted))
    await ok(live.console.act("POST", "/sign-in", {"login": wanted["login"], "password": wanted["password"]}))
    await refused(
        live.console.http.post(
            "/api/console/imports",
            files={"file": ("发货.csv", "订单号,快递公司,运单号\n1,SF,SF0000001\n".encode())},
            data={"kind": "shipments"},
            headers={"Lianyi-Console": "1", **key()},
        ),
        403, "not_permitted",
    )  # fmt: skip
