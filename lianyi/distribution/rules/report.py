"""The report for a lawyer, drawn. Chinese first, English beside it; people by opaque words, so that it may be handed on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from lianyi.distribution.types.compliance import FINDING_PREFIX, Report
from lianyi.distribution.types.shopkeepers import PREFIX
from lianyi.kit.clock import BUSINESS_ZONE
from lianyi.kit.ids import encode
from lianyi.kit.money import format_yuan
from lianyi.rulebook.registry import AREAS, rules_on

if TYPE_CHECKING:
    from lianyi.kit.paper import Paper

STATES = {"open": "待核对 open", "acknowledged": "处理中 in hand", "resolved": "已处理 resolved"}
WRONG = {
    "others_sales": ("付给了不是带来订单的人", "paid for orders that another led to"),
    "second_payees": ("同一订单行有第二个收款人", "a second payee on a line"),
    "deeper": ("第一级以外的付款", "paid above the first level"),
    "above_cap": ("超过实付 30% 的佣金", "above 30% of what was paid"),
    "own_orders": ("付给买家自己的佣金", "paid to the buyer"),
    "without_order": ("没有对应订单行的佣金", "without any order line"),
    "unexplained_fen": ("账上说不清的金额(分)", "fen that nobody can explain"),
}


def draw(report: Report) -> bytes:
    """The report as a PDF; the same report is the same file."""
    # What draws and its reader of fonts take 25 MB and half a second, and a lawyer asks once a month.
    from lianyi.kit.paper import Paper  # noqa: PLC0415  as said above

    scan = report.scan
    paper = Paper(
        "分销合规报告 Compliance of distribution",
        f"涟漪 Lianyi · {report.shop} · 证据链 {report.links} · {report.head[:16]}",
        report.made_at,
    )
    paper.paragraph(
        f"店铺 {report.shop}。检查时间 {_when(scan.at)}(业务日 {scan.day:%Y-%m-%d}),导出时间 {_when(report.made_at)}。"
        f"数字直接来自订单、佣金、提现与绑定日志的全部记录,不是抽样。"
    )
    paper.paragraph(
        "Figures are read from all orders, commissions, pay-outs and the log of bindings, not from a sample. People stand by"
        " opaque ids. This is no legal advice.",
        soft=True,
    )
    _graph(paper, report)
    _money(paper, report)
    _goods(paper, report)
    _findings(paper, report)
    _rules(paper, report)
    _evidence(paper, report)
    return paper.bytes_out()


def _graph(paper: Paper, report: Report) -> None:
    scan = report.scan
    paper.heading("一、人数与层级 People and levels")
    paper.paragraph(
        f"店主 {scan.shopkeepers} 人,分属 {scan.roots} 棵邀请关系树;最深 {scan.depth_max} 层,最大一棵 {scan.people_max} 人。"
        "付佣只有一级:邀请关系不产生任何收入。"
    )
    paper.rows(
        ("层 Level", "人数 People"),
        [(level, str(people)) for level, people in scan.levels.items()],
        (40, 40),
        1,
    )
    paper.paragraph(
        "按根列出(最需要核对的在前)。30 人且 3 层为公通字〔2013〕37号的追诉线。By root, what most wants looking at first.",
        soft=True,
    )
    paper.rows(
        ("根 Root", "人数", "层数", "有佣金", "佣金 ¥", "销售 ¥"),
        [
            (_keeper(one.shopkeeper_id), str(one.people), str(one.depth), str(one.earning),
             format_yuan(one.commission_fen), format_yuan(one.sales_fen))
            for one in report.roots
        ],
        (62, 16, 16, 18, 30, 32),
        5,
    )  # fmt: skip


def _money(paper: Paper, report: Report) -> None:
    scan = report.scan
    paper.heading("二、谁因什么得到多少 Who was paid for what")
    paper.paragraph(
        f"有佣金的订单 {scan.orders} 笔、订单行 {scan.lines} 条,顾客实付 ¥{format_yuan(scan.sales_fen)},佣金合计 ¥"
        f"{format_yuan(scan.commission_fen)},已提现 ¥{format_yuan(scan.paid_out_fen)}。"
    )
    paper.rows(
        ("逐条核对 Checked line by line", "应为 0 Ought to be 0"),
        [(f"{zh} {en}", str(scan.wrong.get(key, 0))) for key, (zh, en) in WRONG.items()],
        (120, 54),
        1,
    )
    paper.rows(
        ("店主 Shopkeeper", "订单", "行", "顾客实付 ¥", "佣金 ¥", "已提现 ¥"),
        [
            (_keeper(one.shopkeeper_id), str(one.orders), str(one.lines), format_yuan(one.sales_fen),
             format_yuan(one.commission_fen), format_yuan(one.paid_out_fen))
            for one in report.payees
        ],
        (62, 16, 14, 30, 26, 26),
        5,
    )  # fmt: skip
    if report.items:
        paper.paragraph(
            "最近的提现逐笔对应到订单行。The newest pay-outs, each commission with its order.", soft=True
        )
        paper.rows(
            ("提现 Pay-out", "订单 Order", "佣金记录 Commission", "实付 ¥", "佣金 ¥"),
            [
                (_short("pyo", one.payout_id), _short("ord", one.order_id), _short("com", one.commission_id),
                 format_yuan(one.line_paid_fen), format_yuan(one.amount_fen))
                for one in report.items
            ],
            (40, 40, 46, 24, 24),
            2,
        )  # fmt: skip


def _goods(paper: Paper, report: Report) -> None:
    scan = report.scan
    paper.heading("三、货卖给谁 Sell-through")
    paper.paragraph(
        f"店主自购 {scan.own_orders} 单,¥{format_yuan(scan.own_fen)};经店主卖给顾客 {scan.orders} 单,¥"
        f"{format_yuan(scan.sales_fen)}。自购不产生佣金。"
    )
    paper.rows(
        ("店主 Shopkeeper", "自购单", "自购 ¥", "顾客单", "顾客 ¥", "自购占比"),
        [
            (_keeper(one.shopkeeper_id), str(one.own_orders), format_yuan(one.own_fen), str(one.consumer_orders),
             format_yuan(one.consumer_fen), f"{one.own_bp // 100}%")
            for one in report.outlets
        ],
        (62, 18, 28, 18, 28, 20),
        5,
    )  # fmt: skip


def _findings(paper: Paper, report: Report) -> None:
    paper.heading("四、发现与处理 Findings")
    if not report.findings:
        paper.paragraph("没有发现。None.")
        return
    paper.rows(
        ("发现 Finding", "规则 Rule", "说明 What", "状态 State"),
        [
            (f"{_when(one.found_at)}\n{_short(FINDING_PREFIX, one.id)}", f"{one.rule}@{one.version}",
             f"{one.zh}\n{one.en}", STATES[one.state])
            for one in report.findings
        ],
        (34, 36, 78, 26),
        0,
    )  # fmt: skip


def _rules(paper: Paper, report: Report) -> None:
    paper.heading("五、生效的规则 Rules in force")
    paper.rows(
        ("规则 Rule", "内容 What", "依据 Source", "自 Since"),
        list(_rule_rows(report)),
        (38, 52, 62, 22),
        0,
    )


def _rule_rows(report: Report) -> Iterator[tuple[str, str, str, str]]:
    for rule in rules_on(report.scan.day):
        yield (
            rule.code, f"{AREAS[rule.area][0]}:{rule.zh}\n{rule.en}", "\n".join(map(str, rule.sources)),
            f"{rule.effective_from:%Y-%m-%d}",
        )  # fmt: skip


def _evidence(paper: Paper, report: Report) -> None:
    paper.heading("六、证据链 Evidence")
    paper.paragraph(
        f"共 {report.links} 条,末条哈希 {report.head}。每条是 SHA-256(序号、时间、种类、内容、前一条哈希);"
        "每天的绑定、佣金与提现记录各有一条摘要。把这个哈希抄录在店外,以后任何改动都会对不上。"
    )
    paper.paragraph(
        "Each link is SHA-256 over its number, instant, kind, payload and the hash before it. A copy of the last hash kept"
        " outside of the shop shows any later change.",
        soft=True,
    )


def _keeper(shopkeeper_id: UUID) -> str:
    return encode(PREFIX, shopkeeper_id)


def _short(prefix: str, one: UUID) -> str:
    """A word by its beginning and its end: enough to find it, short enough for a column."""
    word = encode(prefix, one)
    return f"{word[:10]}…{word[-6:]}"


def _when(at: datetime) -> str:
    return f"{at.astimezone(ZoneInfo(BUSINESS_ZONE)):%Y-%m-%d %H:%M}"
