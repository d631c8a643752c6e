"""Finds the route of a request in one step, and takes it there without what only other frameworks' routes need.

FastAPI tries routers and routes one by one, twice: at the end of the list that costs more than a millisecond, more than the
query behind it; and its layers of middleware keep stacks for files and generators that our routes do not have.
"""

from collections import defaultdict
from collections.abc import Iterable

from fastapi import FastAPI, Request, Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send

from lianyi.kit.http import LeanRoute


class Shortcut:
    """An ASGI app before the framework's: lean routes by method and path, the rest (pages, forms, misses) `behind` it.

    A fixed path is found by itself, an open one among those of its length and beginning. What a route raises is
    answered by the app's own handlers, the nearest class first, as the framework does.
    """

    def __init__(self, app: FastAPI, routes: Iterable[BaseRoute], behind: ASGIApp) -> None:
        self._app = app
        self._behind = behind
        self._fixed: dict[tuple[str, str], LeanRoute] = {}
        self._open: defaultdict[tuple[str, int, str, str], list[LeanRoute]] = defaultdict(list)
        for route in routes:
            if isinstance(route, LeanRoute):
                self._add(route)

    def _add(self, route: LeanRoute) -> None:
        for method in route.methods or ():
            if not route.param_convertors:
                self._fixed.setdefault((method, route.path), route)
            elif all(convertor.regex == "[^/]+" for convertor in route.param_convertors.values()):
                first, second = _beginning(route.path)
                place = (method, route.path.count("/"), first, "{" if "{" in second else second)
                self._open[place].append(route)

    def find(self, scope: Scope) -> tuple[LeanRoute, Scope] | None:
        """The route of an HTTP request and what it adds to its scope."""
        method, path = scope["method"], scope["path"]
        route = self._fixed.get((method, path))
        if route is not None:
            return route, {"endpoint": route.endpoint, "path_params": {}, "route": route}
        first, second = _beginning(path)
        for beginning in ((first, second), (first, "{")):
            for one in self._open.get((method, path.count("/"), *beginning), ()):
                match, found = one.matches(scope)
                if match is Match.FULL:
                    return one, found
        return None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = self.find(scope) if scope["type"] == "http" and not scope.get("root_path") else None
        handle = found and found[0].lean_handler
        if found is None or handle is None:
            await self._behind(scope, receive, send)
            return
        scope.update(found[1])
        request = Request(scope, receive, send)
        try:
            response = await handle(request)
        except Exception as problem:  # noqa: BLE001  every class has its handler, the last one answers 500 and logs
            response = await self._refuse(request, problem)
        await response(scope, receive, send)

    async def _refuse(self, request: Request, problem: Exception) -> Response:
        for kind in type(problem).__mro__:
            handler = self._app.exception_handlers.get(kind)
            if handler is not None:
                answer = handler(request, problem)
                return answer if isinstance(answer, Response) else await answer
        raise problem


def _beginning(path: str) -> tuple[str, str]:
    """The first two parts of a path."""
    parts = path.split("/", 3)
    return parts[1], parts[2] if len(parts) > 2 else ""
