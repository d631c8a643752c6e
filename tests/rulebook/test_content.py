"""What may not stand in published words, and the innocent words that look like it."""

from datetime import date

import pytest

from lianyi.rulebook.content import Place, check_text
from lianyi.rulebook.phrases import GROUPS
from lianyi.rulebook.registry import RULES
from lianyi.rulebook.rule import refused

TODAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("text", "rule", "phrase"),
    [
        ("全国第一的蜂蜜", "superlatives", "全国第一"),
        ("最 · 佳 口粮", "superlatives", "最佳"),
        ("根治失眠的枕头", "medical_claims", "根治"),
        ("这款茶降三高", "medical_claims", "降三高"),
        ("月入过万的副业", "income_promises", "月入过万"),
        ("躺赚不是梦", "income_promises", "躺赚"),
        ("招代理,发展下线有提成", "recruiting", "招代理"),
        ("三级分销", "recruiting", "三级分销"),
        ("到期回购,年化收益 12%", "returns_promised", "到期回购"),
        ("本店拥有最终解释权", "void_terms", "最终解释权"),
        ("拆封不退", "void_terms", "拆封不退"),
        ("五星好评返现", "invented_trade", "好评返现"),
        ("学生党兼职首选", "minors_for_work", "学生党兼职"),
    ],
)
def test_a_claim_is_refused_with_the_phrase_named(text, rule, phrase):
    findings = refused(check_text(text, Place.MICRO_SHOP, TODAY, "words"))

    assert (rule, phrase) in {(one.rule, one.phrase) for one in findings}
    assert all(one.phrase in one.zh and one.subject == "words" for one in findings)


@pytest.mark.parametrize(
    "text",
    [
        "治愈系桌面摆件", "牙刷单支装", "环保本色纸巾", "部分红色款缺货", "最佳赏味期 30 天", "时间推荐早上", "无需交加盟费",
        "回购率很高的大米", "宠物处方粮", "两部分红茶", "七天无理由退货", "团队奖杯定制", "放心购买,支持退换",
    ],
)  # fmt: skip
def test_innocent_words_pass(text):
    assert check_text(text, Place.MICRO_SHOP, TODAY) == ()


def test_a_claim_that_needs_proof_is_told_and_let_through():
    findings = check_text("顶级和牛", Place.PRODUCT, TODAY)

    assert [(one.rule, one.severity) for one in findings] == [("superlatives_unproven", "warn")]


def test_induced_sharing_is_refused_where_people_share_and_told_on_goods():
    for place in (Place.SHARE, Place.MICRO_SHOP, Place.CAMPAIGN, Place.JOIN):
        assert [one.rule for one in refused(check_text("不转不是中国人", place, TODAY))] == [
            "induced_sharing"
        ]
    assert [one.rule for one in check_text("不转不是中国人", Place.PRODUCT, TODAY)] == [
        "induced_sharing_in_goods"
    ]


def test_customer_service_is_not_baited():
    assert [one.rule for one in check_text("进来领券", Place.SERVICE, TODAY)] == ["baited_service"]
    assert check_text("进来领券", Place.PRODUCT, TODAY) == ()


def test_every_list_of_phrases_belongs_to_a_rule():
    assert set(GROUPS) <= {rule.id for rule in RULES}
