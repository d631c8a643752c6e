"""A person's year of income and withheld tax, drawn. Chinese first, English beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from lianyi.distribution.types.tax_years import Holder, YearLine, YearStatement
from lianyi.kit.clock import BUSINESS_ZONE
from lianyi.kit.money import format_yuan

if TYPE_CHECKING:
    from lianyi.kit.paper import Paper

ITEMS = {"labour": "劳务报酬所得 Labour", "prize": "偶然所得 Incidental"}
HEADS = ("所得月份 Month", "所得项目 Item", "笔数", "收入额 ¥", "已扣税 ¥", "手续费 ¥", "实发 ¥")
WIDTHS, NUMBERS = (26, 42, 14, 24, 24, 22, 24), 5
FILE_NAME = "tax-statement-{year}.pdf"


def draw(statement: YearStatement) -> bytes:
    """The statement as a PDF; the same statement is the same file."""
    # What draws and its reader of fonts take 25 MB and half a second, and a person asks once a year.
    from lianyi.kit.paper import Paper  # noqa: PLC0415  as said above

    made_at = f"{statement.made_at.astimezone(ZoneInfo(BUSINESS_ZONE)):%Y-%m-%d %H:%M}"
    paper = Paper(
        f"{statement.year} 年收入与代扣个税清单",
        f"{statement.payer} · {made_at} · 涟漪 Lianyi",
        statement.made_at,
    )
    paper.paragraph(
        f"Income and tax withheld in {statement.year}. Amounts in yuan, by the month of payment.", soft=True
    )
    paper.paragraph(f"扣缴义务人 Withheld by:{statement.payer}")
    paper.paragraph(f"截至 {made_at} 已到账的佣金与现金奖金;在途的到账后计入。")
    for holder in statement.holders:
        _holder(paper, holder)
    _sums(paper, statement.lines)
    _notes(paper)
    return paper.bytes_out()


def _holder(paper: Paper, holder: Holder) -> None:
    paper.heading(f"{holder.name}  居民身份证 ID {holder.id_masked}")
    rows = [(f"{line.month:%Y-%m}", ITEMS[line.item], *_figures([line])) for line in holder.lines]
    paper.rows(HEADS, [*rows, ("合计 In all", "", *_figures(holder.lines))], WIDTHS, NUMBERS)


def _sums(paper: Paper, lines: Sequence[YearLine]) -> None:
    """By kind of income: the one is settled after the year, the other is not."""
    paper.heading("按所得项目合计 By kind of income")
    kinds = [(words, [line for line in lines if line.item == item]) for item, words in ITEMS.items()]
    paper.rows(
        HEADS[1:], [(words, *_figures(own)) for words, own in kinds if own], (68, *WIDTHS[2:]), NUMBERS
    )


def _notes(paper: Paper) -> None:
    paper.heading("说明 Notes")
    paper.paragraph(
        "劳务报酬所得属于综合所得,次年 3 月 1 日至 6 月 30 日办理年度汇算,多退少补;偶然所得每次按 20% 扣缴,不参加汇算。"
        "申报结果以个人所得税 App 中的收入纳税明细为准,两者不一致请先联系店铺。"
    )
    paper.paragraph(
        "Labour income is settled from 1 March to 30 June of the next year; incidental income is taxed at 20 % each and is"
        " not settled. What the tax office's app shows is what counts.",
        soft=True,
    )
    paper.paragraph("依据 By:《个人所得税法》第六、九、十、十一条。", soft=True)


def _figures(lines: Sequence[YearLine]) -> tuple[str, ...]:
    return (
        str(sum(line.payouts for line in lines)), format_yuan(sum(line.gross_fen for line in lines)),
        format_yuan(sum(line.tax_fen for line in lines)), format_yuan(sum(line.fee_fen for line in lines)),
        format_yuan(sum(line.net_fen for line in lines)),
    )  # fmt: skip
