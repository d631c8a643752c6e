"""The file of what waits to be shipped: filled in with carrier and tracking number, it is brought back as it is."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from lianyi.kit.clock import BUSINESS_ZONE
from lianyi.kit.forms import Form
from lianyi.orders.rules.batch import CARRIER, NUMBER, TRACKING
from lianyi.orders.rules.carriers import CARRIERS, carrier_name
from lianyi.orders.types import Line, Receiver

HEADER = (
    NUMBER, CARRIER, TRACKING, "收货人", "手机号", "收货地址", "商品", "件数", "买家留言", "店员备注", "最晚发货",
)  # fmt: skip
WIDTHS: Mapping[str, int] = {
    NUMBER: 18, CARRIER: 14, TRACKING: 22, "收货人": 10, "手机号": 14, "收货地址": 44, "商品": 40, "件数": 6,
    "买家留言": 24, "店员备注": 20, "最晚发货": 17,
}  # fmt: skip
# Carriers by the names a merchant uses, the way the console lists them.
CHOICES = tuple(one.name for one in CARRIERS)
NOTES = (
    "只填「快递公司」和「运单号」两列,然后整份传回来。没填运单号的行会跳过,下次再发。",
    "Fill in the carrier and the tracking number, and bring the whole file back. Rows without a number are left for later.",
    f"快递公司写名称或简称都行:{'、'.join(CHOICES)}。",
    "一笔订单分几个包裹:把这一行复制成几行,每行填一个运单号。",
    "An order in several parcels: copy its row, one tracking number each.",
    "文件里有买家的姓名、电话和地址,发完货请删除。每次下载都会记进操作记录。",
    "It holds names, phones and addresses: delete it when you are done. Each download is recorded.",
)
_HERE = ZoneInfo(BUSINESS_ZONE)


def row(
    number: str, carrier_code: str | None, receiver: Receiver | None, lines: Sequence[Line], notes: tuple[str, str],
    ship_by_at: datetime | None,
) -> list[str]:  # fmt: skip
    """One order. The carrier is the one used last, because most shops have one; only the number makes it ship."""
    known = (receiver.name, receiver.phone, receiver.full_text) if receiver else ("", "", "")
    goods = ";".join(
        f"{line.title}{f' {line.option_text}' if line.option_text else ''} ×{line.unshipped}"
        for line in lines
    )
    return [
        number, carrier_name(carrier_code) if carrier_code else "", "", *known, goods,
        str(sum(line.unshipped for line in lines)), *notes,
        ship_by_at.astimezone(_HERE).strftime("%Y-%m-%d %H:%M") if ship_by_at else "",
    ]  # fmt: skip


def form(rows: Sequence[Sequence[str]]) -> Form:
    """The whole file."""
    return Form("待发货", HEADER, rows, asked={CARRIER: CHOICES, TRACKING: ()}, widths=WIDTHS, notes=NOTES)
