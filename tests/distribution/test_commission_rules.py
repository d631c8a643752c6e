"""Arithmetic of commission: what wins, what cuts, what a refund takes back; over anything that may be sold."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianyi.distribution.errors.plans import PlanWrong
from lianyi.distribution.rules import commissions as rules
from lianyi.distribution.rules import plans
from lianyi.distribution.rules.commissions import Sold
from lianyi.distribution.types.plans import Grade, PlanDraft, Rule

NOW = datetime(2026, 3, 2, tzinfo=UTC)
SKU, PRODUCT, LEAF, ROOT, CAMPAIGN, LINE = (UUID(int=number) for number in range(1, 7))


def plan(*given_rules, **more):
    known = {
        "effective_at": NOW, "base": "paid", "freeze_days": 8, "order_share_bp": 3000, "margin_share_bp": 10_000,
        "fulfilment_fen": 0, "reserve_bp": 0, "target_bp": 0, "rules": given_rules,
    }  # fmt: skip
    return PlanDraft(**known | more)


def sold(paid_fen=10_000, quantity=1, cost_fen=4_000, line=LINE):
    return Sold(line, SKU, PRODUCT, (LEAF, ROOT), paid_fen, quantity, cost_fen)


def work(made, line=None, campaign=None, grade=1):
    return rules.work(made, line or sold(), campaign, grade)


SHOP = Rule("tenant", None, rate_bp=500)


@pytest.mark.parametrize(
    ("more", "campaign", "scope"),
    [
        ((), None, "tenant"),
        ((Rule("category", ROOT, 600),), None, "category"),
        ((Rule("category", ROOT, 600), Rule("category", LEAF, 700)), None, "category"),
        ((Rule("product", PRODUCT, 800), Rule("category", LEAF, 700)), None, "product"),
        ((Rule("sku", SKU, 900), Rule("product", PRODUCT, 800)), None, "sku"),
        ((Rule("campaign", CAMPAIGN, 100), Rule("sku", SKU, 900)), CAMPAIGN, "campaign"),
        ((Rule("campaign", CAMPAIGN, 100), Rule("sku", SKU, 900)), None, "sku"),
    ],
)
def test_the_nearest_rule_wins(more, campaign, scope):
    worked = work(plan(SHOP, *more), campaign=campaign)
    assert worked.rule.scope == scope
    assert worked.amount_fen == 10_000 * worked.rule.rate_bp // 10_000


def test_the_nearest_category_wins():
    assert work(plan(Rule("category", ROOT, 600), Rule("category", LEAF, 700))).amount_fen == 700


def test_fixed_beats_rate_and_is_a_piece():
    assert work(plan(Rule("tenant", None, 500, 120)), sold(30_000, 3)).amount_fen == 360


def test_a_campaign_may_exclude():
    worked = work(plan(SHOP, Rule("campaign", CAMPAIGN)), campaign=CAMPAIGN)
    assert (worked.amount_fen, worked.reason) == (0, "excluded")


def test_a_rule_that_says_nothing_of_the_line():
    assert work(plan(Rule("sku", UUID(int=99), 500))).reason == "no_rule"
    assert work(None).reason == "no_plan"


def test_a_grade_is_paid_more_before_the_cap():
    made = plan(Rule("tenant", None, 500, cap_fen=550), grades=(Grade(2, 12_000),))
    assert work(made, grade=1).amount_fen == 500
    better = work(made, grade=2)
    assert (better.worked_fen, better.amount_fen, better.reason) == (600, 550, "cap")


def test_of_the_margin():
    made = plan(Rule("tenant", None, 1000), base="margin")
    assert work(made).amount_fen == 600
    assert work(made, sold(cost_fen=10_500)).amount_fen == 0
    unknown = work(made, sold(cost_fen=None))
    assert (unknown.amount_fen, unknown.reason) == (0, "cost_unknown")


def test_never_more_than_the_share_of_the_margin():
    worked = work(plan(Rule("tenant", None, 2000), margin_share_bp=2500))
    assert (worked.amount_fen, worked.reason) == (1_500, "margin_share")


def test_never_more_than_thirty_percent_of_what_was_paid():
    worked = work(plan(Rule("tenant", None, fixed_fen=5_000)))
    assert (worked.amount_fen, worked.reason) == (3_000, "order_share")


def test_other_shares_of_the_order_come_first():
    assert rules.within_order(10_000, 3000, 2_500, [300, 300]) == [250, 250]
    assert rules.within_order(10_000, 3000, 3_000, [300, 300]) == [0, 0]
    assert rules.within_order(10_000, 3000, 0, [300, 300]) == [300, 300]


def test_who_does_not_sell_earns_nothing():
    (worked,) = rules.work_order(plan(SHOP), [sold()], None, 1, 10_000, stopped="not_selling")
    assert (worked.amount_fen, worked.reason) == (0, "not_selling")


@pytest.mark.parametrize("rule", [SHOP, Rule("tenant", None, fixed_fen=500)])
def test_of_an_order_that_came_to_nothing_nothing_is_paid(rule):
    (worked,) = rules.work_order(plan(rule), [sold(paid_fen=0)], None, 1, 0)
    assert (worked.amount_fen, rules.within_order(0, 3000, 0, [worked.worked_fen])) == (0, [0])


fen = st.integers(0, 10_000_000)
bp = st.integers(0, 3000)
any_rule = st.builds(
    Rule, st.just("tenant"), st.none(), st.none() | bp, st.none() | st.integers(0, 1_000_000), st.none() | fen
)
any_plan = st.builds(
    lambda rule, base, share, margin, factor: plan(
        rule, base=base, order_share_bp=share, margin_share_bp=margin, grades=(Grade(2, factor),)
    ),
    any_rule, st.sampled_from(["paid", "margin"]), bp, st.integers(0, 10_000), st.integers(0, 30_000),
)  # fmt: skip
any_lines = st.lists(st.builds(sold, fen, st.integers(1, 50), st.none() | fen), min_size=1, max_size=6)


@given(any_plan, any_lines, st.integers(1, 2), fen, fen)
def test_nothing_reaches_more_than_its_limits(made, lines, grade, freight_fen, others_fen):
    paid_fen = sum(line.paid_fen for line in lines) + freight_fen
    worked = rules.work_order(made, lines, None, grade, paid_fen)
    amounts = [one.amount_fen for one in worked]
    assert all(0 <= one.amount_fen <= one.worked_fen for one in worked)
    assert all(
        one.amount_fen * 10_000 <= line.paid_fen * 3000 for one, line in zip(worked, lines, strict=True)
    )
    assert sum(amounts) <= paid_fen * made.order_share_bp // 10_000
    for one, line in zip(worked, lines, strict=True):
        margin_fen = rules.margin_fen(line)
        if margin_fen is not None:
            assert one.amount_fen <= margin_fen * made.margin_share_bp // 10_000
        assert one.amount_fen == one.worked_fen or one.reason
    left = rules.within_order(paid_fen, made.order_share_bp, others_fen, amounts)
    assert all(after <= before for after, before in zip(left, amounts, strict=True))
    assert sum(left) + others_fen <= max(others_fen, paid_fen * 3000 // 10_000)


@given(fen, fen, st.lists(st.integers(0, 10_000_000), max_size=8))
def test_refunds_take_back_in_proportion_and_all_in_the_end(amount_fen, paid_fen, refunds):
    left_fen, taken_before = paid_fen, 0
    for refund in refunds:
        left_fen -= min(refund, left_fen)
        taken = rules.reversed_fen(amount_fen, paid_fen, left_fen)
        assert taken_before <= taken <= amount_fen
        kept = amount_fen - taken
        assert kept * paid_fen <= amount_fen * left_fen  # never more of what is left than it was of the whole
        assert paid_fen == 0 or (kept + 1) * paid_fen > amount_fen * left_fen  # and not a fen less than that
        taken_before = taken
    assert rules.reversed_fen(amount_fen, paid_fen, 0) == amount_fen


@given(any_plan, fen, fen, fen, st.integers(0, 5000), st.integers(0, 5000), st.integers(0, 100_000))
def test_what_the_gate_lets_through_leaves_the_floor_to_any_buyer(
    made, price_fen, cost_fen, deepest_fen, reserve_bp, target_bp, fulfilment_fen
):
    """Whatever discount up to the deepest one applies, whoever sells: the piece pays for itself."""
    made = plan(
        *made.rules, base=made.base, margin_share_bp=made.margin_share_bp, grades=made.grades, reserve_bp=reserve_bp,
        target_bp=target_bp, fulfilment_fen=fulfilment_fen,
    )  # fmt: skip
    deepest_fen = min(deepest_fen, price_fen)
    case = plans.worst_case(made, sold(price_fen, 1, cost_fen), "茶", "", deepest_fen)
    if not case.ok:
        return
    floor = fulfilment_fen + plans.share_up(price_fen, reserve_bp) + plans.share_up(price_fen, target_bp)
    for discount_fen in (0, deepest_fen // 2, deepest_fen):
        for grade in (1, 2):
            worked = rules.work(made, sold(price_fen - discount_fen, 1, cost_fen), None, grade)
            assert price_fen - discount_fen - worked.amount_fen - cost_fen >= floor


def test_the_limiting_case_is_the_one_that_leaves_least():
    made = plan(SHOP, fulfilment_fen=500, target_bp=1000)
    cases = [
        plans.worst_case(made, Sold(LINE, UUID(int=10 + n), PRODUCT, (), 10_000, 1, cost), "茶", "", 0)
        for n, cost in enumerate((4_000, 8_200, None))
    ]
    worst = plans.limiting(cases)
    assert worst.sku_id == UUID(int=11)
    assert worst.left_fen == 10_000 - 500 - 8_200 - 500 - 1_000
    assert not worst.ok


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"freeze_days": 6}, "freeze_days"),
        ({"order_share_bp": 3001}, "order_share_bp"),
        ({"reserve_bp": 6000, "target_bp": 5000}, "reserve_bp"),
        ({"rules": (SHOP, SHOP)}, "rules"),
        ({"rules": (SHOP, Rule("sku", None, 100))}, "rules.1"),
        ({"rules": (Rule("tenant", None, 3001),)}, "rules.0"),
        ({"grades": (Grade(1, 10_000), Grade(1, 11_000))}, "grades"),
        ({"grades": (Grade(1, 30_001),)}, "grades"),
    ],
)
def test_what_a_plan_cannot_say(more, field):
    with pytest.raises(PlanWrong) as refused:
        plans.check(plan(SHOP, **{"rules": (SHOP,)} | more) if "rules" not in more else plan(**more))
    assert refused.value.field == field


def test_a_month_of_a_typical_shopkeeper():
    lines = [sold(300_000, 30), sold(200_000, 10, line=UUID(int=20))]
    seen = plans.forecast(plan(SHOP), lines, 30, 40, 20, 2500)
    assert (seen.basket_fen, seen.commission_fen, seen.rate_bp) == (12_500, 625, 500)
    assert (seen.earned_fen, seen.cost_fen) == (12_500, 6_250)
    assert plans.forecast(plan(SHOP), [], 30, 0, 20, 2500).earned_fen == 0
