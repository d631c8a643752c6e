"""What may not stand in words that are published: goods, micro-shops, shares, campaigns, the page one joins by.

Sources: 广告法 Art. 9 (superlatives), 17, 18 (medical claims), 25 (promises of return); 食品安全法 Art. 73; 禁止传销条例 and
WeChat's notices of 2015 and 2016 (recruiting, income promises); 微信小程序平台运营规范 5.1 (sharing: see `sharing`);
最高法网络消费解释(一) (void terms); 电子商务法 Art. 17 (invented trade). `phrases` holds the words those texts name
and their plain variants.
Pure: a text and its place in, findings out.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lianyi.rulebook import sharing, sources
from lianyi.rulebook.phrases import GROUPS
from lianyi.rulebook.rule import Area, Breach, Finding, Rule, Severity, judge


class Place(StrEnum):
    """Where a text stands."""

    PRODUCT = "product"
    MICRO_SHOP = "micro_shop"
    SHARE = "share"
    CAMPAIGN = "campaign"
    JOIN = "join"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class TextFacts:
    """A text as it will be read, and where."""

    text: str
    place: Place
    subject: str = ""


_FOUND = {group: re.compile("|".join(phrases)) for group, phrases in GROUPS.items()}


def check_text(text: str, place: Place, on: date, subject: str = "") -> tuple[Finding, ...]:
    """What may not stand there, with the phrase as found; `rule.refused(...)` forbids to publish, the rest is a warning."""
    return judge(RULES, TextFacts(text, place, subject), on)


def plain(text: str) -> str:
    """Full-width letters as plain ones, no case, nothing between the words, so that 最·佳 and 最 佳 are found, too."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if char.isalnum())


def _phrases(group: str, why_zh: str, why_en: str) -> Callable[[TextFacts], Iterator[Breach]]:
    def look(facts: TextFacts) -> Iterator[Breach]:
        for phrase in dict.fromkeys(found.group() for found in _FOUND[group].finditer(plain(facts.text))):
            yield Breach(f"「{phrase}」{why_zh}", f"“{phrase}”: {why_en}", facts.subject, phrase)

    return look


def _induced(places: frozenset[Place]) -> Callable[[TextFacts], Iterator[Breach]]:
    def look(facts: TextFacts) -> Iterator[Breach]:
        if facts.place in places:
            for problem in sharing.title_problems(facts.text):
                yield Breach(problem.zh, problem.en, facts.subject, problem.phrase)

    return look


def baits(facts: TextFacts) -> Iterator[Breach]:
    """The entry to customer service may not be baited with red packets, draws or coupons (S9)."""
    found = re.search("(红包|现金|抽奖|免费领|领券|优惠券)", plain(facts.text))
    if facts.place is Place.SERVICE and found:
        yield Breach(
            f"「{found.group()}」不能用来引人点客服",
            f"“{found.group()}” may not bait people into customer service",
            facts.subject,
            found.group(),
        )


_NOT_PUBLISHED = ("不能发布,指出是哪几个字", "It is not published; the words are named")
_WARNED = ("可以发布,提醒改掉哪几个字", "It is published; the words to change are named")
_SHARED = frozenset({Place.SHARE, Place.MICRO_SHOP, Place.JOIN, Place.CAMPAIGN})

