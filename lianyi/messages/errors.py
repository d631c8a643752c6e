"""Every no that messages says."""

from __future__ import annotations

from typing import ClassVar

from lianyi.kit.errors import Invalid, NotFound, Refusal, TooMany


class CodeTooSoon(TooMany):
    """One code a minute per phone."""

    code: ClassVar[str] = "login_code_too_soon"
    zh: ClassVar[str] = "验证码已发送,请 {retry_after_seconds} 秒后再试"
    en: ClassVar[str] = "A code was sent already. Please try again in {retry_after_seconds} seconds"


class CodesUsedUp(TooMany):
    """Ten codes a day per phone, two thousand a day per shop."""

    code: ClassVar[str] = "login_codes_used_up"
    zh: ClassVar[str] = "今天的验证码次数已用完,请明天再试"
    en: ClassVar[str] = "No more codes today. Please try again tomorrow"


class CodeWrong(Invalid):
    """The code is wrong, used, older than five minutes, or was tried five times: told apart by nobody."""

    code: ClassVar[str] = "login_code_wrong"
    zh: ClassVar[str] = "验证码不正确或已失效"
    en: ClassVar[str] = "The code is wrong or no longer valid"


class SmsNotSent(Refusal):
    """No gateway is configured, or it did not take the message."""

    status: ClassVar[int] = 503
    code: ClassVar[str] = "sms_not_sent"
    zh: ClassVar[str] = "短信没有发出,请稍后再试"
    en: ClassVar[str] = "The text message could not be sent. Please try again in a moment"


class NoticeKindUnknown(NotFound):
    """No domain declared this kind of notice."""

    code: ClassVar[str] = "notice_kind_unknown"
    zh: ClassVar[str] = "没有这类通知"
    en: ClassVar[str] = "There is no such kind of notice"


class TemplateUnfit(Invalid):
    """A field of the notice cannot stand under this key of the template, or the key is used twice."""

    code: ClassVar[str] = "template_unfit"
    zh: ClassVar[str] = "模板的「{key}」不能用来显示这一项,或已被另一项使用"
    en: ClassVar[str] = "“{key}” of the template cannot show this value, or is used by another one"
