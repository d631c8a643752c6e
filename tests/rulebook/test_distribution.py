"""The golden cases of selling by people, both ways, and each rule by itself."""

from dataclasses import replace
from datetime import date

import pytest

from lianyi.rulebook.distribution import (
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
    check_graph,
    check_join,
    check_payout,
    check_plan,
)
from lianyi.rulebook.rule import refused

TODAY = date(2026, 6, 1)
LAWFUL = PlanFacts((Pay(rate_bp=500),))
PAYOUT = PayoutFacts(
    gross_fen=500_000, tax_fen=80_000, fee_fen=0, net_fen=420_000, tax_formula="labour", real_name_verified=True,
    real_name_consent=True, born_on=date(1990, 2, 3), paid_on=TODAY,
)  # fmt: skip


def rules(findings) -> set[str]:
    return {finding.rule for finding in refused(findings)}


# Yunji as the market regulator of Hangzhou described it in 2017 (product page 2.9): 365 yuan a year to be a shop owner,
# 30 direct and 130 indirect recruits make a mentor, a team of 1,000 a partner, each paid for heads and a team's sales.
YUNJI_PLAN = PlanFacts(
    pays=(
        Pay(rate_bp=1_500, subject="shop owner"),
        Pay(Deed.DOWNLINE_SALE, level=2, rate_bp=500, subject="mentor"),
        Pay(Deed.DOWNLINE_SALE, level=3, rate_bp=300, subject="partner"),
        Pay(Deed.RECRUIT, fixed_fen=7_000, subject="head"),
    ),
    rungs=(
        Rung("店主", (Need(NeedKind.FEE, 36_500),)),
        Rung("导师", (Need(NeedKind.DIRECT_RECRUITS, 30), Need(NeedKind.INDIRECT_RECRUITS, 130))),
        Rung("合伙人", (Need(NeedKind.TEAM_PEOPLE, 1_000), Need(NeedKind.TEAM_SALES, 1_000_000))),
    ),
)
YUNJI_JOIN = JoinFacts(fee_yearly_fen=36_500, per_recruit_fen=7_000, per_indirect_recruit_fen=1_000)


def test_the_yunji_model_of_2015_is_refused_with_each_rule_named():
    assert rules(check_plan(YUNJI_PLAN, TODAY)) == {
        "one_paid_level", "no_pay_on_others_sales", "no_pay_for_heads", "no_rank_by_heads",
        "no_rank_by_indirect_recruits", "no_rank_by_others_sales", "no_rank_for_money",
    }  # fmt: skip
    assert rules(check_join(YUNJI_JOIN, TODAY)) == {"no_entry_fee", "no_reward_for_recruiting"}


def test_each_finding_of_the_yunji_model_names_its_law_and_its_numbers():
    found = (*check_plan(YUNJI_PLAN, TODAY), *check_join(YUNJI_JOIN, TODAY))

    assert all("《" in one.source for one in found)
    words = " ".join(one.zh for one in found)
    for number in ("365.00", "30 人", "130 人", "1000 人"):
        assert number in words


def test_one_level_at_five_percent_passes():
    assert check_plan(LAWFUL, TODAY) == ()
    assert check_join(JoinFacts(), TODAY) == ()
    assert check_payout(PAYOUT, TODAY) == ()


@pytest.mark.parametrize(
    ("plan", "rule"),
    [
        (PlanFacts((Pay(rate_bp=500, level=2),)), "one_paid_level"),
        (PlanFacts((Pay(rate_bp=500, level=0),)), "one_paid_level"),
        (PlanFacts((Pay(Deed.DOWNLINE_SALE, rate_bp=1),)), "no_pay_on_others_sales"),
        (PlanFacts((Pay(Deed.INDIRECT_RECRUIT, fixed_fen=1),)), "no_pay_for_heads"),
        (PlanFacts((Pay(Deed.SHARE, fixed_fen=1),)), "no_pay_for_sharing"),
        (PlanFacts((Pay(rate_bp=3_001),)), "commission_within_cap"),
        (PlanFacts((Pay(base=Base.MARGIN, rate_bp=10_001),)), "commission_within_cap"),
        (PlanFacts((Pay(fixed_fen=3_001, price_fen=10_000),)), "commission_within_cap"),
        (PlanFacts((Pay(rate_bp=-1),)), "commission_within_cap"),
        (replace(LAWFUL, frozen_days=6), "frozen_until_returns_end"),
        (replace(LAWFUL, reverses_refunds=False), "frozen_until_returns_end"),
        (PlanFacts((Pay(Deed.OWN_PURCHASE, rate_bp=500),)), "own_purchases_earn_nothing"),
        (replace(LAWFUL, rungs=(Rung("金", (Need(NeedKind.OWN_PURCHASES, 1),)),)), "no_rank_for_money"),
        (replace(LAWFUL, rungs=(Rung("金", (Need(NeedKind.TEAM_SALES, 1),)),)), "no_rank_by_others_sales"),
    ],
)
def test_a_plan_that_breaks_one_rule_is_refused_by_that_rule_alone(plan, rule):
    assert rules(check_plan(plan, TODAY)) == {rule}


