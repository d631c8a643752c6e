"""WeChat's own calls, taken before the framework: no dependencies, no models, no stacks to close, and the path is known."""

from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from wechat_sandbox.refusals import ControlRefusal

Endpoint = Callable[[Request], Awaitable[Response]]
Endpoints = dict[tuple[str, str], Endpoint]  # by method and path


class Shortcut:
    """Endpoints of fixed paths are found in one step; everything else is `app`'s."""

    def __init__(self, app: ASGIApp, endpoints: Mapping[tuple[str, str], Endpoint]) -> None:
        self._behind = app
        self._endpoints = {known: one for known, one in endpoints.items() if "{" not in known[1]}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        endpoint = self._endpoints.get((scope["method"], scope["path"])) if scope["type"] == "http" else None
        if endpoint is None:
            await self._behind(scope, receive, send)
            return
        try:
            response = await endpoint(Request(scope, receive, send))
        except ControlRefusal as refusal:
            response = JSONResponse(refusal.body(), refusal.status)
        await response(scope, receive, send)
