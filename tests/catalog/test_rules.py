import itertools
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianyi.catalog import rules
from lianyi.catalog.errors import CategoryInvalid, ProductInvalid
from lianyi.catalog.types import Option, ProductDraft, SkuDraft
from lianyi.supply.rules import columns

COLOURS = Option("颜色", ("红", "白"))
SIZES = Option("尺寸", ("S", "M", "L"))


def matrix(*options, price=1000):
    return tuple(
        SkuDraft(values, price) for values in itertools.product(*(option.values for option in options))
    )


def draft(**changes):
    return ProductDraft(
        **{"title": "杯子", "options": (COLOURS, SIZES), "skus": matrix(COLOURS, SIZES), **changes}
    )


def test_a_complete_matrix_passes():
    assert len(rules.check_draft(draft()).skus) == 6
    assert rules.check_draft(draft(options=(), skus=(SkuDraft((), 1000),))).options == ()


full = matrix(COLOURS, SIZES)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "字" * 81}, "title"),
        ({"skus": full[:-1]}, "skus"),
        ({"skus": (*full[:-1], full[0])}, "skus.5.option_values"),
        ({"skus": (*full[:-1], SkuDraft(("红", "XL"), 1))}, "skus.5.option_values"),
        ({"skus": (*full[:-1], SkuDraft(("红",), 1))}, "skus.5.option_values"),
        ({"skus": ()}, "skus"),
        ({"options": (COLOURS, COLOURS)}, "options"),
        ({"options": (Option("颜色", ("红", "红")), SIZES)}, "options.0.values"),
        ({"options": (Option("颜色", ()), SIZES)}, "options.0.values"),
        ({"options": (Option("颜色", ("红:深", "白")), SIZES)}, "options.0.values"),
        ({"options": (Option("颜色", ("红\uff1b深", "白")), SIZES)}, "options.0.values"),
        (
            {"options": tuple(Option(f"o{n}", ("a",)) for n in range(4)), "skus": (SkuDraft(("a",) * 4, 1),)},
            "options",
        ),
        (
            {"options": (Option("n", tuple(map(str, range(31)))),), "skus": (SkuDraft(("0",), 1),)},
            "options.0.values",
        ),
        ({"options": (), "skus": (SkuDraft((), 0),)}, "skus.0.price_fen"),
        ({"options": (), "skus": (SkuDraft((), 100_000_001),)}, "skus.0.price_fen"),
        ({"options": (), "skus": (SkuDraft((), 1, cost_fen=-1),)}, "skus.0.cost_fen"),
        ({"options": (), "skus": (SkuDraft((), 1, weight_g=-1),)}, "skus.0.weight_g"),
        ({"options": (), "skus": (SkuDraft((), 1, code="=cmd"),)}, "skus.0.code"),
        ({"options": (), "skus": (SkuDraft((), 1, active=False),)}, "skus"),
        ({"code": "有空格 "}, "code"),
        ({"tags": tuple(map(str, range(11)))}, "tags"),
        ({"picture_ids": tuple(UUID(int=n) for n in range(21))}, "picture_ids"),
        ({"description": "x" * 100_001}, "description"),
    ],
)
def test_what_a_product_may_not_be(changes, field):
    with pytest.raises(ProductInvalid) as refused:
        rules.check_draft(draft(**changes))
    assert refused.value.field == field
    assert refused.value.words("zh") != refused.value.words("en")


def test_two_skus_with_one_code_are_refused():
    with pytest.raises(ProductInvalid) as refused:
        rules.check_draft(draft(skus=tuple(SkuDraft(sku.option_values, 1, code="A") for sku in full)))
    assert refused.value.field == "skus.0.code"


words = st.text(alphabet="红白蓝SMLabc1", min_size=1, max_size=4)
options = st.lists(
    st.builds(Option, words, st.lists(words, min_size=1, max_size=4, unique=True).map(tuple)),
    max_size=3,
    unique_by=lambda option: option.name,
).map(tuple)


@given(options, st.randoms())
def test_any_order_of_a_full_matrix_passes_and_one_less_does_not(some, dice):
    skus = list(matrix(*some))
    dice.shuffle(skus)
    rules.check_options(some, skus)
    if len(skus) > 1:
        with pytest.raises(ProductInvalid):
            rules.check_options(some, skus[1:])


@given(options)
def test_option_text_is_read_back(some):
    for sku in matrix(*some):
        pairs = columns.options(rules.option_text(some, sku.option_values))
        assert pairs == [(option.name, value) for option, value in zip(some, sku.option_values, strict=True)]


@pytest.mark.parametrize("text", ["红", "颜色:", ":红", "颜色:红;大"])
def test_an_option_text_that_is_none(text):
    with pytest.raises(columns.CellInvalid):
        columns.options(text)


def test_an_option_text_with_chinese_marks():
    assert columns.options("颜色\uff1a红\uff1b尺寸:L;") == [("颜色", "红"), ("尺寸", "L")]


@given(st.lists(st.tuples(st.integers(1, 10**6), st.booleans()), min_size=1, max_size=20))
def test_a_card_shows_only_prices_one_can_pay(prices):
    skus = [SkuDraft((str(number),), price, active=active) for number, (price, active) in enumerate(prices)]
    selling = [sku.price_fen for sku in skus if sku.active]
    if selling:
        card = rules.card_prices(skus)
        assert (card.price_fen, card.price_max_fen) == (min(selling), max(selling))


@given(st.integers(1, 30), st.lists(st.sampled_from(["", "P1-2", "P1-3", "X"]), min_size=1, max_size=5))
def test_every_sku_gets_a_code_of_its_own(seed, codes):
    given_codes = [code for number, code in enumerate(codes) if code not in codes[:number] or not code]
    some = Option("n", tuple(str(number) for number in range(len(given_codes))))
    skus = tuple(SkuDraft((str(number),), seed, code=code) for number, code in enumerate(given_codes))
    coded = rules.with_codes(draft(code="P1", options=(some,), skus=skus), UUID(int=seed))
    assert all(sku.code for sku in coded.skus)
    assert len({sku.code for sku in coded.skus}) == len(skus)


def test_a_query_is_quoted_so_that_no_word_is_an_operator():
    assert rules.text_query(["绿茶", "a'b", "c\\"]) == "'绿茶':* & 'a''b':* & 'c\\\\':*"
    assert rules.query_words("龙井绿茶 & | ! ( TEA-01") == ["龙井", "绿茶", "tea-01"]
    assert rules.query_words("!!! ") == []


def test_the_same_page_has_the_same_hash_and_another_page_another():
    one, text = rules.snapshot({"b": 1, "a": ["x"]})
    assert rules.snapshot({"a": ["x"], "b": 1}) == (one, text)
    assert rules.snapshot({"a": ["y"], "b": 1})[0] != one


@pytest.mark.parametrize(
    ("name", "icon", "depth", "field"),
    [
        ("", "", 1, "name"),
        ("茶/绿", "", 1, "name"),
        ("茶", "rocket", 1, "icon"),
        ("茶", "tea", 4, "parent_id"),
    ],
)
def test_what_a_category_may_not_be(name, icon, depth, field):
    with pytest.raises(CategoryInvalid) as refused:
        rules.check_category(name, icon, depth)
    assert refused.value.field == field
