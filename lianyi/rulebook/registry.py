"""All rules in one list, by area, and which of them hold on a day."""

from datetime import date
from typing import Any

from lianyi.rulebook import campaigns, content, shop
from lianyi.rulebook.distribution import graph, joining, payouts, plans
from lianyi.rulebook.rule import Area, Rule, in_force

RULES: tuple[Rule[Any], ...] = (
    *plans.RULES,
    *joining.RULES,
    *payouts.RULES,
    *graph.RULES,
    *campaigns.RULES,
    *content.RULES,
    *shop.RULES,
)
AREAS: dict[Area, tuple[str, str]] = {
    Area.PLAN: ("佣金方案", "Commission plans"),
    Area.JOIN: ("成为店主", "Joining"),
    Area.PAYOUT: ("提现", "Pay-outs"),
    Area.GRAPH: ("真实关系与付款", "What really happened"),
    Area.CAMPAIGN: ("营销活动", "Campaigns"),
    Area.CONTENT: ("发布的文字", "Published words"),
    Area.SHOP: ("店铺经营", "The shop as a whole"),
}


def rules_on(day: date) -> tuple[Rule[Any], ...]:
    """The rules in force on a business day, each in its newest version."""
    return in_force(RULES, day)


def rule_of(name: str, version: int | None = None) -> Rule[Any] | None:
    """A rule by its id, in a version or the newest one written; None when there is none."""
    found = [rule for rule in RULES if rule.id == name and version in {None, rule.version}]
    return max(found, key=lambda rule: rule.version, default=None)
