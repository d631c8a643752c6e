"""The law on selling by people, over frozen facts: plans, joining, pay-outs and the graph as it really is."""

from datetime import date

from lianyi.rulebook.distribution import graph, joining, payouts, plans
from lianyi.rulebook.distribution.facts import (
    Base,
    Deed,
    GraphFacts,
    JoinFacts,
    Means,
    Need,
    NeedKind,
    OutletFacts,
    PaidFacts,
    Pay,
    PayoutFacts,
    PlanFacts,
    RootFacts,
    Rung,
)
from lianyi.rulebook.rule import Finding, judge

__all__ = [
    "Base", "Deed", "GraphFacts", "JoinFacts", "Means", "Need", "NeedKind", "OutletFacts", "PaidFacts", "Pay",
    "PayoutFacts", "PlanFacts", "RootFacts", "Rung", "check_graph", "check_join", "check_payout", "check_plan",
]  # fmt: skip


def check_plan(plan: PlanFacts, on: date) -> tuple[Finding, ...]:
    """What the law finds in a plan on a business day; `rule.refused(...)` of it forbids to save."""
    return judge(plans.RULES, plan, on)


def check_join(join: JoinFacts, on: date) -> tuple[Finding, ...]:
    """What the law finds in the ways to become a shopkeeper; `rule.refused(...)` of it forbids to save."""
    return judge(joining.RULES, join, on)


def check_payout(payout: PayoutFacts, on: date) -> tuple[Finding, ...]:
    """What the law finds in a pay-out about to be sent; `rule.refused(...)` of it forbids to send."""
    return judge(payouts.RULES, payout, on)


def check_graph(found: GraphFacts, on: date) -> tuple[Finding, ...]:
    """What the law finds in what really happened."""
    return judge(graph.RULES, found, on)
