"""What the replay prints: what was left out and why, the months side by side, and one line for machines."""

from collections.abc import Sequence
from decimal import Decimal

from rich.console import Console
from rich.table import Table

from lianyi.app.replay.plan import Plan, Reason
from lianyi.app.replay.verdict import LeftOut, Month

WORDS = {
    Reason.UNREADABLE: ("读不懂的行", "a cell cannot be read"),
    Reason.BAD_DEBT: ("坏账调整(A 开头),不是买卖", "bad debt (A…): an entry of the books, no sale"),
    Reason.NO_PRICE: (
        "单价或数量为 0,没有人付钱",
        "price or quantity 0: samples, breakage, counts; nobody pays",
    ),
    Reason.NEGATIVE_PRICE: ("单价为负,不是买卖", "a negative price: an entry of the books, no sale"),
    Reason.PART_OF_A_PENNY: ("单价不足一便士,分是最小单位", "a part of a penny: money here is whole"),
    Reason.BEYOND: ("超过一件商品的价格或库存上限", "beyond the price or the stock that a SKU may have"),
    Reason.NO_CUSTOMER: (
        "取消单没有写顾客,陌生人里也没有对得上的",
        "cancelled by nobody named, and no stranger bought it before",
    ),
    Reason.NOT_BOUGHT: (
        "取消的货在这些发票里没有买过(或价更低)",
        "cancelled, but not bought before in these invoices at that price or more",
    ),
}


def pounds(pence: Decimal | int) -> str:
    """Pence as pounds, with all the decimals they have, at least two."""
    exact = Decimal(pence) / 100
    return f"{exact:,.2f}" if exact == exact.quantize(Decimal("0.01")) else f"{exact.normalize():,f}"


def plan(say: Console, made: Plan, left: Sequence[LeftOut]) -> None:
    """Before anything is lived: what will be, and what will not."""
    rows = len({one.row.line for one in made.kept} | {one.row.line for one in made.skipped})
    guests = len({sale.shopper for sale in made.sales if sale.shopper.startswith("guest-")})
    people = len({sale.shopper for sale in made.sales}) - guests
    divided = len(made.sales) - len({sale.invoice for sale in made.sales})
    say.print(
        f"{made.invoices:,} 张发票 → {len(made.sales):,} 笔订单(超过一单上限而拆出 {divided:,} 笔)、"
        f"{len(made.returns):,} 笔退款;{people:,} 位顾客,另有 {guests:,} 张发票没有写顾客,每张算一位陌生人。"
    )
    say.print(
        f"[dim]{made.invoices:,} invoices → {len(made.sales):,} orders ({divided:,} of them split off because an order has"
        f" limits) and {len(made.returns):,} refunds; {people:,} customers, and {guests:,} invoices that name nobody: each"
        " is a stranger of its own.[/]"
    )
    say.print(
        "每个货号的每个价格是一个 SKU。订单付款后留在待发货,取消的货由店员在发货前退款、回到货架;文件没有说何时发货。"
    )
    say.print(
        "[dim]Each price of a stock code is a SKU. Paid orders stay to be shipped, as the file says nothing of shipping; what"
        " it cancels is given back by staff before shipping, money and pieces.[/]"
    )
    title = f"\n没有重放的 · left out (of {rows:,} rows; one may be left out in part)"
    table = Table(title=title, title_justify="left", box=None, padding=(0, 2))
    for head in ("原因 why", "行 rows", "£ +", "£ −", "例 example"):
        table.add_column(head, justify="left" if head[0] in "原例" else "right", overflow="fold")
    for one in left:
        zh, en = WORDS[one.reason]
        table.add_row(f"{zh}\n[dim]{en}[/]", f"{one.rows:,}", pounds(one.up), pounds(one.down), one.example)
    total = (
        sum(one.rows for one in left),
        sum((one.up for one in left), Decimal()),
        sum((one.down for one in left), Decimal()),
    )
    table.add_row("合计 total", f"{total[0]:,}", pounds(total[1]), pounds(total[2]), "")
    say.print(table)


def verdict(say: Console, found: Sequence[Month]) -> None:
    """The months side by side."""
    table = Table(title="\n每月收入 · revenue by month (£)", title_justify="left", box=None, padding=(0, 2))
    table.add_column("月 month")
    for head in (
        "文件全部 file, all",
        "其中略过 left out",
        "文件重放 file, replayed",
        "账本 ledger",
        "差 difference",
    ):
        table.add_column(head, justify="right")
    columns = [
        [one.whole for one in found], [one.skipped for one in found], [one.file for one in found],
        [Decimal(one.ledger) for one in found], [one.difference for one in found],
    ]  # fmt: skip
    for place, one in enumerate(found):
        table.add_row(one.name, *(pounds(column[place]) for column in columns))
    table.add_row("合计 total", *(pounds(sum(column, Decimal())) for column in columns))
    say.print(table)
    say.print()
