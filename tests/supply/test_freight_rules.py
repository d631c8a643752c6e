from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianyi.supply.errors import FreightTemplateInvalid
from lianyi.supply.rules import check_template, freight, rule_for
from lianyi.supply.types import FreightKind, FreightLine, FreightRule, FreightTemplate, FreightTemplateId

T1, T2, SKU, OTHER = (FreightTemplateId(UUID(int=number)) for number in (1, 2, 3, 4))

WEIGHT = FreightTemplate(
    T1,
    "按重量",
    FreightKind.BY_WEIGHT,
    (
        FreightRule(("*",), first=1000, first_fen=1000, step=500, step_fen=300),
        FreightRule(
            ("330000", "310000"), first=1000, first_fen=600, step=1000, step_fen=100, free_from_fen=9900
        ),
        FreightRule(("330900",), first=1000, first_fen=1500),
        FreightRule(("650000", "540000"), excluded=True),
    ),
)
PIECE = FreightTemplate(
    T2, "按件", FreightKind.BY_PIECE, (FreightRule(("*",), first=2, first_fen=500, step=1, step_fen=100),)
)


def line(quantity=1, weight_g=300, amount_fen=5000, template=T1, sku=SKU):
    return FreightLine(sku, template, weight_g, quantity, amount_fen)


@pytest.mark.parametrize(
    ("lines", "region", "fen"),
    [
        ([line()], "440100", 1000),
        ([line(4)], "440100", 1300),  # 1,200 g: one started step
        ([line(4), line(2, 500)], "440100", 1000 + 3 * 300),  # 2,200 g of one template are weighed together
        ([line()], "330106", 600),
        ([line(amount_fen=9900)], "330106", 0),
        ([line(amount_fen=9899)], "330106", 600),
        ([line()], "330902", 1500),  # a city's rule comes before its province's
        ([line()], None, 1000),
        ([line(), line(3, template=T2)], "440100", 1000 + 600),
        ([line(template=None)], "440100", 0),
        ([], "440100", 0),
    ],
)
def test_what_carrying_costs(lines, region, fen):
    quote = freight({T1: WEIGHT, T2: PIECE}, lines, region)
    assert (quote.fen, quote.not_deliverable) == (fen, ())


def test_an_excluded_region_names_its_skus_and_costs_nothing_for_them():
    quote = freight({T1: WEIGHT, T2: PIECE}, [line(), line(2, template=T2, sku=OTHER)], "650102")
    assert (quote.fen, quote.not_deliverable, quote.deliverable) == (500, (SKU,), False)


def test_a_line_without_a_template_takes_the_default_one():
    assert freight({T1: replace(WEIGHT, is_default=True)}, [line(template=None)], "440100").fen == 1000


def test_a_template_that_is_gone_falls_back_to_the_default():
    assert freight({T1: replace(WEIGHT, is_default=True)}, [line(template=T2)], "440100").fen == 1000


def test_the_lowest_fee_for_a_product_page():
    assert (WEIGHT.cheapest_fen, PIECE.cheapest_fen) == (600, 500)


rules = st.builds(
    FreightRule,
    regions=st.just(("*",)),
    first=st.integers(1, 5000),
    first_fen=st.integers(0, 5000),
    step=st.integers(1, 5000),
    step_fen=st.integers(0, 2000),
)
kinds = st.sampled_from([FreightKind.BY_WEIGHT, FreightKind.BY_PIECE])
lines = st.lists(
    st.builds(
        line, quantity=st.integers(1, 50), weight_g=st.integers(0, 20_000), amount_fen=st.integers(1, 10**7)
    ),
    max_size=6,
)


@given(kinds, rules, lines)
def test_it_is_never_negative_and_never_less_than_the_first_fee(kind, rule, some):
    fen = freight({T1: FreightTemplate(T1, "x", kind, (rule,))}, some, "440100").fen
    assert fen >= (rule.first_fen if some else 0)


@given(kinds, rules, lines, st.integers(1, 20), st.integers(0, 3000))
def test_more_goods_never_cost_less_to_carry(kind, rule, some, quantity, weight_g):
    templates = {T1: FreightTemplate(T1, "x", kind, (rule,))}
    more = [*some, line(quantity, weight_g)]
    assert freight(templates, more, "440100").fen >= freight(templates, some, "440100").fen


@given(kinds, rules, lines, st.integers(0, 10**7))
def test_a_free_amount_frees_all_or_nothing(kind, rule, some, free_from):
    plain = freight({T1: FreightTemplate(T1, "x", kind, (rule,))}, some, "440100").fen
    freed = freight(
        {T1: FreightTemplate(T1, "x", kind, (replace(rule, free_from_fen=free_from),))}, some, "440100"
    ).fen
    assert freed == (0 if sum(one.amount_fen for one in some) >= free_from else plain)


@given(st.sampled_from(["110101", "330106", "330902", "310115", "650102", "820000"]))
def test_every_region_has_one_rule(region):
    assert rule_for(WEIGHT, region) is not None


@pytest.mark.parametrize(
    ("kind", "given_rules", "field"),
    [
        (FreightKind.BY_WEIGHT, [], "rules"),
        (FreightKind.BY_WEIGHT, [FreightRule(("330000",))], "rules"),
        (FreightKind.BY_PIECE, [FreightRule(("*",)), FreightRule(("*",))], "rules.1.regions"),
        (FreightKind.BY_PIECE, [FreightRule(("浙江",))], "rules.0.regions"),
        (FreightKind.BY_PIECE, [FreightRule(())], "rules.0.regions"),
        (FreightKind.BY_PIECE, [FreightRule(("*",), step=0)], "rules.0.first"),
        (FreightKind.BY_PIECE, [FreightRule(("*",), first_fen=-1)], "rules.0.first_fen"),
        (FreightKind.BY_PIECE, [FreightRule(("*",), free_from_fen=-1)], "rules.0.free_from_fen"),
        (FreightKind.BY_PIECE, [FreightRule(("*",))] * 41, "rules"),
    ],
)
def test_a_template_that_cannot_price_every_region_is_refused(kind, given_rules, field):
    with pytest.raises(FreightTemplateInvalid) as refused:
        check_template(kind, given_rules)
    assert refused.value.field == field
    assert refused.value.data["reason"]


def test_a_usable_template_passes():
    check_template(WEIGHT.kind, WEIGHT.rules)
    check_template(FreightKind.FREE, [])
