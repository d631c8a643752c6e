"""The wire to WeChat Pay takes the way out that the machine's environment names."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from lianyi.wechat.wire import Wire

GATEWAY = "http://pay.example"
NAMES = ("http_proxy", "HTTP_PROXY", "no_proxy", "NO_PROXY")


@asynccontextmanager
async def way_out(asked: list[str]) -> AsyncIterator[str]:
    """A proxy that notes whom it is asked for and answers for them."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        asked.append(head.split(" ")[1])
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@pytest.fixture(autouse=True)
def no_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


async def test_a_proxy_of_the_environment_is_asked_for_wechat(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    async with way_out(asked) as proxy:
        monkeypatch.setenv("http_proxy", proxy)
        wire = Wire(GATEWAY, 3, 3)
        answer = await wire.get(f"{GATEWAY}/v3/certificates", {})
        await wire.aclose()
    assert (answer.status_code, answer.text, asked) == (200, "ok", [f"{GATEWAY}/v3/certificates"])


async def test_whoever_is_excepted_is_asked_straight(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    async with way_out(asked) as straight:
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")  # nobody answers there
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        wire = Wire(straight, 3, 3)
        answer = await wire.get(f"{straight}/v3/certificates", {})
        await wire.aclose()
    assert (answer.status_code, asked) == (200, ["/v3/certificates"])
