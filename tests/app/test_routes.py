"""No request is sent to a thread, and the framework's own handler is the exception."""

import inspect
import re

from lianyi.app.wiring import load_models, load_work, routers

# A form with files, or a response that the endpoint writes cookies into: shapes that FastAPI itself must serve.
BY_THE_FRAMEWORK = {
    "/api/shop/aftersales/pictures", "/api/console/aftersales/pictures", "/api/console/imports", "/api/console/imports/{import_id}/to-mend", "/api/console/pictures",
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
    slow = {route.path for route in _routes() if route.lean_handler is None}
    assert slow == BY_THE_FRAMEWORK


def test_the_shortcut_finds_what_the_routers_find(app):
    shortcut = app.middleware_stack.app
    for route in _routes():
        path = re.sub(r"{[^}]*}", "x", route.path)
        for method in route.methods:
            found = shortcut.find({"type": "http", "method": method, "path": path})
            assert found is not None, (method, path)
            assert found[0].path == route.path, (method, path)
            assert len(found[1]["path_params"]) == len(route.param_convertors)
