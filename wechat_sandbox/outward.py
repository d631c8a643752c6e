"""What the sandbox asks of others: HTTP/1.1 over connections that stay open, parsed in C.

A payment brings one callback, and between a payment and the socket a whole client library (requests, pools, locks, a parser
in Python) cost more than its signatures. Here is what a courier needs: no redirects, no cookies, no proxy. The failures are
named as the control API has always shown them.
"""

import asyncio
import ssl
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast
from urllib.parse import SplitResult, urlsplit

from httptools import HttpParserError, HttpResponseParser

SECONDS_MAX = 5.0  # pay-v3 5: an answer within five seconds; as long to connect
IDLE_SECONDS = 4.0  # the usual server closes what was idle for five, and a request may not meet that
ANSWER_BYTES_MAX = 1_048_576
Origin = tuple[str, str, int]


class OutwardFailure(Exception):
    """Nobody answered, or not in HTTP; the name of the class says how."""


class ConnectError(OutwardFailure):
    """Nobody listens there."""


class ConnectTimeout(OutwardFailure):
    """Nobody took the call in time."""


class ReadTimeout(OutwardFailure):
    """No whole answer came in time."""


class ReadError(OutwardFailure):
    """The connection ended before the answer did."""


class RemoteProtocolError(OutwardFailure):
    """What came was no answer in HTTP, or longer than any answer to WeChat."""


class UnsupportedProtocol(OutwardFailure):
    """The address is neither http nor https."""


@dataclass(frozen=True, slots=True)
class Answered:
    status: int
    content: bytes


class Outward:
    """Connections to whoever was asked before, and new ones to others."""

    def __init__(self) -> None:
        self._idle: dict[Origin, list[_Connection]] = defaultdict(list)
        self._trust: ssl.SSLContext | None = None  # made for the first https address

    async def ask(self, method: str, url: str, headers: Mapping[str, str], content: bytes = b"") -> Answered:
        """One request and its whole answer. Raises OutwardFailure, and ValueError for an address that cannot be spelled."""
        parts = urlsplit(url)
        request = _packed(method, parts, headers, content)
        origin = _origin(parts)
        connection = self._known(origin) or await self._opened(origin)
        try:
            async with asyncio.timeout(SECONDS_MAX):
                answered = await connection.ask(request)
        except TimeoutError as problem:
            raise ReadTimeout from problem
        finally:
            connection.rest(self._idle[origin])
        return answered

    def _known(self, origin: Origin) -> "_Connection | None":
        idle, now = self._idle[origin], asyncio.get_running_loop().time()
        while idle:
            connection = idle.pop()
            connection.resting_in = None
            if now - connection.idle_since < IDLE_SECONDS:
                return connection
            connection.close()
        return None

    async def _opened(self, origin: Origin) -> "_Connection":
        scheme, host, port = origin
        if scheme == "https" and self._trust is None:
            self._trust = ssl.create_default_context()
        trust = self._trust if scheme == "https" else None
        try:
            async with asyncio.timeout(SECONDS_MAX):
                _, connection = await asyncio.get_running_loop().create_connection(
                    _Connection, host, port, ssl=trust
                )
        except TimeoutError as problem:
            raise ConnectTimeout from problem
        except OSError as problem:
            raise ConnectError from problem
        return connection

    def close(self) -> None:
        for idle in self._idle.values():
            for connection in list(idle):
                connection.close()


class _Connection(asyncio.Protocol):
    """One request on its way at a time."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._answered: asyncio.Future[Answered] | None = None
        self._has_head = False
        self.idle_since = 0.0
        self.resting_in: list[_Connection] | None = None

    async def ask(self, request: bytes) -> Answered:
        self._answered = asyncio.get_running_loop().create_future()
        self._parser = HttpResponseParser(self)
        self._body = bytearray()
        self._has_head, self._ends_with_connection, self._stays = False, True, False
        if self._transport is None:
            raise ReadError
        self._transport.write(request)
        return await self._answered

    def rest(self, idle: "list[_Connection]") -> None:
        """Wait among the idle for the next request, if this one ended well and the other side goes on."""
        if self._stays and self._transport is not None:
            self.idle_since, self.resting_in = asyncio.get_running_loop().time(), idle
            idle.append(self)
        else:
            self.close()

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    # What the loop calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        if self._answered is None or self._answered.done():
            self.close()  # it speaks without being asked
            return
        try:
            self._parser.feed_data(data)
        except HttpParserError:
            self._fail(RemoteProtocolError())

    def connection_lost(self, _problem: Exception | None) -> None:
        self._transport = None
        if self.resting_in is not None:
            self.resting_in.remove(self)
            self.resting_in = None
        elif self._answered is not None and not self._answered.done():
            if self._has_head and self._ends_with_connection:
                self._finish()
            else:
                self._fail(ReadError())

    # What the parser calls.

    def on_header(self, name: bytes, _value: bytes) -> None:
        if name.lower() in (b"content-length", b"transfer-encoding"):
            self._ends_with_connection = False

    def on_headers_complete(self) -> None:
        self._has_head = self._parser.get_status_code() >= 200

    def on_body(self, body: bytes) -> None:
        self._body += body
        if len(self._body) > ANSWER_BYTES_MAX:
            self._fail(RemoteProtocolError())

    def on_message_complete(self) -> None:
        if self._has_head:
            self._stays = self._parser.should_keep_alive()  # it forgets what it has read after this
            self._finish()

    def _finish(self) -> None:
        if self._answered is not None and not self._answered.done():
            self._answered.set_result(Answered(self._parser.get_status_code(), bytes(self._body)))

    def _fail(self, problem: OutwardFailure) -> None:
        if self._answered is not None and not self._answered.done():
            self._answered.set_exception(problem)


def _origin(parts: SplitResult) -> Origin:
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UnsupportedProtocol
    return parts.scheme, parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)


def _packed(method: str, parts: SplitResult, headers: Mapping[str, str], content: bytes) -> bytes:
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    length = f"Content-Length: {len(content)}\r\n" if content or method != "GET" else ""
    host = parts.netloc.rpartition("@")[2]
    return f"{method} {target} HTTP/1.1\r\nHost: {host}\r\n{lines}{length}\r\n".encode("ascii") + content
