"""Notices in words, Chinese and English. Pure."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from lianyi.messages.types import NoticeKind, NoticeState, Reason
from lianyi.wechat.errors import UNKNOWN, WORDS

STATE_WORDS: Mapping[NoticeState, tuple[str, str]] = {
    NoticeState.QUEUED: ("待发送", "to be sent"),
    NoticeState.WAITING: ("等安静时段结束", "waiting for the end of the quiet hours"),
    NoticeState.SENDING: ("正在发送", "being sent"),
    NoticeState.SENT: ("已发送", "sent"),
    NoticeState.SKIPPED: ("未发送", "not sent"),
    NoticeState.FAILED: ("发送失败", "failed"),
}
REASON_WORDS: Mapping[Reason, tuple[str, str]] = {
    Reason.NO_CONSENT: (
        "顾客没有订阅,或订阅次数已用完",
        "the customer did not subscribe, or the consents are used up",
    ),
    Reason.OVER_BUDGET: (
        "顾客今天收到的通知已到上限",
        "the customer got as many notices today as the shop allows",
    ),
    Reason.SWITCHED_OFF: ("顾客关闭了这类通知", "the customer turned this kind off"),
    Reason.KIND_OFF: ("本店关闭了这类通知", "the shop turned this kind off"),
    Reason.NO_TEMPLATE: ("还没有为这类通知配置微信模板", "no WeChat template is set up for this kind"),
    Reason.NO_OPENID: ("顾客没有用微信登录过", "the customer never signed in by WeChat"),
    Reason.OUTDATED: ("已不需要提醒", "no longer needed"),
    Reason.KIND_GONE: ("这类通知已停用", "this kind of notice is gone"),
    Reason.UNREACHABLE: ("多次连不上微信,不再重试", "WeChat could not be reached several times"),
    Reason.REFUSED: ("微信拒绝发送", "WeChat refused it"),
    Reason.NOT_DELIVERED: ("微信没有送达", "WeChat did not deliver it"),
}


def state_text(state: NoticeState, reason: Reason | None, errcode: int | None, language: str) -> str:
    """Where a notice stands and why, as a sentence for the staff."""
    english = language == "en"
    if reason is None:
        return STATE_WORDS[state][english]
    why = REASON_WORDS[reason][english]
    if errcode is None:
        return why
    told = WORDS.get(errcode, UNKNOWN)[english]
    return f"{why}: {told} ({errcode})" if english else f"{why}:{told}({errcode})"


def notice_text(kind: NoticeKind, data: Mapping[str, Any], language: str) -> str:
    """What a notice says, as a sentence of its kind, or its fields one after the other."""
    sentence = kind.text_en if language == "en" else kind.text_zh
    if sentence:  # an older notice may lack a field that its kind has got since
        return sentence.format_map(defaultdict(str, data))
    if language == "en":
        return ", ".join(f"{field.en}: {data.get(field.name, '')}" for field in kind.fields)
    return ",".join(f"{field.zh}:{data.get(field.name, '')}" for field in kind.fields)
