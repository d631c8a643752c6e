"""Refusals of WeChat Pay: status, code in the underscore spelling, message, detail (pay-v3 1, 14)."""

from typing import Any


class PayRefusal(Exception):
    def __init__(self, status: int, code: str, message: str, detail: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.detail = detail

    def body(self) -> dict[str, Any]:
        shown: dict[str, Any] = {"code": self.code, "message": self.message}
        return shown | {"detail": self.detail} if self.detail else shown


def bad_field(field: str, value: Any, issue: str, location: str = "body") -> PayRefusal:
    """PARAM_ERROR that names the field as WeChat does: a JSON pointer into the body."""
    detail = {"field": field, "value": value, "issue": issue, "location": location}
    return PayRefusal(
        400, "PARAM_ERROR", f"输入源“/{location}{field}”映射到字段的值不符合规则：{issue}", detail
    )


def sign_error(message: str, detail: dict[str, Any] | None = None) -> PayRefusal:
    return PayRefusal(401, "SIGN_ERROR", message, detail)


def rule_broken(message: str) -> PayRefusal:
    """Well-formed, but against a rule."""
    return PayRefusal(400, "INVALID_REQUEST", message)
