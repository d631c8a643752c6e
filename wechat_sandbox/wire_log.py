"""The last 500 calls in both directions, in memory, with secrets masked when they are shown."""

import re
from collections import deque
from dataclasses import dataclass

LIMIT = 500
BODY_LIMIT = 4096
_SECRETS = re.compile(
    r'("(?:secret|access_token|refresh_token|session_key|phoneNumber|purePhoneNumber|ciphertext|Encrypt|phone|ticket|user_name)"'
    r'\s*:\s*")([^"]*)(")'
)
_QUERY_SECRETS = re.compile(r"((?:secret|access_token|refresh_token|(?<=file\?)token)=)[^&]+")


@dataclass(slots=True, frozen=True)
class Call:
    at_ms: int
    direction: str  # in: somebody called WeChat; out: WeChat called somebody
    method: str
    path: str
    status: int  # 0: no answer
    request: bytes
    response: bytes
    milliseconds: int
    about: str = ""  # the event that a callback or a push brings


class WireLog:
    def __init__(self) -> None:
        self._calls: deque[Call] = deque(maxlen=LIMIT)
        self.count = 0  # of all calls ever: the number of the newest

    def add(self, call: Call) -> None:
        self._calls.append(call)
        self.count += 1

    def latest(self, count: int) -> list[Call]:
        """Newest first."""
        return [call for call, _ in zip(reversed(self._calls), range(count), strict=False)]


def shown_body(body: bytes) -> str:
    text = body[:BODY_LIMIT].decode("utf-8", "replace")
    if "\ufffd" in text[:64]:
        return f"({len(body)} bytes)"
    return _SECRETS.sub(r"\1***\3", text)


def shown_path(path: str) -> str:
    return _QUERY_SECRETS.sub(r"\1***", path)
