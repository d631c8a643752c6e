"""The file of what waits to be shipped: handed out, filled in, brought back."""

from dataclasses import dataclass
from io import BytesIO

import openpyxl
import pytest

from lianyi.kit import sheets
from lianyi.kit.db import Statement
from lianyi.kit.ids import encode
from lianyi.orders import actions
from lianyi.orders.rules import batch
from lianyi.orders.types import Portion


@dataclass(frozen=True)
class Look:
    subject: str
    fields: list[str]


LOOKS = Statement("select subject, fields from identity_access_log where tenant_id = %(tenant)s", Look)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
async def test_the_file_of_what_waits_is_filled_in_and_brought_back(shop, kind):
    """The earliest paid first, receivers in clear and each look recorded; asked-for refunds stay out."""
    first, second, asked = await shop.paid(1), await shop.paid(2, 1), await shop.paid(1)
    (line,) = await shop.lines(asked.id)
    await shop.write(actions.request_refund, shop.shopper, asked.id, [Portion(line.id, 1)], "拍错了")
    file = sheets.read(await actions.to_ship_file(shop.db, shop.staff, kind), f"x.{kind}")
    rows = [dict(zip(file.header, [cell.strip() for cell in row.cells], strict=True)) for row in file.rows]
    assert [(row["订单号"], row["运单号"], row["件数"]) for row in rows] == [
        (first.number, "", "1"), (second.number, "", "3"),
    ]  # fmt: skip
    assert {(row["收货人"], row["手机号"]) for row in rows} == {("王小明", "13800001234")}
    assert rows[0]["收货地址"] == "浙江省杭州市西湖区 文三路 1 号"
    assert rows[1]["商品"] == "明前龙井 ×2;明前龙井 ×1"
    async with shop.db.read(shop.tenant) as session:
        looks = await session.all(LOOKS)
    assert {(one.subject, tuple(one.fields)) for one in looks} == {
        (encode("ord", order.id), ("name", "phone", "address")) for order in (first, second)
    }
    assert batch.read(file).unsent == [2, 3]


async def test_the_carrier_used_last_stands_in_the_next_file(shop):
    first, _ = await shop.paid(1), await shop.paid(1)
    await shop.ship(first.id, carrier="JTSD", tracking_no="JT0000000001")
    file = sheets.read(await actions.to_ship_file(shop.db, shop.staff, "xlsx"), "x.xlsx")
    assert [row.cells[1] for row in file.rows] == ["极兔速递"]


async def test_cells_to_fill_in_are_text_and_offer_the_carriers(shop):
    """A spreadsheet program keeps 15 digits of a number: of text it keeps all."""
    await shop.paid(1)
    book = openpyxl.load_workbook(BytesIO(await actions.to_ship_file(shop.db, shop.staff, "xlsx")))
    page = book.worksheets[0]
    assert [page.cell(2, column).number_format for column in (1, 2, 3)] == ["@", "@", "@"]
    (rule,) = page.data_validations.dataValidation
    assert (str(rule.sqref), rule.formula1.strip('"').split(",")[0]) == ("B2", "顺丰速运")
