"""What the courier asks of others: whole answers however they are framed, connections that stay open, failures by name."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from wechat_sandbox import outward
from wechat_sandbox.outward import Answered, Outward

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nsuccess"
CUT = b"X-Cut"


@asynccontextmanager
async def listening(*answers):
    """Somebody who gives each answer once, over whatever connection it is asked; b"" hangs up, None says nothing."""
    waiting, heard, ended = iter(answers), [], asyncio.Event()

    async def serve(reader, writer):
        heard.append([])
        while head := await reader.readuntil(b"\r\n\r\n"):
            length = int(head.lower().partition(b"content-length: ")[2].split(b"\r")[0] or 0)
            heard[-1].append(head + await reader.readexactly(length))
            answer = next(waiting)
            if answer is None:
                await ended.wait()
            if not answer:
                break
            writer.write(answer)
            if answer.endswith(CUT) or not any(
                word in answer for word in (b"Content-Length", b"chunked", b"204")
            ):
                break
        writer.close()

    async def until_it_leaves(reader, writer):
        try:
            await serve(reader, writer)
        except asyncio.IncompleteReadError:
            writer.close()

    server = await asyncio.start_server(until_it_leaves, "127.0.0.1", 0)
    client = Outward()
    try:
        yield client, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", heard
    finally:
        ended.set()
        client.close()
        server.close()


async def test_a_request_is_whole_and_an_answer_is_read():
    async with listening(OK) as (client, base, heard):
        said = await client.ask("POST", f"{base}/pay?x=1", {"Wechatpay-Nonce": "N"}, b'{"a":1}')
    assert said == Answered(200, b"success")
    ((request,),) = heard
    head, _, body = request.partition(b"\r\n\r\n")
    assert head.split(b"\r\n")[0] == b"POST /pay?x=1 HTTP/1.1"
    assert head.split(b"\r\n")[1:] == [
        f"Host: {base[7:]}".encode(),
        b"Wechatpay-Nonce: N",
        b"Content-Length: 7",
    ]
    assert body == b'{"a":1}'


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"HTTP/1.1 204 No Content\r\nServer: x\r\n\r\n", Answered(204, b"")),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nsucc\r\n3\r\ness\r\n0\r\n\r\n", Answered(200, b"success")),
        (b"HTTP/1.1 500 Oops\r\nConnection: close\r\n\r\nno more", Answered(500, b"no more")),
        (b"HTTP/1.1 100 Continue\r\n\r\n" + OK, Answered(200, b"success")),
    ],
)  # fmt: skip
async def test_an_answer_is_whole_however_it_is_framed(answer, said):
    async with listening(answer) as (client, base, _):
        assert await client.ask("POST", base, {}, b"x") == said


async def test_a_connection_stays_open_for_the_next(monkeypatch):
    problems, loop = [], asyncio.get_running_loop()
    monkeypatch.setattr(loop, "call_exception_handler", problems.append, raising=False)
    async with listening(OK, OK, OK) as (client, base, heard):
        await client.ask("POST", base, {}, b"1")
        await client.ask("POST", base, {}, b"2")
        assert len(heard) == 1
        monkeypatch.setattr(outward, "IDLE_SECONDS", 0.0)  # the other side may close it any moment
        await client.ask("POST", base, {}, b"3")
    assert problems == []
    assert [len(requests) for requests in heard] == [2, 1]


async def test_one_that_was_closed_meanwhile_is_not_asked():
    closing = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    async with listening(closing, OK) as (client, base, heard):
        await client.ask("POST", base, {}, b"1")
        assert (await client.ask("POST", base, {}, b"2")).content == b"success"
    assert len(heard) == 2


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (b"", outward.ReadError),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n" + CUT, outward.ReadError),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nsu" + CUT, outward.ReadError),
        (b"nonsense\r\n\r\n", outward.RemoteProtocolError),
        (None, outward.ReadTimeout),
    ],
)
async def test_a_failure_is_named(answer, failure, monkeypatch):
    monkeypatch.setattr(outward, "SECONDS_MAX", 0.2)
    async with listening(answer) as (client, base, _):
        with pytest.raises(failure):
            await client.ask("POST", base, {}, b"x")


async def test_an_answer_longer_than_any_is_left(monkeypatch):
    monkeypatch.setattr(outward, "ANSWER_BYTES_MAX", 6)
    async with listening(OK) as (client, base, _):
        with pytest.raises(outward.RemoteProtocolError):
            await client.ask("POST", base, {}, b"x")


async def test_nobody_there_and_no_such_protocol():
    client = Outward()
    with pytest.raises(outward.ConnectError):
        await client.ask("POST", "http://127.0.0.1:9/nobody", {}, b"x")
    for address in ("ftp://127.0.0.1/x", "http:///x"):
        with pytest.raises(outward.UnsupportedProtocol):
            await client.ask("POST", address, {}, b"x")
    with pytest.raises(ValueError, match="ascii"):
        await client.ask("POST", "http://127.0.0.1/收款", {}, b"x")
