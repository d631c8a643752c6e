"""A small HTTP client: one keep-alive connection, one request on its way, answers by their Content-Length.

A client library would be measured instead of the server: this one costs about 20 µs a request.
"""

import asyncio
import json
from collections.abc import Callable
from typing import Any, Self, cast

Done = Callable[[int, bytes], None]


class Connection(asyncio.Protocol):
    """Open it with `open_to`; `send` calls back with status and body, `ask` is for coroutines."""

    def __init__(self, host: str, port: int) -> None:
        self._address = host, port
        self._transport: asyncio.Transport | None = None
        self._done: Done | None = None
        self._buffer = b""
        self._body_at = -1
        self._end_at = -1

    @classmethod
    async def open_to(cls, host: str, port: int) -> Self:
        """Connect. Raises OSError."""
        opened = cls(host, port)
        await opened._connect()
        return opened

    async def _connect(self) -> None:
        await asyncio.get_running_loop().create_connection(lambda: self, *self._address)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def send(self, request: bytes, done: Done) -> None:
        """Write a packed request; `done(status, body)` is called once, with status 0 when the connection is lost."""
        assert self._done is None, "one request at a time"
        self._done = done
        if self._transport is None or self._transport.is_closing():
            self._finish(0, b"")
            return
        self._transport.write(request)

    async def ask(self, request: bytes) -> tuple[int, bytes]:
        """Send and wait for status and body; a connection that the server closed while it was idle is opened again."""
        if self._transport is None or self._transport.is_closing():
            await self._connect()
        answered: asyncio.Future[tuple[int, bytes]] = asyncio.get_running_loop().create_future()
        self.send(request, lambda status, body: answered.set_result((status, body)))
        return await answered

    def data_received(self, data: bytes) -> None:
        buffer = self._buffer + data if self._buffer else data
        if self._end_at < 0:
            head_end = buffer.find(b"\r\n\r\n")
            if head_end < 0:
                self._buffer = buffer
                return
            self._body_at = head_end + 4
            self._end_at = self._body_at + _content_length(buffer[:head_end])
        if len(buffer) < self._end_at:
            self._buffer = buffer
            return
        body, status = buffer[self._body_at : self._end_at], int(buffer[9:12])
        self._buffer, self._body_at, self._end_at = b"", -1, -1
        self._finish(status, body)

    def connection_lost(self, _problem: Exception | None) -> None:
        self._transport = None
        self._finish(0, b"")

    def _finish(self, status: int, body: bytes) -> None:
        done, self._done = self._done, None
        if done is not None:
            done(status, body)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()


def _content_length(head: bytes) -> int:
    head = head.lower()
    at = head.find(b"content-length:")
    if at < 0:
        return 0  # 204; nothing that a bench asks for is sent in chunks
    return int(head[at + 15 :].split(b"\r", 1)[0])


def pack(method: str, path: str, headers: str, body: Any = None) -> bytes:
    """A whole request as bytes; `headers` are ready lines, each with its CR LF; a body travels as JSON."""
    content = b"" if body is None else json.dumps(body, separators=(",", ":")).encode()
    return pack_bytes(method, path, headers, content)


def pack_bytes(method: str, path: str, headers: str, content: bytes) -> bytes:
    """The same for a body that is JSON already."""
    kind = "Content-Type: application/json\r\n" if content else ""
    length = f"Content-Length: {len(content)}\r\n" if method != "GET" else ""
    return f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}{kind}{length}\r\n".encode() + content
