"""A packing list as one printable page: what goes into the box, and whose box it is."""

from collections.abc import Sequence
from html import escape
from typing import Literal
from zoneinfo import ZoneInfo

from lianyi.kit.clock import BUSINESS_ZONE
from lianyi.orders.types import Line, Order

Paper = Literal["a5", "a4"]
_SIZES = {"a5": ("A5", "11px", "10mm"), "a4": ("A4", "13px", "16mm")}
_STYLE = """
@page { size: %(size)s; margin: %(margin)s }
* { box-sizing: border-box }
body { font: %(font)s/1.5 "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; color: #111; margin: 0 }
header { display: flex; justify-content: space-between; align-items: baseline; border-bottom: 2px solid #111 }
h1 { font-size: 1.5em; margin: 0 0 .3em }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1em .8em; margin: .8em 0 }
dt { color: #555 } dd { margin: 0 }
table { width: 100%%; border-collapse: collapse }
th, td { text-align: left; padding: .35em .4em; border-bottom: 1px solid #bbb; vertical-align: top }
th { border-bottom-color: #111; font-weight: 600 }
.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums }
.c { width: 1.6em } .c i { display: inline-block; width: 1em; height: 1em; border: 1px solid #111 }
tr { break-inside: avoid }
footer { margin-top: 1em; color: #555 }
@media screen { body { max-width: 210mm; margin: 8mm auto; padding: 0 8mm } }
"""


def packing_list(
    shop_name: str, contact_phone: str, order: Order, lines: Sequence[Line], paper: Paper
) -> str:
    """HTML with inline style and no script; every text is escaped. Units to pack are what is neither shipped nor refunded.

    Once all is shipped, it lists what was shipped.
    """
    size, font, margin = _SIZES[paper]
    open_units = any(line.unshipped for line in lines)
    rows = "".join(
        _row(line, line.unshipped if open_units else line.shipped_quantity)
        for line in lines
        if (line.unshipped if open_units else line.shipped_quantity)
    )
    placed = order.placed_at.astimezone(ZoneInfo(BUSINESS_ZONE)).strftime("%Y-%m-%d %H:%M")
    total = sum(line.unshipped if open_units else line.shipped_quantity for line in lines)
    note = f"<dt>买家留言</dt><dd>{escape(order.buyer_note)}</dd>" if order.buyer_note else ""
    staff_note = f"<dt>商家备注</dt><dd>{escape(order.staff_note)}</dd>" if order.staff_note else ""
    phone = f" · {escape(contact_phone)}" if contact_phone else ""
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>配货单 {escape(order.number)}</title>'
        f"<style>{_STYLE % {'size': size, 'font': font, 'margin': margin}}</style></head><body>"
        f"<header><h1>配货单</h1><b>{escape(shop_name)}</b></header><dl>"
        f"<dt>订单号</dt><dd>{escape(order.number)}</dd><dt>下单时间</dt><dd>{placed}</dd>"
        f"<dt>收货人</dt><dd>{escape(order.receiver_masked)} {escape(order.phone_masked)}</dd>"
        f"<dt>地区</dt><dd>{escape(order.region_text)}</dd>{note}{staff_note}</dl>"
        '<table><thead><tr><th class="c"></th><th>商品</th><th>规格</th><th>编码</th><th class="n">数量</th></tr></thead>'
        f'<tbody>{rows}</tbody><tfoot><tr><th></th><th colspan="3">合计</th><th class="n">{total}</th></tr></tfoot></table>'
        f"<footer>{escape(shop_name)}{phone}</footer></body></html>"
    )


def _row(line: Line, quantity: int) -> str:
    return (
        f'<tr><td class="c"><i></i></td><td>{escape(line.title)}</td><td>{escape(line.option_text)}</td>'
        f'<td>{escape(line.sku_code)}</td><td class="n">{quantity}</td></tr>'
    )
