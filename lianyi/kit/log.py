"""Structured logs without personal data: keys that could hold any are dropped before a line is written."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_PERSONAL = frozenset({
    "phone", "name", "nickname", "address", "detail", "password", "token", "secret", "openid", "unionid",
    "session_key", "code", "login", "authorization", "cookie", "body", "payload", "private_key", "apiv3_key",
    "receiver", "email", "id_card",
})  # fmt: skip


def _drop_personal(_logger: object, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key in list(line):
        if key in _PERSONAL:
            line[key] = "·"
    return line


def configure(level: str = "INFO", *, json_lines: bool = True) -> None:
    """Set up logs once per process, to standard error."""
    renderer = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if json_lines
        else structlog.dev.ConsoleRenderer()
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _drop_personal,
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def get_logger(name: str) -> Any:
    """A logger; call it with an event name and keys: `log.info("order.placed", order=ref)`."""
    return structlog.get_logger(part=name)
