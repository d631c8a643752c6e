"""Refusals: every business "no" is a class with a status, a stable code and words for a person in two languages.

On the wire a refusal is RFC 9457 problem+json: `type, title, status, code, detail, field, data, request_id`.
"""

from typing import ClassVar


class Refusal(Exception):
    """Subclass per case and name the class as a sentence. `zh` and `en` are str.format templates over `data`."""

    status: ClassVar[int] = 409
    code: ClassVar[str] = "refused"
    zh: ClassVar[str] = "不能这样做"
    en: ClassVar[str] = "This cannot be done"

    def __init__(self, *, field: str | None = None, **data: object) -> None:
        super().__init__(self.code)
        self.field = field
        self.data = data

    def words(self, language: str) -> str:
        """The sentence for a person, in `zh` or `en`."""
        return (self.en if language == "en" else self.zh).format(**self.data)

    def __str__(self) -> str:
        return f"{self.code}: {self.words('en')}"


class NotFound(Refusal):
    status = 404
    code = "not_found"
    zh = "没有找到"
    en = "Not found"


class Forbidden(Refusal):
    status = 403
    code = "forbidden"
    zh = "你没有做这件事的权限"
    en = "You may not do this"


class Unauthenticated(Refusal):
    status = 401
    code = "unauthenticated"
    zh = "请先登录"
    en = "Please sign in first"


class Invalid(Refusal):
    status = 422
    code = "invalid_input"
    zh = "填写的内容有误"
    en = "Something in the input is wrong"


class TooMany(Refusal):
    status = 429
    code = "too_many_requests"
    zh = "操作太频繁,请 {retry_after_seconds} 秒后再试"
    en = "Too many requests; try again in {retry_after_seconds} seconds"
