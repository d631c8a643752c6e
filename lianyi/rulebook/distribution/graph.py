"""Rules on what really happened, run every night over the rows (platform rules 2 P-a to P9)."""

from collections.abc import Iterator
from datetime import date

from lianyi.kit.money import format_yuan
from lianyi.rulebook import sources
from lianyi.rulebook.constants import ALARM_DEPTH, ALARM_PEOPLE, OWN_SHARE_ALARM_BP, OWN_SHARE_ORDERS_MIN
from lianyi.rulebook.distribution.facts import GraphFacts
from lianyi.rulebook.rule import Area, Breach, Rule, Severity

JOINED_MIN = 10
BOUGHT_BEFORE_ALARM_BP = 8_000


def depth_and_people(graph: GraphFacts) -> Iterator[Breach]:
    """A tree of invitations at 3 levels or 30 people with money flowing is looked at by people (P9)."""
    for root in graph.roots:
        if root.commission_fen and (root.depth >= ALARM_DEPTH or root.people >= ALARM_PEOPLE):
            yield Breach(
                f"{root.root} 之下 {root.people} 人、{root.depth} 层,其中 {root.earning} 人有佣金共 ¥"
                f"{format_yuan(root.commission_fen)}",
                f"{root.people} people on {root.depth} levels under {root.root}; {root.earning} of them earned ¥"
                f"{format_yuan(root.commission_fen)}",
                root.root,
            )


def criminal_line(graph: GraphFacts) -> Iterator[Breach]:
    """3 levels and 30 people together is the line of the judicial opinion; one level of pay keeps it from being a crime."""
    for root in graph.roots:
        if root.commission_fen and root.depth >= ALARM_DEPTH and root.people >= ALARM_PEOPLE:
            yield Breach(
                f"{root.root} 之下同时达到 {ALARM_PEOPLE} 人和 {ALARM_DEPTH} 层,请法务核对只按本人订单付佣",
                f"{ALARM_PEOPLE} people and {ALARM_DEPTH} levels under {root.root}: a lawyer should see that all pay is "
                "for own orders",
                root.root,
            )


def sold_to_consumers(graph: GraphFacts) -> Iterator[Breach]:
    """Goods reach consumers and are not stacked up at shopkeepers (sell-through)."""
    for outlet in graph.outlets:
        if outlet.own_orders >= OWN_SHARE_ORDERS_MIN and outlet.own_bp > OWN_SHARE_ALARM_BP:
            yield Breach(
                f"{outlet.shopkeeper} 自购 {outlet.own_orders} 单,占其全部的 {outlet.own_bp // 100}%",
                f"{outlet.shopkeeper} bought {outlet.own_orders} orders alone, {outlet.own_bp // 100}% of all by them",
                outlet.shopkeeper,
            )


def nobody_bought_in(graph: GraphFacts) -> Iterator[Breach]:
    """Joining goes without buying: where nearly all bought just before, a purchase is a condition in fact."""
    if (
        graph.joined >= JOINED_MIN
        and graph.bought_before_joining * 10_000 >= graph.joined * BOUGHT_BEFORE_ALARM_BP
    ):
        yield Breach(
            f"{graph.joined} 个店主中有 {graph.bought_before_joining} 个在加入前 7 天内下过单,请核对是否要求购买",
            f"{graph.bought_before_joining} of {graph.joined} shopkeepers bought within 7 days before joining; see that "
            "nobody asks for it",
            "joined",
        )


def paid_for_own_orders(graph: GraphFacts) -> Iterator[Breach]:
    """Every fen of commission belongs to a line of an order that its payee led to, one payee, one level."""
    paid = graph.paid
    wrong = (
        (paid.others_sales, "不是本人带来的订单", "for orders others led to", "others_sales"),
        (paid.second_payees, "同一订单行有两个人拿", "with two payees on one line", "second_payees"),
        (paid.deeper, "不在第一级", "above the first level", "deeper"),
        (paid.without_order, "没有对应的订单行", "without any order line", "without_order"),
    )
    for count, zh, en, subject in wrong:
        if count:
            yield Breach(f"{count} 笔佣金{zh}", f"{count} commissions {en}", subject)


def paid_within_cap(graph: GraphFacts) -> Iterator[Breach]:
    """No line paid more than its share of what was paid."""
    if graph.paid.above_cap:
        yield Breach(
            f"{graph.paid.above_cap} 笔佣金超过实付的 30%",
            f"{graph.paid.above_cap} commissions are above 30% of what was paid",
            "above_cap",
        )


def buyers_earn_nothing(graph: GraphFacts) -> Iterator[Breach]:
    """Nobody earned on what they bought."""
    if graph.paid.own_orders:
        yield Breach(
            f"{graph.paid.own_orders} 笔佣金付给了买家自己",
            f"{graph.paid.own_orders} commissions went to the buyer",
            "own_orders",
        )


_TOLD = ("记入合规看板,由负责人处理", "It is put on the compliance board for whoever answers for it")
_WARNED = ("提醒负责人核对", "Whoever answers for it is told to look")
_STOPPED = ("立即暂停佣金方案", "The commission plan is paused at once")

RULES: tuple[Rule[GraphFacts], ...] = (
    Rule("depth_and_people", 1, Area.GRAPH, Severity.REPORT, "邀请关系的层数与人数", "Depth and people of invitations",
         *_TOLD, (sources.PYRAMID_THRESHOLD, sources.PYRAMID_FORMS), date(2013, 11, 14), depth_and_people),
    Rule("criminal_line", 1, Area.GRAPH, Severity.WARN, "同时达到 30 人与 3 层", "30 people and 3 levels together",
         *_WARNED, (sources.PYRAMID_CRIME, sources.PYRAMID_THRESHOLD), date(2013, 11, 14), criminal_line),
    Rule("sold_to_consumers", 1, Area.GRAPH, Severity.WARN, "货卖给消费者,不囤在店主手里", "Sold to consumers",
         *_WARNED, (sources.PYRAMID_FEE, sources.DIRECT_SELLING_PAY), date(2005, 11, 1), sold_to_consumers),
    Rule("nobody_bought_in", 1, Area.GRAPH, Severity.WARN, "加入不以购买为条件", "Joining goes without buying",
         *_WARNED, (sources.PYRAMID_FEE,), date(2005, 11, 1), nobody_bought_in),
    Rule("paid_for_own_orders", 1, Area.GRAPH, Severity.STOP, "只为本人带来的订单付佣", "Paid for own orders only",
         *_STOPPED, (sources.PYRAMID_TEAM, sources.PYRAMID_HEADS, sources.WECHAT_2016), date(2005, 11, 1),
         paid_for_own_orders),
    Rule("paid_within_cap", 1, Area.GRAPH, Severity.STOP, "付出的佣金不超过 30%", "Paid within the cap", *_STOPPED,
         (sources.DIRECT_SELLING_PAY, sources.PROFIT_SHARING), date(2005, 12, 1), paid_within_cap),
    Rule("buyers_earn_nothing", 1, Area.GRAPH, Severity.STOP, "买家不拿自己订单的佣金", "Buyers earn nothing", *_STOPPED,
         (sources.PYRAMID_FEE,), date(2005, 11, 1), buyers_earn_nothing),
)  # fmt: skip
