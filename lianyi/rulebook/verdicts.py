"""Where WeChat lets a play run, judged by what is rewarded and whether everybody knows beforehand what they get.

Sources: 微信小程序平台运营规范 5.1, abuse of sharing (2020 notice: whole rules, steps and outcome told beforehand, no reward
for sharing or opening); 微信外部链接内容管理规范 2019-10-28 (on links no price cut by friends, no helping, no collecting, no
rewarded invitation; group buying only with clear rules). A page outside WeChat is not WeChat's to judge; the law on prizes
holds there as everywhere. A play is never judged by its name, so a new one cannot slip past the table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Act = Literal["none", "purchase", "registration_with_consent", "confirmed_help"]
Place = Literal["mini", "wechat_h5", "h5"]


@dataclass(frozen=True, slots=True)
class Ruling:
    """Whether a kind of play may run in a place, and why, for the people who read it."""

    allowed: bool
    zh: str
    en: str
    source: str


_FREE = Ruling(
    True,
    "规则清楚、结果事先可知,可以开展",
    "the rules are clear and the outcome is known beforehand",
    "5.1; 外链规范 H2",
)
_OUTSIDE = Ruling(
    True, "微信以外的网页,不受微信规则约束", "a page outside WeChat is not WeChat's to judge", ""
)
_MINI_ONLY = Ruling(
    False, "微信禁止在网页里以助力、砍价、邀请等方式换取利益,请到小程序参加",
    "on web pages WeChat bans help, cutting a price and invitations that earn something; join in the mini program",
    "微信外部链接内容管理规范 H1",
)  # fmt: skip
_AT_RISK = Ruling(
    True, "人数、底价和结果事先公开时允许,被投诉时仍可能受限",
    "tolerated when numbers, floor and outcome are public beforehand; a complaint may still limit it",
    "微信小程序平台运营规范 5.1 S5, S6",
)  # fmt: skip
_CHANCE = Ruling(
    False, "微信禁止用不确定的结果引导分享或参与", "WeChat bans an uncertain outcome as the reason to share or take part",
    "微信小程序平台运营规范 5.1 S5; 外链规范 H1, H2",
)  # fmt: skip
_DRAW = Ruling(
    True, "不涉及分享、奖项与概率事先公开的抽奖可以开展;不得以抽奖引导分享",
    "a draw that no share leads to, with prizes and odds told beforehand, may run; it may not be a reason to share",
    "微信小程序平台运营规范 5.1 S2, S5; 规范促销行为暂行规定 第十三条",
)  # fmt: skip

# (what is rewarded, outcome known) → place → ruling. Rows of the table: ordinary group buy, flash sale and coupons
# (bought, known); lottery group (bought, unknown); a draw that nobody shares (nothing rewarded, unknown); a price cut by
# friends and help for a friend (help); invite reward (registration).
VERDICTS: Mapping[tuple[Act, bool], Mapping[Place, Ruling]] = {
    ("none", True): {"mini": _FREE, "wechat_h5": _FREE, "h5": _FREE},
    ("purchase", True): {"mini": _FREE, "wechat_h5": _FREE, "h5": _FREE},
    ("confirmed_help", True): {"mini": _AT_RISK, "wechat_h5": _MINI_ONLY, "h5": _OUTSIDE},
    ("registration_with_consent", True): {"mini": _AT_RISK, "wechat_h5": _MINI_ONLY, "h5": _OUTSIDE},
    ("none", False): {"mini": _DRAW, "wechat_h5": _CHANCE, "h5": _OUTSIDE},
    ("purchase", False): {"mini": _CHANCE, "wechat_h5": _CHANCE, "h5": _OUTSIDE},
    ("confirmed_help", False): {"mini": _CHANCE, "wechat_h5": _CHANCE, "h5": _OUTSIDE},
    ("registration_with_consent", False): {"mini": _CHANCE, "wechat_h5": _CHANCE, "h5": _OUTSIDE},
}


def ruling(act: Act, place: Place, *, outcome_known: bool) -> Ruling:
    """What the table says of a kind of play in a place."""
    return VERDICTS[act, outcome_known][place]
