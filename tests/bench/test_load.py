"""The client and the loops: a figure is worth what they count."""

import asyncio
from collections import Counter
from contextlib import asynccontextmanager

import pytest

from bench.frame.load import Lap, Meaningless, flood
from bench.frame.processes import Stat, _seconds
from bench.frame.wire import Connection, pack


@asynccontextmanager
async def serving(answer):
    """A server of this loop; `answer(number)` gives the pieces in which its next response is sent."""
    number = 0

    async def serve(reader, writer):
        nonlocal number
        while await reader.readline():
            length = 0
            while (line := await reader.readline()).strip():
                if line.lower().startswith(b"content-length:"):
                    length = int(line[15:])
            await reader.readexactly(length)
            pieces, number = answer(number), number + 1
            if pieces is None:
                break
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[:2]


@pytest.mark.parametrize("size", [1, 7, 40, 1000])
async def test_a_response_is_whole_however_it_arrives(size):
    whole = b"HTTP/1.1 201 Created\r\nContent-Length: 5\r\n\r\nhello"
    got = []
    async with serving(lambda _: []) as address:
        line = await Connection.open_to(*address)
        for _ in range(2):
            line.send(pack("POST", "/", "", {"a": "é"}), lambda status, body: got.append((status, body)))
            for at in range(0, len(whole), size):
                line.data_received(whole[at : at + size])
        line.close()
    assert got == [(201, b"hello")] * 2


async def test_an_answer_without_a_body_ends_at_its_head():
    async with serving(lambda _: [b"HTTP/1.1 204 No Content\r\n\r\n"]) as address:
        line = await Connection.open_to(*address)
        assert await line.ask(pack("POST", "/", "")) == (204, b"")
        line.close()


async def test_a_lost_connection_is_an_answer_too():
    async with serving(lambda _: None) as address:
        line = await Connection.open_to(*address)
        assert await line.ask(pack("GET", "/", "")) == (0, b"")


async def test_a_connection_closed_while_idle_is_opened_again():
    async with serving(lambda number: None if number == 1 else [b"HTTP/1.1 200 OK\r\n\r\n"]) as address:
        line = await Connection.open_to(*address)
        assert [await line.ask(pack("GET", "/", "")) for _ in range(3)] == [(200, b""), (0, b""), (200, b"")]
        line.close()


async def test_a_flood_counts_every_answer_once():
    async with serving(lambda _: [b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"]) as address:
        lap = await flood(address, 4, 60, iter([pack("GET", "/", "")] * 1000))
    assert (lap.done, lap.statuses) == (1000, Counter({200: 1000}))
    assert lap.per_s == pytest.approx(1000 / lap.seconds)


async def test_a_refusal_among_a_thousand_spoils_the_figures():
    def answer(number):
        status = b"409 Conflict" if number == 500 else b"200 OK"
        return [b"HTTP/1.1 " + status + b"\r\nContent-Length: 2\r\n\r\nno"]

    async with serving(answer) as address:
        with pytest.raises(Meaningless, match="409"):
            await flood(address, 4, 60, iter([pack("GET", "/", "")] * 1000))


async def test_a_connection_that_closes_spoils_the_figures():
    async with serving(
        lambda number: None if number == 5 else [b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"]
    ) as address:
        with pytest.raises(Meaningless, match="0: 1"):
            await flood(address, 2, 60, iter([pack("GET", "/", "")] * 20))


def test_percentiles_are_of_the_ordered_latencies():
    lap = Lap(seconds=2.0, latencies_ms=[float(ms) for ms in range(100, 0, -1)])
    assert (lap.per_s, lap.ms(0.5), lap.ms(0.99), lap.ms(1.0)) == (50.0, 51.0, 100.0, 100.0)


def test_the_database_is_its_whole_family():
    seen = {
        1: Stat(parent=0, own_seconds=1, reaped_seconds=10, started_at=0),
        2: Stat(parent=1, own_seconds=2, reaped_seconds=0, started_at=0),
        3: Stat(parent=2, own_seconds=4, reaped_seconds=0, started_at=0),
        4: Stat(parent=0, own_seconds=100, reaped_seconds=0, started_at=0),
    }
    assert _seconds(seen, 1) == 17
