import io

import openpyxl
import pytest

from lianyi.kit import sheets
from lianyi.supply.rules.mending import REASON
from tests.shop_world import key

HEAD = "商品编码,标题,分类,规格,SKU编码,价格,重量克,库存,状态\n"
TEA = "TEA,明前龙井,,净含量:50g,TEA-50,68.00,80,10,上架\nTEA,明前龙井,,净含量:100g,TEA-100,128,150,5,上架\n"


async def send(owner, settle, data, name="货.csv", kind="products", dry_run="false"):
    body = data if isinstance(data, bytes) else data.encode()
    answer = await owner.http.post(
        "/api/console/imports",
        files={"file": (name, body)},
        data={"kind": kind, "dry_run": dry_run},
        headers={"Lianyi-Console": "1", **key()},
    )
    assert answer.status_code == 201, answer.text
    await settle()
    return (await owner.get(f"/imports/{answer.json()['id']}")).json()


def counts(run):
    return tuple(
        run[name]
        for name in ("state", "rows_total", "rows_done", "rows_created", "rows_updated", "rows_failed")
    )


async def products(owner):
    rows = (await owner.get("/products")).json()["items"]
    found = [(await owner.get(f"/products/{row['id']}")).json() for row in rows]
    return {one["code"]: one for one in found}


