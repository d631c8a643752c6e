"""Whatever JSON the doors of plans and of joining are given: what they accept pays one level and takes nothing.

Bodies are generated with fields that no lawful plan has (second levels, fees, bonuses for heads), at the top and inside of
rules and grades. Where a door accepts a body, what it made of it is looked at: nothing of those fields is left, the rulebook
finds nothing, and the engine pays at most one amount a line, within 30 % of it, whoever brought the seller.
"""

import json
from dataclasses import asdict
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as some
from pydantic import ValidationError

from lianyi.distribution.console.joining import JoiningSettings
from lianyi.distribution.console.plans import DraftIn
from lianyi.distribution.errors.plans import PlanWrong
from lianyi.distribution.rules import commissions
from lianyi.distribution.rules import plans as rules
from lianyi.distribution.rules.commissions import Sold
from lianyi.distribution.types.shopkeepers import Grade, JoinSettings
from lianyi.kit.ids import new_id
from lianyi.rulebook.distribution import JoinFacts, PlanFacts, check_join, check_plan
from lianyi.rulebook.distribution.facts import Need, NeedKind, Rung
from lianyi.rulebook.rule import refused

TODAY = date(2026, 6, 1)
# What other systems let a merchant set, and what the law forbids; none of it may survive a door.
FORBIDDEN = (
    "level", "levels", "level2_rate_bp", "second_rate_bp", "parent_rate_bp", "upline_bp", "team_bonus_fen", "team_sales_fen",
    "recruit_fen", "invite_fen", "per_head_fen", "direct_recruits", "indirect_recruits", "people_min", "entry_fee_fen",
    "fee_fen", "deposit_fen", "yearly_fen", "purchase_min_fen", "package_sku", "training_fee_fen",
)  # fmt: skip
bonus = some.dictionaries(
    some.sampled_from(FORBIDDEN), some.integers(1, 100_000) | some.lists(some.integers(1, 9)), max_size=3
)
maybe = some.none() | some.integers(0, 12_000)


def with_bonus(known):
    return some.builds(lambda one, more: more | one, known, bonus)


rules_in = with_bonus(
    some.fixed_dictionaries(
        {"scope": some.sampled_from(["tenant", "sku", "shop", "upline"])},
        optional={"rate_bp": maybe, "fixed_fen": maybe, "cap_fen": maybe, "scope_id": some.just(None)},
    )
)
grades_in = with_bonus(
    some.fixed_dictionaries({"grade": some.integers(0, 5), "factor_bp": some.integers(0, 40_000)})
)
plans_in = with_bonus(
    some.fixed_dictionaries(
        {
            "effective_at": some.just("2026-06-01T00:00:00Z"),
            "rules": some.lists(rules_in, max_size=3),
            "grades": some.lists(grades_in, max_size=3),
        },
        optional={
            "base": some.sampled_from(["paid", "margin", "downline"]),
            "freeze_days": some.integers(0, 100),
            "order_share_bp": some.integers(0, 12_000),
        },
    )
)
joins_in = with_bonus(
    some.fixed_dictionaries(
        {
            "ways": some.lists(
                some.sampled_from(["everyone", "application", "invitation", "paid"]), max_size=3
            ),
            "probation_days": some.integers(0, 400),
            "picks_max": some.integers(0, 600),
            "pool_all": some.booleans(),
            "grades": some.lists(
                with_bonus(
                    some.fixed_dictionaries(
                        {"name": some.just("金牌"), "own_sales_fen": some.none() | some.integers(0, 10**6)}
                    )
                ),
                max_size=3,
            ),
            "version": some.integers(0, 3),
        }
    )
)


def names_in(value) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {name for one in value.values() for name in names_in(one)}
    if isinstance(value, list | tuple):
        return {name for one in value for name in names_in(one)}
    return set()


def accepted_plan(body):
    """What the door makes of a body and the rulebook lets through; None when either refuses."""
    try:
        draft = DraftIn.model_validate_json(json.dumps(body)).draft()
        rules.check(draft)
    except (ValidationError, PlanWrong):
        return None
    facts = rules.facts(draft, {None: 6_800})
    return None if refused(check_plan(facts, TODAY)) else (draft, facts)


@settings(max_examples=600, deadline=None)
@given(body=plans_in, paid_fen=some.integers(1, 100_000), cost_fen=some.none() | some.integers(0, 100_000))
def test_no_plan_that_is_accepted_pays_two_levels_or_more_than_its_share(body, paid_fen, cost_fen):
    accepted = accepted_plan(body)
    if accepted is None:
        return
    draft, facts = accepted

    assert not names_in(asdict(draft)) & set(FORBIDDEN)
    assert {(pay.deed.value, pay.level) for pay in facts.pays} <= {("own_referral", 1)}
    line = Sold(new_id(), new_id(), new_id(), (), paid_fen, 1, cost_fen)
    for grade in range(1, 6):
        paid = commissions.work_order(draft, [line], None, grade, paid_fen)
        assert [one.order_line_id for one in paid] == [line.order_line_id]
        assert 0 <= paid[0].amount_fen * 10_000 <= paid_fen * 3_000


@settings(max_examples=400, deadline=None)
@given(body=joins_in)
def test_no_way_to_join_that_is_accepted_takes_a_fee_or_counts_heads(body):
    try:
        given_in = JoiningSettings.model_validate_json(json.dumps(body))
    except ValidationError:
        return
    wanted = JoinSettings(
        tuple(given_in.ways), given_in.probation_days, given_in.picks_max, given_in.pool_all,
        tuple(Grade(one.name, one.own_sales_fen) for one in given_in.grades), given_in.version,
    )  # fmt: skip

    assert not names_in(asdict(wanted)) & set(FORBIDDEN)
    assert "paid" not in [way.value for way in wanted.ways]
    assert check_join(JoinFacts(), TODAY) == ()
    rungs = tuple(
        Rung(one.name, (Need(NeedKind.OWN_SALES, one.own_sales_fen),) if one.own_sales_fen else ())
        for one in wanted.grades
    )
    assert check_plan(PlanFacts((), rungs), TODAY) == ()


def test_the_generator_does_reach_plans_that_are_accepted():
    body = {
        "effective_at": "2026-06-01T00:00:00Z",
        "rules": [{"scope": "tenant", "rate_bp": 500, "level2_rate_bp": 300}],
    }
    draft, _ = accepted_plan(body)

    assert [rule.rate_bp for rule in draft.rules] == [500]
    assert "level2_rate_bp" not in names_in(asdict(draft))
