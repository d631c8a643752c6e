"""Orders as a sheet for finance: one row a line, the order's own money once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from lianyi.kit import sheets
from lianyi.kit.clock import BUSINESS_ZONE
from lianyi.orders.rules.words import STATE_WORDS, word
from lianyi.orders.types import Line, Order

HEADER = (
    "订单号", "状态", "下单时间", "付款时间", "微信支付单号", "买家应付(元)", "商品金额(元)", "运费(元)", "改价(元)",
    "已退款(元)", "收货地区", "买家留言", "商家备注", "SKU编码", "商品", "规格", "单价(元)", "数量", "行金额(元)",
    "行改价分摊(元)", "行运费分摊(元)", "已发数量", "已退数量", "行已退(元)",
)  # fmt: skip
FREE_TOLD = "免支付"  # where WeChat's number would stand: discounts paid for all of it
_HERE = ZoneInfo(BUSINESS_ZONE)


def finance_sheet(orders: Sequence[Order], lines_of: Mapping[UUID, Sequence[Line]]) -> bytes:
    """XLSX. The order's columns stand on its first line only, so that a column can be summed. Blocks: use a thread."""
    rows = [
        [*(_order_cells(order) if not index else [order.number, *[None] * 12]), *_line_cells(line)]
        for order in orders
        for index, line in enumerate(lines_of[order.id])
    ]
    notes = (
        "时间为北京时间;金额单位为元;每个订单的金额只写在它的第一行,整列可直接求和。",
        "Times are Beijing time, amounts are yuan; an order's amounts stand on its first line only.",
    )
    return sheets.write_xlsx(HEADER, rows, title="订单", notes=notes)


def _order_cells(order: Order) -> list[sheets.Cell]:
    return [
        order.number, word(STATE_WORDS, order.state, "zh"), _local(order.placed_at), _local(order.paid_at),
        FREE_TOLD if order.free else order.transaction_id, yuan(order.payable_fen), yuan(order.goods_fen),
        yuan(order.freight_fen), yuan(order.adjust_fen), yuan(order.refunded_fen), order.region_text, order.buyer_note,
        order.staff_note,
    ]  # fmt: skip


def _line_cells(line: Line) -> list[sheets.Cell]:
    return [
        line.sku_code, line.title, line.option_text, yuan(line.price_fen), line.quantity, yuan(line.amount_fen),
        yuan(line.adjust_share_fen), yuan(line.freight_share_fen), line.shipped_quantity, line.refunded_quantity,
        yuan(line.refunded_fen),
    ]  # fmt: skip


def yuan(fen: int) -> Decimal:
    """Fen as an exact number of yuan, so that the sheet can sum it."""
    return Decimal(fen).scaleb(-2)


def _local(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(_HERE).strftime("%Y-%m-%d %H:%M:%S")