async def test_a_file_becomes_products_with_stock_on_the_shelf(owner, settle):
    run = await send(owner, settle, HEAD + TEA)
    assert counts(run) == ("done", 2, 2, 2, 0, 0)
    assert (run["file_name"], run["errors"]) == ("货.csv", [])
    tea = (await products(owner))["TEA"]
    assert (tea["title"], tea["state"]) == ("明前龙井", "on_shelf")
    assert [(sku["code"], sku["price_fen"], sku["weight_g"], sku["available"]) for sku in tea["skus"]] == [
        ("TEA-50", 6800, 80, 10), ("TEA-100", 12800, 150, 5),
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
async def test_files_from_excel_are_understood(owner, settle, encoding):
    run = await send(owner, settle, (HEAD + TEA).encode(encoding))
    assert counts(run) == ("done", 2, 2, 2, 0, 0)


async def test_a_trial_says_the_same_and_writes_nothing(owner, settle):
    run = await send(owner, settle, HEAD + TEA + "CUP,,,,CUP,1,,,\n", dry_run="true")
    assert counts(run) == ("done", 3, 3, 2, 0, 1)
    assert run["errors"] == [{"line": 4, "column": "标题", "value": "", "reason": "不能为空 (empty)"}]
    assert await products(owner) == {}


async def test_importing_again_updates_by_code_and_doubles_nothing(owner, settle):
    await send(owner, settle, HEAD + TEA)
    run = await send(owner, settle, HEAD + TEA.replace("68.00", "58.00").replace(",10,", ",7,"))
    assert counts(run) == ("done", 2, 2, 0, 2, 0)
    tea = (await products(owner))["TEA"]
    assert [(sku["price_fen"], sku["available"]) for sku in tea["skus"]] == [(5800, 7), (12800, 5)]


async def test_what_a_file_does_not_name_stays(owner, settle):
    await send(owner, settle, HEAD + TEA)
    run = await send(owner, settle, "product_code,title,sku_code,price\nTEA,明前龙井,TEA-50,66\n")
    assert counts(run) == ("done", 1, 1, 0, 1, 0)
    tea = (await products(owner))["TEA"]
    assert sorted((sku["code"], sku["price_fen"], sku["available"], sku["weight_g"]) for sku in tea["skus"]) == [
        ("TEA-100", 12800, 5, 150), ("TEA-50", 6600, 10, 80),
    ]  # fmt: skip


async def test_every_bad_row_is_named_and_a_product_is_written_whole_or_not_at_all(owner, settle):
    bad = (
        "CUP,青花杯,,,CUP-1,12.345,,,\n"
        "BAG,布袋,,颜色:红,BAG-1,9.90,,3,\nBAG,布袋,,颜色:白,BAG-2,=1+1,,3,\n"
        "PEN,笔,,,PEN-1,5,abc,,\n"
        "HAT,帽,不存在/的分类,,HAT-1,5,,,\n"
    )
    run = await send(owner, settle, HEAD + TEA + bad)
    assert counts(run) == ("done", 7, 7, 2, 0, 5)
    assert [(error["line"], error["column"], error["value"]) for error in run["errors"]] == [
        (4, "价格", "12.345"),
        (6, "价格", "=1+1"),
        (5, "商品编码", "BAG"),
        (7, "重量克", "abc"),
        (8, "分类", "不存在/的分类"),
    ]
    assert "公式" in run["errors"][1]["reason"]
    assert set(await products(owner)) == {"TEA"}
    assert [row["sku_code"] for row in (await owner.get("/stock")).json()["items"]] == ["TEA-100", "TEA-50"]


async def test_a_file_without_its_columns_is_refused_whole(owner, settle):
    run = await send(owner, settle, "商品编码,标题\nTEA,龙井\n")
    assert counts(run) == ("refused", 0, 0, 0, 0, 0)
    assert (
        run["errors"][0]["reason"]
        == "表头有误:缺少「SKU编码」、「价格」列 (missing columns: sku_code, price)"
    )
    assert run["finished_at"] is not None
    assert await products(owner) == {}


async def test_what_is_no_table_is_refused_whole(owner, settle):
    run = await send(owner, settle, b"PK\x03\x04 nonsense", "货.xlsx")
    assert (run["state"], run["rows_total"]) == ("refused", 0)
    assert "已损坏" in run["errors"][0]["reason"]


async def test_a_private_address_for_a_picture_is_refused_with_its_row(owner, settle):
    head = HEAD.replace("\n", ",图片\n")
    run = await send(owner, settle, head + "TEA,龙井,,,TEA,68,,,,http://169.254.169.254/latest\n")
    assert counts(run) == ("done", 1, 1, 0, 0, 1)
    assert (run["errors"][0]["line"], run["errors"][0]["column"]) == (2, "图片")
    assert "公网" in run["errors"][0]["reason"]
    assert await products(owner) == {}


async def test_an_unknown_kind_is_refused(owner):
    answer = await owner.http.post(
        "/api/console/imports",
        files={"file": ("x.csv", b"a")},
        data={"kind": "people"},
        headers={"Lianyi-Console": "1", **key()},
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "import_kind_unknown")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
async def test_what_goes_out_comes_in_again_unchanged(owner, settle, kind):
    await send(owner, settle, HEAD + TEA)
    before = await products(owner)
    out = await owner.get(f"/products/export.{kind}")
    assert out.status_code == 200
    assert out.headers["content-disposition"] == f'attachment; filename="products.{kind}"'
    run = await send(owner, settle, out.content, f"products.{kind}")
    assert counts(run) == ("done", 2, 2, 0, 2, 0), run["errors"]
    after = await products(owner)
    changing = {"version", "updated_at"}
    assert {name: value for name, value in after["TEA"].items() if name not in changing} == {
        name: value for name, value in before["TEA"].items() if name not in changing
    }


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
async def test_a_title_like_a_formula_goes_out_harmless_and_comes_back_the_same(owner, settle, kind):
    body = {"title": '=HYPERLINK("http://x")', "code": "F1", "skus": [{"price_fen": 100}]}
    assert (await owner.act("POST", "/products", body)).status_code == 201
    out = (await owner.get(f"/products/export.{kind}")).content
    row = sheets.read(out, f"x.{kind}").rows[0]
    assert row.cells[1] == "'" + body["title"]
    if kind == "xlsx":
        cells = list(openpyxl.load_workbook(io.BytesIO(out)).worksheets[0].iter_rows())[1]
        assert all(cell.data_type != "f" for cell in cells)
    run = await send(owner, settle, out, f"x.{kind}")
    assert counts(run) == ("done", 1, 1, 0, 1, 0), run["errors"]
    assert (await products(owner))["F1"]["title"] == body["title"]


@pytest.mark.parametrize("kind", ["products", "stock", "shipments"])
async def test_a_template_can_be_filled_in(owner, kind):
    answer = await owner.get(f"/imports/template/{kind}.xlsx")
    assert answer.status_code == 200
    sheet = sheets.read(answer.content, "x.xlsx")
    assert sheet.header[0] in {"商品编码*", "SKU编码*", "订单号"}
    assert len(sheet.rows) == 1


async def test_the_template_of_products_can_be_imported_as_it_is(owner, settle):
    await owner.act("POST", "/categories", {"name": "茶"})
    tea = (await owner.get("/categories")).json()["items"][0]["id"]
    await owner.act("POST", "/categories", {"name": "绿茶", "parent_id": tea})
    template = (await owner.get("/imports/template/products.xlsx")).content
    run = await send(owner, settle, template, "x.xlsx")
    assert counts(run) == ("done", 1, 1, 1, 0, 0), run["errors"]


async def test_stock_is_counted_by_file(owner, settle):
    await send(owner, settle, HEAD + TEA)
    run = await send(owner, settle, "SKU编码,可售库存,备注\nTEA-50,3,盘点\nNO,1,\nTEA-100,x,\n", kind="stock")
    assert counts(run) == ("done", 3, 3, 0, 1, 2)
    assert [(error["line"], error["column"], error["value"]) for error in run["errors"]] == [
        (3, "SKU编码", "NO"), (4, "可售库存", "x"),
    ]  # fmt: skip
    stock = {row["sku_code"]: row["available"] for row in (await owner.get("/stock")).json()["items"]}
    assert stock == {"TEA-50": 3, "TEA-100": 5}


@pytest.mark.parametrize(
    ("role", "kind", "status"),
    [
        ("warehouse", "stock", 201),
        ("warehouse", "shipments", 201),
        ("warehouse", "products", 403),
        ("content", "stock", 403),
    ],
)
async def test_who_may_bring_which_file(owner, colleague, role, kind, status):
    console = await colleague(owner, role)
    answer = await console.http.post(
        "/api/console/imports",
        files={"file": ("x.csv", b"a")},
        data={"kind": kind},
        headers={"Lianyi-Console": "1", **key()},
    )
    assert answer.status_code == status, answer.text


async def test_a_sheet_of_shipments_names_what_it_cannot_ship(owner, settle):
    run = await send(
        owner,
        settle,
        "订单号,快递公司,运单号\n26030200000001,顺丰速运,SF1234567890123\n,顺丰速运,x\n",
        kind="shipments",
    )
    assert counts(run) == ("done", 2, 2, 0, 0, 2)
    assert {(error["line"], error["column"]) for error in run["errors"]} >= {(2, "订单号"), (3, "订单号")}


async def test_files_are_listed_the_newest_first(owner, settle, clock):
    await send(owner, settle, HEAD + TEA, "一.csv")
    await send(owner, settle, HEAD + TEA, "二.csv", dry_run="true")
    listed = (await owner.get("/imports")).json()["items"]
    assert {(one["file_name"], one["dry_run"]) for one in listed} == {("一.csv", False), ("二.csv", True)}


async def mended(owner, run, data, name, **headers):
    answer = await owner.http.post(
        f"/api/console/imports/{run['id']}/to-mend",
        files={"file": (name, data)},
        headers={"Lianyi-Console": "1", **key(), **headers},
    )
    return answer, sheets.read(answer.content, name) if answer.status_code == 200 else None


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
async def test_rows_that_were_not_taken_come_back_with_their_reasons(owner, settle, kind):
    """In the columns in which they came; and what came back is a file that can be mended and sent again."""
    header = ("SKU编码", "可售库存", "货架")
    rows = [("TEA-50", "3", "A1"), ("NO", "1", "=B2"), ("TEA-100", "x", "A3")]
    write = sheets.write_csv if kind == "csv" else sheets.write_xlsx
    data, name = write(header, rows), f"盘点.{kind}"
    await send(owner, settle, HEAD + TEA)
    run = await send(owner, settle, data, name, kind="stock")
    _, file = await mended(owner, run, data, name)
    assert file.header == (*header, REASON)
    assert [row.cells for row in file.rows] == [
        ("NO", "1", "'=B2", "SKU编码:没有这个 SKU 编码"),
        ("TEA-100", "x", "A3", "可售库存:应当是 0 到 1,000,000 的整数"),
    ]
    _, english = await mended(owner, run, data, name, **{"Accept-Language": "en"})
    assert english.rows[0].cells[-1] == "SKU编码:there is no such SKU code"
    again = write(file.header, [("TEA-100", "7", "A3", file.rows[1].cells[-1]), ("TEA-50", "x", "", "")])
    run = await send(owner, settle, again, name, kind="stock")
    assert counts(run) == ("done", 2, 2, 0, 1, 1)
    _, file = await mended(owner, run, again, name)
    assert (file.header, len(file.rows)) == ((*header, REASON), 1)
    assert "整数" in file.rows[0].cells[-1]


async def test_another_file_gets_nobodys_reasons_and_who_may_not_import_gets_no_rows(
    owner, settle, colleague
):
    await send(owner, settle, HEAD + TEA)
    run = await send(owner, settle, "SKU编码,可售库存\nNO,1\n", kind="stock")
    answer, _ = await mended(owner, run, b"a,b\n1,2\n3,4\n", "x.csv")
    assert (answer.status_code, answer.json()["code"]) == (422, "sheet_unreadable")
    content = await colleague(owner, "content")
    answer, _ = await mended(content, run, b"a,b\n1,2\n", "x.csv")
    assert answer.status_code == 403


async def test_a_sheet_without_numbers_yet_ships_nothing_and_complains_of_nothing(owner, settle):
    data = "订单号,快递公司,运单号\n26030200000001,顺丰速运,\n26030200000002,,\n"
    run = await send(owner, settle, data, kind="shipments")
    assert counts(run) == ("done", 2, 2, 0, 0, 0)
