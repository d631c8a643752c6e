"""No configuration that the rulebook lets through pays two levels, takes an entry fee or pays for heads.

The oracle knows nothing of the rules: it plays a plan out over a family of three (a buyer, who brought them, who recruited
that one) and asks who got money for what.
"""

from dataclasses import replace
from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as some

from lianyi.rulebook.distribution import (
    Base,
    Deed,
    JoinFacts,
    Need,
    NeedKind,
    Pay,
    PlanFacts,
    Rung,
    check_join,
    check_plan,
)
from lianyi.rulebook.rule import refused
from tests.conftest import examples

TODAY = date(2026, 6, 1)
fen = some.integers(0, 100_000) | some.just(0)
pays = some.builds(
    Pay,
    deed=some.sampled_from(Deed),
    level=some.integers(1, 4) | some.just(1),
    rate_bp=some.integers(0, 4_000),
    fixed_fen=fen,
    cap_fen=some.none() | fen,
    base=some.sampled_from(Base),
    price_fen=some.just(10_000),
)
lawful_pays = some.builds(Pay, rate_bp=some.integers(0, 3_000))
needs = some.builds(Need, some.sampled_from(NeedKind), some.integers(1, 1_000))
plans = some.builds(
    PlanFacts,
    pays=some.lists(pays | lawful_pays, min_size=1, max_size=3).map(tuple),
    rungs=some.lists(
        some.builds(Rung, some.just("级"), some.lists(needs, max_size=2).map(tuple)), max_size=2
    ).map(tuple),
    frozen_days=some.integers(0, 30),
    reverses_refunds=some.booleans(),
)
joins = some.builds(
    JoinFacts,
    fee_fen=fen,
    fee_yearly_fen=fen,
    purchase_fen=fen,
    purchase_monthly_fen=fen,
    per_recruit_fen=fen,
    per_indirect_recruit_fen=fen,
    age_min=some.integers(0, 30),
    agreement_version=some.none() | some.integers(1, 3),
    consents=some.frozensets(some.sampled_from(["agreement", "privacy", "marketing"])),
    may_leave=some.booleans(),
)


# Lawful but for one thing, so that no rule hides behind another that refuses the same plan.
odd_plans = some.builds(
    lambda lawful, odd, rung: PlanFacts((lawful, *odd), rung),
    lawful_pays,
    some.lists(pays, max_size=1),
    some.lists(some.builds(Rung, some.just("级"), some.lists(needs, max_size=1).map(tuple)), max_size=1).map(
        tuple
    ),
)
LAWFUL_JOIN = JoinFacts()
odd_joins = some.sampled_from(
    [name for name in LAWFUL_JOIN.__dataclass_fields__ if name.endswith("_fen")]
).flatmap(lambda name: some.builds(lambda amount: replace(LAWFUL_JOIN, **{name: amount}), fen))


def earners_of_one_order(plan: PlanFacts, price_fen: int = 10_000) -> dict[int, int]:
    """Who earns when a customer of the seller buys: fen by how many steps above the order they stand."""
    earned: dict[int, int] = {}
    for pay in plan.pays:
        if pay.deed in {Deed.OWN_REFERRAL, Deed.DOWNLINE_SALE}:
            steps = max(pay.level, 2) if pay.deed is Deed.DOWNLINE_SALE else pay.level
            amount = pay.fixed_fen or price_fen * pay.rate_bp // 10_000
            earned[steps] = earned.get(steps, 0) + (
                amount if pay.cap_fen is None else min(amount, pay.cap_fen)
            )
    return {steps: amount for steps, amount in earned.items() if amount}


def gained_by_a_recruit(plan: PlanFacts, join: JoinFacts) -> int:
    """What somebody has from another's joining alone: money, or a step up that people count towards."""
    paid = sum(
        pay.fixed_fen + pay.rate_bp for pay in plan.pays if pay.deed in {Deed.RECRUIT, Deed.INDIRECT_RECRUIT}
    )
    by_people = {
        NeedKind.DIRECT_RECRUITS, NeedKind.INDIRECT_RECRUITS, NeedKind.TEAM_PEOPLE, NeedKind.TEAM_SALES,
    }  # fmt: skip
    steps_up = sum(need.kind in by_people for rung in plan.rungs for need in rung.needs)
    return paid + steps_up + join.per_recruit_fen + join.per_indirect_recruit_fen


def spent_to_sell(plan: PlanFacts, join: JoinFacts) -> int:
    """What a shopkeeper must spend to enter, to stay, or for a better rate."""
    bought = {NeedKind.FEE, NeedKind.OWN_PURCHASES}
    return (
        join.fee_fen + join.fee_yearly_fen + join.purchase_fen + join.purchase_monthly_fen
        + sum(need.at_least for rung in plan.rungs for need in rung.needs if need.kind in bought)
    )  # fmt: skip


def each_alone(test):
    """Each fee, each condition of a rung and each deed by itself: what random plans rarely have as their only fault."""
    lawful = Pay(rate_bp=500)
    for name in LAWFUL_JOIN.__dataclass_fields__:
        if name.endswith("_fen"):
            test = example(plan=PlanFacts((lawful,)), join=replace(LAWFUL_JOIN, **{name: 36_500}))(test)
    for kind in NeedKind:
        rung = Rung("级", (Need(kind, 3),))
        test = example(plan=PlanFacts((lawful,), (rung,)), join=LAWFUL_JOIN)(test)
    for deed in Deed:
        for level in (1, 2):
            odd = Pay(deed, level=level, rate_bp=100)
            test = example(plan=PlanFacts((lawful, odd)), join=LAWFUL_JOIN)(test)
    return test


@settings(max_examples=examples(1_500), deadline=None)
@each_alone
@given(plan=plans | odd_plans, join=joins | odd_joins | some.just(LAWFUL_JOIN))
@example(plan=PlanFacts((Pay(rate_bp=500),)), join=JoinFacts())
@example(plan=PlanFacts((Pay(rate_bp=500), Pay(level=2, rate_bp=100))), join=JoinFacts())
@example(plan=PlanFacts((Pay(Deed.DOWNLINE_SALE, rate_bp=100),)), join=JoinFacts())
@example(plan=PlanFacts((Pay(rate_bp=500),)), join=JoinFacts(fee_yearly_fen=36_500))
@example(plan=PlanFacts((Pay(rate_bp=500), Pay(Deed.INDIRECT_RECRUIT, fixed_fen=100))), join=JoinFacts())
def test_nothing_accepted_pays_two_levels_an_entry_fee_or_heads(plan, join):
    if refused(check_plan(plan, TODAY)) or refused(check_join(join, TODAY)):
        return

    assert set(earners_of_one_order(plan)) <= {1}
    assert gained_by_a_recruit(plan, join) == 0
    assert spent_to_sell(plan, join) == 0


@settings(max_examples=examples(500), deadline=None)
@given(
    rates=some.lists(some.integers(0, 3_000), min_size=1, max_size=5),
    frozen_days=some.integers(7, 60),
    sales=some.integers(0, 10**7),
)
def test_every_plan_of_one_level_within_the_cap_is_accepted(rates, frozen_days, sales):
    plan = PlanFacts(
        tuple(Pay(rate_bp=rate) for rate in rates),
        (Rung("金", (Need(NeedKind.OWN_SALES, sales),)),),
        frozen_days,
    )

    assert check_plan(plan, TODAY) == ()
