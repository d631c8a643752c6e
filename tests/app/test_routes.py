"""No request is sent to a thread, and the framework's own handler is the exception."""

import inspect

from lianyi.app.wiring import load_models, load_work, routers

# A form with files, or a response that the endpoint writes cookies into: shapes that FastAPI itself must serve.
BY_THE_FRAMEWORK = {
    "/api/shop/aftersales/pictures", "/api/console/aftersales/pictures", "/api/console/imports", "/api/console/pictures",
    "/api/shop/login/official/url", "/api/console/sign-out", "/api/console/open", "/api/console/sign-in",
}  # fmt: skip


def _routes():
    load_models()
    load_work()
    return [route for router in routers() for route in router.routes]


def _plain(dependant):
    for needed in dependant.dependencies:
        if not inspect.iscoroutinefunction(needed.call):
            yield f"{needed.call.__module__}.{needed.call.__qualname__}"
        yield from _plain(needed)


def test_every_dependency_and_endpoint_is_a_coroutine():
    """FastAPI sends a plain function to a thread: 100 µs and more for what takes one."""
    threads = {name for route in _routes() for name in _plain(route.dependant)}
    threads |= {route.path for route in _routes() if not inspect.iscoroutinefunction(route.endpoint)}
    assert not threads, f"write `async def`: {sorted(threads)}"


def test_few_routes_need_the_frameworks_handler():
    slow = {route.path for route in _routes() if getattr(route, "_handle", None) is None}
    assert slow == BY_THE_FRAMEWORK


def test_the_index_finds_what_the_routers_find(app):
    index = app.router.routes[0]
    for route in _routes():
        path = route.path.replace("{", "x-").replace("}", "")
        for method in route.methods:
            match, found = index.matches({"type": "http", "method": method, "path": path})
            if match.name == "FULL":
                assert found["route"].path == route.path or not route.param_convertors, (method, path)
