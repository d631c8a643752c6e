"""The phrases WeChat's rules quote are found however they are spelled; plain goods are left alone."""

import pytest

from lianyi.rulebook.sharing import Wrong, title_problems


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("不转不是中国人", Wrong.COERCES),
        ("不 转 · 不 是", Wrong.COERCES),
        ("分享到3个群才能领", Wrong.COERCES),
        ("百元现金天天领", Wrong.INCITES),
        ("点一下就有钱!", Wrong.INCITES),
        ("１００％中奖", Wrong.INCITES),
        ("分享好友即可领红包", Wrong.REWARDS),
        ("转发有奖", Wrong.REWARDS),
        ("集满38个赞", Wrong.REWARDS),
        ("砍价免费拿", Wrong.REWARDS),
        ("０元购", Wrong.REWARDS),
        ("[有人@你] 看看这个", Wrong.PRETENDS),
        ("微信红包", Wrong.PRETENDS),
    ],
)
def test_a_forbidden_phrase_is_found_and_named(text, wrong):
    [found] = [problem for problem in title_problems(text) if problem.wrong is wrong]
    assert found.phrase in found.zh
    assert found.phrase in found.en


@pytest.mark.parametrize(
    "text",
    [
        "明前龙井 50 克", "10元店的搪瓷杯", "球星卡集卡册", "转轮彩笔", "手工红包袋 十个", "还差 2 人成团", "分享装坚果 500 克",
        "慢转快炒锅", "满 200 元包邮", "", "Tea for two",
    ],
)  # fmt: skip
def test_plain_goods_are_left_alone(text):
    assert title_problems(text) == ()