@pytest.mark.parametrize(
    "plan",
    [
        PlanFacts((Pay(rate_bp=3_000),)),
        PlanFacts((Pay(base=Base.MARGIN, rate_bp=10_000),)),
        PlanFacts((Pay(fixed_fen=3_000, price_fen=10_000),)),
        PlanFacts((Pay(fixed_fen=9_000, cap_fen=3_000, price_fen=10_000),)),
        replace(LAWFUL, rungs=(Rung("金", (Need(NeedKind.OWN_SALES, 1), Need(NeedKind.TRAINING, 1))),)),
    ],
)
def test_the_borders_of_a_lawful_plan_pass(plan):
    assert check_plan(plan, TODAY) == ()


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"fee_fen": 1}, "no_entry_fee"),
        ({"fee_yearly_fen": 1}, "no_entry_fee"),
        ({"purchase_fen": 1}, "no_forced_purchase"),
        ({"purchase_monthly_fen": 1}, "no_forced_purchase"),
        ({"per_recruit_fen": 1}, "no_reward_for_recruiting"),
        ({"age_min": 17}, "adults_only"),
        ({"agreement_version": None}, "agreed_apart"),
        ({"consents": frozenset({"agreement"})}, "agreed_apart"),
        ({"may_leave": False}, "free_to_leave"),
    ],
)
def test_a_way_to_join_that_breaks_one_rule_is_refused_by_that_rule_alone(changed, rule):
    assert rules(check_join(replace(JoinFacts(), **changed), TODAY)) == {rule}


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"real_name_verified": False}, "verified_name"),
        ({"real_name_consent": False}, "verified_name"),
        ({"born_on": date(2008, 6, 2)}, "paid_to_adults"),
        ({"born_on": None}, "paid_to_adults"),
        ({"tax_formula": None}, "tax_withheld"),
        ({"net_fen": 420_001}, "tax_withheld"),
        ({"means": Means.COUPON}, "money_only"),
        ({"means": Means.BALANCE}, "money_only"),
        ({"scene": "1000"}, "money_only"),
        ({"deeds": frozenset({Deed.OWN_REFERRAL, Deed.RECRUIT})}, "own_referrals_only"),
        ({"levels": frozenset({1, 2})}, "own_referrals_only"),
        ({"unripe": 1}, "after_the_window"),
    ],
)
def test_a_payout_that_breaks_one_rule_is_refused_by_that_rule_alone(changed, rule):
    assert rules(check_payout(replace(PAYOUT, **changed), TODAY)) == {rule}


def test_who_turns_eighteen_today_is_paid():
    assert check_payout(replace(PAYOUT, born_on=date(2008, 6, 1)), TODAY) == ()


def test_a_rule_holds_from_its_day_on():
    before_the_law = date(2005, 10, 31)

    assert "no_entry_fee" not in rules(check_join(JoinFacts(fee_fen=1), before_the_law))


def found(graph: GraphFacts) -> set[str]:
    return {finding.rule for finding in check_graph(graph, TODAY)}


def tree(people: int, depth: int, commission_fen: int = 1) -> GraphFacts:
    return GraphFacts(roots=(RootFacts("shk_1", people, depth, 1, commission_fen, 100),))


def test_depth_or_people_with_money_alarm_and_both_together_warn():
    assert found(tree(people=29, depth=2)) == set()
    assert found(tree(people=3, depth=3)) == {"depth_and_people"}
    assert found(tree(people=30, depth=2)) == {"depth_and_people"}
    assert found(tree(people=30, depth=3)) == {"depth_and_people", "criminal_line"}
    assert found(tree(people=30, depth=3, commission_fen=0)) == set()


def test_goods_stacked_up_at_shopkeepers_are_seen():
    stacked = OutletFacts("shk_1", own_orders=10, own_fen=5_001, consumer_orders=9, consumer_fen=4_999)

    assert found(GraphFacts(outlets=(stacked,))) == {"sold_to_consumers"}
    assert found(GraphFacts(outlets=(replace(stacked, own_fen=5_000, consumer_fen=5_000),))) == set()
    assert found(GraphFacts(outlets=(replace(stacked, own_orders=9),))) == set()


def test_buying_before_joining_is_seen_when_nearly_all_did():
    assert found(GraphFacts(joined=10, bought_before_joining=8)) == {"nobody_bought_in"}
    assert found(GraphFacts(joined=10, bought_before_joining=7)) == set()
    assert found(GraphFacts(joined=9, bought_before_joining=9)) == set()


@pytest.mark.parametrize(
    ("count", "rule"),
    [
        ("others_sales", "paid_for_own_orders"),
        ("second_payees", "paid_for_own_orders"),
        ("deeper", "paid_for_own_orders"),
        ("without_order", "paid_for_own_orders"),
        ("above_cap", "paid_within_cap"),
        ("own_orders", "buyers_earn_nothing"),
    ],
)
def test_pay_that_should_not_be_stops_the_plan(count, rule):
    findings = check_graph(GraphFacts(paid=PaidFacts(5, 100, **{count: 1})), TODAY)

    assert [finding.rule for finding in findings] == [rule]
    assert findings[0].severity == "stop"