RULES: tuple[Rule[TextFacts], ...] = (
    Rule("superlatives", 1, Area.CONTENT, Severity.REFUSE, "不用绝对化用语", "No superlatives", *_NOT_PUBLISHED,
         (sources.ADS_SUPERLATIVES, sources.COMPETITION), date(2015, 9, 1),
         _phrases("superlatives", "是绝对化用语(广告法第九条)", "a superlative (Advertising Law Art. 9)")),
    Rule("superlatives_unproven", 1, Area.CONTENT, Severity.WARN, "要有证据的最高级说法", "Claims that need proof", *_WARNED,
         (sources.ADS_SUPERLATIVES, sources.COMPETITION), date(2015, 9, 1),
         _phrases("superlatives_unproven", "像绝对化用语,没有证据就不要写",
                  "reads as a superlative; leave it out unless proven")),
    Rule("medical_claims", 1, Area.CONTENT, Severity.REFUSE, "普通商品不说医疗功效", "No medical claims",
         *_NOT_PUBLISHED, (sources.ADS_MEDICAL, sources.FOOD_CLAIMS), date(2015, 9, 1),
         _phrases("medical_claims", "是医疗用语,普通商品不能用(广告法第十七条)",
                  "a medical claim, not for ordinary goods (Advertising Law Art. 17)")),
    Rule("income_promises", 1, Area.CONTENT, Severity.REFUSE, "不承诺收入", "No income promises", *_NOT_PUBLISHED,
         (sources.MINI_LEVELS, sources.WECHAT_2015, sources.ADS_INVESTMENT), date(2015, 2, 15),
         _phrases("income_promises", "是收入承诺(运营规范 5.9)", "a promise of income (operating rules 5.9)")),
    Rule("recruiting", 1, Area.CONTENT, Severity.REFUSE, "不招下线、不谈团队计酬", "No recruiting", *_NOT_PUBLISHED,
         (sources.PYRAMID_FORMS, sources.MINI_LEVELS, sources.WECHAT_2016), date(2015, 2, 15),
         _phrases("recruiting", "涉及发展下线或团队计酬(禁止传销条例第七条)",
                  "about recruits or team pay (Pyramid Selling Ban Art. 7)")),
    Rule("returns_promised", 1, Area.CONTENT, Severity.REFUSE, "不承诺返利、分红、回购", "No promised returns",
         *_NOT_PUBLISHED, (sources.FUND_RAISING, sources.WECHAT_REBATE, sources.PREPAID), date(2021, 5, 1),
         _phrases("returns_promised", "承诺还本或收益(防范和处置非法集资条例)",
                  "a promise of repayment or return (Illegal Fund-Raising Regulation)")),
    Rule("void_terms", 1, Area.CONTENT, Severity.REFUSE, "不写无效的霸王条款", "No void terms", *_NOT_PUBLISHED,
         (sources.NET_CONSUMPTION, sources.RETURNS), date(2022, 3, 15),
         _phrases("void_terms", "是无效条款(网络消费司法解释(一))", "a void term (Judicial Interpretation of 2022)")),
    Rule("invented_trade", 1, Area.CONTENT, Severity.REFUSE, "不刷单、不买好评", "No invented trade", *_NOT_PUBLISHED,
         (sources.FAKE_TRADE, sources.COMPETITION), date(2019, 1, 1),
         _phrases("invented_trade", "是虚假交易或买好评(电子商务法第十七条)",
                  "invented trade or bought reviews (E-Commerce Law Art. 17)")),
    Rule("minors_for_work", 1, Area.CONTENT, Severity.REFUSE, "不招学生和未成年人", "No work for minors",
         *_NOT_PUBLISHED, (sources.MINORS, sources.MAJORITY), date(2021, 6, 1),
         _phrases("minors_for_work", "是在招学生或未成年人", "asks pupils or minors to work")),
    Rule("induced_sharing", 1, Area.CONTENT, Severity.REFUSE, "不诱导分享", "No induced sharing", *_NOT_PUBLISHED,
         (sources.MINI_SHARING, sources.SHARING_2020, sources.LINKS_2019), date(2020, 5, 1), _induced(_SHARED)),
    Rule("induced_sharing_in_goods", 1, Area.CONTENT, Severity.WARN, "商品文字会随卡片分享,也不诱导",
         "Words of goods travel on cards, too", *_WARNED, (sources.MINI_SHARING,), date(2020, 5, 1),
         _induced(frozenset({Place.PRODUCT}))),
    Rule("baited_service", 1, Area.CONTENT, Severity.REFUSE, "客服入口不用红包引诱", "No bait at customer service",
         *_NOT_PUBLISHED, (sources.MINI_SHARING,), date(2020, 5, 1), baits),
)  # fmt: skip
