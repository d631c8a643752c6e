"""What a fault does to the connection itself, whoever is called: slow, held and cut, cut at once."""

import asyncio

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from wechat_sandbox.faults import Fault

TIMEOUT_SECONDS = 30


class CutAnswer(Response):
    """An answer that never ends: the head promises a body, then the connection closes.

    An ASGI program can not close a connection without a word; a head without its body is the nearest thing,
    and every client reports it as a broken connection.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002  the signature is ASGI's
        headers = [(b"content-length", b"2"), (b"connection", b"close")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})


async def disturb_connection(fault: Fault | None) -> CutAnswer | None:
    """Make the call wait or end before it takes effect; None lets it pass."""
    kind = fault.kind if fault else ""
    if fault is not None and kind == "slow":
        await asyncio.sleep(fault.number(1))
    if fault is not None and kind == "timeout":
        await asyncio.sleep(fault.number(TIMEOUT_SECONDS))
    return CutAnswer() if kind in ("timeout", "lost") else None
