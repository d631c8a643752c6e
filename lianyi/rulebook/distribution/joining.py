"""Rules on becoming and staying a shopkeeper, checked when its settings are saved (platform rules 2 P4, P5; 6; 7)."""

from collections.abc import Iterator
from datetime import date

from lianyi.kit.money import format_yuan
from lianyi.rulebook import sources
from lianyi.rulebook.constants import SELLER_AGE_MIN
from lianyi.rulebook.distribution.facts import JoinFacts
from lianyi.rulebook.rule import Area, Breach, Rule, Severity

CONSENTS = {
    "agreement": ("店主协议", "the shopkeepers' agreement"),
    "privacy": ("个人信息处理", "the use of personal data"),
}


def no_entry_fee(join: JoinFacts) -> Iterator[Breach]:
    """Entering and staying is free: no fee, deposit, paid training or yearly price (入门费)."""
    if join.fee_fen:
        yield Breach(
            f"成为店主要交 ¥{format_yuan(join.fee_fen)}",
            f"Joining takes ¥{format_yuan(join.fee_fen)}",
            "fee_fen",
        )
    if join.fee_yearly_fen:
        yield Breach(
            f"做店主每年要交 ¥{format_yuan(join.fee_yearly_fen)}",
            f"Staying takes ¥{format_yuan(join.fee_yearly_fen)} a year",
            "fee_yearly_fen",
        )


def no_forced_purchase(join: JoinFacts) -> Iterator[Breach]:
    """Nothing need be bought to enter or to stay: a purchase would be the fee by another name."""
    if join.purchase_fen:
        yield Breach(
            f"成为店主要先买 ¥{format_yuan(join.purchase_fen)}",
            f"Joining takes a purchase of ¥{format_yuan(join.purchase_fen)}",
            "purchase_fen",
        )
    if join.purchase_monthly_fen:
        yield Breach(
            f"做店主每月要买 ¥{format_yuan(join.purchase_monthly_fen)}",
            f"Staying takes purchases of ¥{format_yuan(join.purchase_monthly_fen)} a month",
            "purchase_monthly_fen",
        )


def no_reward_for_recruiting(join: JoinFacts) -> Iterator[Breach]:
    """Nobody gains by another's joining, directly or rolling on."""
    if join.per_recruit_fen:
        yield Breach("邀请一个店主就给钱,属于拉人头", "Inviting a shopkeeper is rewarded", "per_recruit_fen")
    if join.per_indirect_recruit_fen:
        yield Breach(
            "间接邀请的店主也给钱,属于拉人头",
            "Shopkeepers invited by those invited are rewarded",
            "per_indirect_recruit_fen",
        )


def adults_only(join: JoinFacts) -> Iterator[Breach]:
    """Who sells for pay is of age; tax and contract need it."""
    if join.age_min < SELLER_AGE_MIN:
        yield Breach(
            f"店主须年满 {SELLER_AGE_MIN} 周岁", f"Shopkeepers are at least {SELLER_AGE_MIN}", "age_min"
        )


def agreed_apart(join: JoinFacts) -> Iterator[Breach]:
    """An agreement in a version, and each consent given by itself, never bundled."""
    if join.agreement_version is None:
        yield Breach("还没有店主协议", "There is no agreement for shopkeepers yet", "agreement_version")
    for consent, (zh, en) in CONSENTS.items():
        if consent not in join.consents:
            yield Breach(f"没有单独征得同意:{zh}", f"No consent of its own is asked for {en}", "consents")


def free_to_leave(join: JoinFacts) -> Iterator[Breach]:
    """Leaving is as easy as joining."""
    if not join.may_leave:
        yield Breach("店主不能随时退出", "Shopkeepers cannot leave when they want to", "may_leave")


_DOES = ("加入设置不能保存", "The settings cannot be saved")

RULES: tuple[Rule[JoinFacts], ...] = (
    Rule("no_entry_fee", 1, Area.JOIN, Severity.REFUSE, "没有入门费", "No entry fee", *_DOES,
         (sources.PYRAMID_FEE, sources.WECHAT_2016), date(2005, 11, 1), no_entry_fee),
    Rule("no_forced_purchase", 1, Area.JOIN, Severity.REFUSE, "不强制购买", "No forced purchase", *_DOES,
         (sources.PYRAMID_FEE, sources.WECHAT_2016), date(2005, 11, 1), no_forced_purchase),
    Rule("no_reward_for_recruiting", 1, Area.JOIN, Severity.REFUSE, "发展店主没有奖励", "No reward for recruiting",
         *_DOES, (sources.PYRAMID_HEADS, sources.WECHAT_2015), date(2005, 11, 1), no_reward_for_recruiting),
    Rule("adults_only", 1, Area.JOIN, Severity.REFUSE, "店主须成年", "Shopkeepers are of age", *_DOES,
         (sources.MAJORITY, sources.MINORS), date(2021, 1, 1), adults_only),
    Rule("agreed_apart", 1, Area.JOIN, Severity.REFUSE, "协议与个人信息分别同意", "Agreement and privacy agreed apart",
         *_DOES, (sources.PRIVACY_CONSENT, sources.PRIVACY_GIVEN_ON), date(2021, 11, 1), agreed_apart),
    Rule("free_to_leave", 1, Area.JOIN, Severity.REFUSE, "随时可以退出", "Free to leave", *_DOES,
         (sources.PRIVACY_CONSENT,), date(2021, 11, 1), free_to_leave),
)  # fmt: skip
