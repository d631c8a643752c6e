"""What a request body may hold: nothing unknown, nothing null, every type and limit (pay-v3 4.1).

A rule is a frozen object with `check(path, value)`; the rules of each call stand as data in `bodies.py`.
"""

import re
from dataclasses import dataclass, field
from typing import Any, Protocol

from wechat_sandbox.clock import parse_rfc3339
from wechat_sandbox.pay.refusals import PayRefusal, bad_field

# Ten million yuan; documented for combined orders (pay-v3 10), taken for single ones too [U].
TOTAL_FEN_MAX = 1_000_000_000


class Rule(Protocol):
    @property
    def required(self) -> bool: ...

    def check(self, path: str, value: Any) -> None: ...


@dataclass(frozen=True, slots=True)
class Text:
    least: int
    most: int
    required: bool = False
    pattern: re.Pattern[str] | None = None
    one_of: tuple[str, ...] = ()

    def check(self, path: str, value: Any) -> None:
        if not isinstance(value, str):
            raise bad_field(path, value, "字段类型应为字符串")
        if not self.least <= len(value) <= self.most:
            raise bad_field(path, value, f"字符串长度应在{self.least}到{self.most}之间")
        if self.pattern is not None and not self.pattern.fullmatch(value):
            raise bad_field(path, value, "含有不允许的字符")
        if self.one_of and value not in self.one_of:
            raise bad_field(path, value, f"取值应为{'、'.join(self.one_of)}之一")


@dataclass(frozen=True, slots=True)
class Instant:
    required: bool = False

    def check(self, path: str, value: Any) -> None:
        if not isinstance(value, str) or len(value) > 64 or parse_rfc3339(value) is None:
            raise bad_field(path, value, "时间应遵循rfc3339标准格式yyyy-MM-DDTHH:mm:ss+TIMEZONE")


@dataclass(frozen=True, slots=True)
class Whole:
    least: int
    most: int = TOTAL_FEN_MAX
    required: bool = False

    def check(self, path: str, value: Any) -> None:
        if type(value) is not int:  # a bool is an int in Python and none on the wire
            raise bad_field(path, value, "字段类型应为整数")
        if not self.least <= value <= self.most:
            raise bad_field(path, value, f"数值应在{self.least}到{self.most}之间")


@dataclass(frozen=True, slots=True)
class Flag:
    required: bool = False

    def check(self, path: str, value: Any) -> None:
        if not isinstance(value, bool):
            raise bad_field(path, value, "字段类型应为布尔")


@dataclass(frozen=True, slots=True)
class Several:
    item: Rule
    least: int
    most: int
    required: bool = False

    def check(self, path: str, value: Any) -> None:
        if not isinstance(value, list):
            raise bad_field(path, value, "字段类型应为数组")
        if not self.least <= len(value) <= self.most:
            raise bad_field(path, len(value), f"数组长度应在{self.least}到{self.most}之间")
        for position, item in enumerate(value):
            self.item.check(f"{path}/{position}", item)


@dataclass(frozen=True, slots=True)
class Shape:
    fields: dict[str, Rule] = field(default_factory=dict)
    required: bool = False

    def check(self, path: str, value: Any) -> None:
        if not isinstance(value, dict):
            raise bad_field(path or "/", value, "字段类型应为对象")
        for name, inner in value.items():
            rule = self.fields.get(name)
            if rule is None:
                detail = {"field": f"{path}/{name}", "issue": "unknown field", "location": "body"}
                raise PayRefusal(400, "PARAM_ERROR", "请求中含有未在API文档中定义的参数", detail)
            if inner is None:
                raise bad_field(f"{path}/{name}", None, "字段不能为null")
            rule.check(f"{path}/{name}", inner)
        for name, rule in self.fields.items():
            if rule.required and name not in value:
                raise bad_field(f"{path}/{name}", None, "必填字段缺失")
