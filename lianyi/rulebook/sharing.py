"""What may not stand in the title of something people share.

Sources: 微信小程序平台运营规范 5.1 滥用分享行为 (platform rules S1 to S5: forced, rewarded, coercing and inciting
sharing), its five published cases of 2020 and the notice 关于小程序内分享行为的进一步规范 of 2020; 微信外部链接内容管理
规范 of 2019 (H1 to H3). The list holds the phrases those texts quote and their plain variants; state of 2025.
Pure: a text in, what is wrong out.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

LIST_VERSION = 1


class Wrong(StrEnum):
    """Why a phrase may not stand there."""

    COERCES = "coerces"
    INCITES = "incites"
    REWARDS = "rewards"
    PRETENDS = "pretends"


WORDS: dict[Wrong, tuple[str, str]] = {
    Wrong.COERCES: ("胁迫他人分享(运营规范 5.1)", "it threatens people into sharing (operating rules 5.1)"),
    Wrong.INCITES: ("夸大、煽动分享(运营规范 5.1)", "it incites or exaggerates (operating rules 5.1)"),
    Wrong.REWARDS: ("以奖励引诱分享或关注(运营规范 5.1)", "it rewards sharing itself (operating rules 5.1)"),
    Wrong.PRETENDS: ("冒充系统消息或好友提醒", "it passes for a message of WeChat or of a friend"),
}
# Read over the text without spaces, signs and case, so that 不 转 不 是 and 不·转·不·是 are found, too.
_ACT = "(转发|分享|邀请|关注)(给?好友|朋友)?"
_GAIN = "(现金|红包|奖|钱|积分|优惠券|话费|流量|礼)"
_PHRASES: dict[Wrong, tuple[str, ...]] = {
    Wrong.COERCES: (
        "不转不是",
        "不转就?[会要]",
        "不转发[就会不]",
        "看[完到]不转",
        "必须转发",
        "必转",
        "是中国人就转",
        "为了(家人|孩子|父母)转",
        "(转发|分享)[到至]?.{0,6}个?群(才能|才可|后)",
        "(转发|分享)后(才能|才可|方可|解锁|继续)",
    ),
    Wrong.INCITES: (
        "转疯了",
        "赶紧转",
        "马上删",
        "惊呆了",
        "震惊",
        "天天领(现金|红包)",
        "现金天天领",
        "点一?[下点]就?有钱",
        "[百千万]元现金",
        "人人有份",
        "(百分百|100)中奖",
        "躺着赚",
        "一夜暴富",
        "稳赚",
    ),
    Wrong.REWARDS: (
        f"{_ACT}(即可|就能|立即|马上|[就可立后])?[得领送获赚有][到取得]?{_GAIN}",
        "集.{0,4}[个满]?赞",
        "集[齐满].{0,6}[兑领送换赢]",
        "砍价?免费拿",
        "[0零]元[拿领购]",
    ),
    Wrong.PRETENDS: (
        "有人(@|提到|at)了?你",
        "你有.{0,8}(红包|消息)[未待没]",
        "好友(给你|送你).{0,4}(红包|现金)",
        "微信(红包|官方|团队|安全)",
        "系统(通知|消息)",
        "未读消息",
    ),
}
_FOUND = {wrong: re.compile("|".join(phrases)) for wrong, phrases in _PHRASES.items()}


@dataclass(frozen=True, slots=True)
class Problem:
    """A phrase as it was found, and what is wrong with it; `zh` and `en` are whole sentences."""

    wrong: Wrong
    phrase: str
    zh: str
    en: str


def title_problems(text: str) -> tuple[Problem, ...]:
    """What may not stand in a share's title or description; empty when it may travel. Each kind is told once."""
    plain = _plain(text)
    found = {wrong: pattern.search(plain) for wrong, pattern in _FOUND.items()}
    return tuple(_problem(wrong, match.group()) for wrong, match in found.items() if match)


def _problem(wrong: Wrong, phrase: str) -> Problem:
    zh, en = WORDS[wrong]
    return Problem(wrong, phrase, f"「{phrase}」不能用于分享:{zh}", f"“{phrase}” may not be shared: {en}")


def _plain(text: str) -> str:
    """Full-width letters as plain ones, no case, nothing between the words."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if char.isalnum() or char == "@")
