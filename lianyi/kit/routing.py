"""Finds the route of a request in one step.

FastAPI tries routers and routes one by one, twice: at the end of the list that costs more than a millisecond, more than the
query behind it.
"""

from collections import defaultdict
from collections.abc import Iterable

from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send


class RouteIndex(BaseRoute):
    """Stands before all routes: by method and path where the path is fixed, else by method, length and fixed parts.

    What it does not find (another method, a page, nothing at all) the routes behind it answer as ever.
    """

    def __init__(self, routes: Iterable[BaseRoute]) -> None:
        self._fixed: dict[tuple[str, str], APIRoute] = {}
        self._open: defaultdict[tuple[str, int, str], list[APIRoute]] = defaultdict(list)
        for route in routes:
            if isinstance(route, APIRoute):
                self._add(route)

    def _add(self, route: APIRoute) -> None:
        for method in route.methods or ():
            if not route.param_convertors:
                self._fixed.setdefault((method, route.path), route)
            elif all(convertor.regex == "[^/]+" for convertor in route.param_convertors.values()):
                self._open[_key(method, route.path)].append(route)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope["type"] != "http" or scope.get("root_path"):
            return Match.NONE, {}
        method, path = scope["method"], scope["path"]
        route = self._fixed.get((method, path))
        if route is not None:
            return Match.FULL, {"endpoint": route.endpoint, "path_params": {}, "route": route}
        for one in self._open.get(_key(method, path), ()):
            match, found = one.matches(scope)
            if match is Match.FULL:
                return match, found
        return Match.NONE, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        await scope["route"].handle(scope, receive, send)


def _key(method: str, path: str) -> tuple[str, int, str]:
    """Routes that may match the same path share this: how many parts, and what stands before the first open one."""
    parts = path.split("/", 4)
    return method, path.count("/"), "/".join(part for part in parts[1:3] if not part.startswith("{"))
