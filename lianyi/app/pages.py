"""What is served as files: the shop, the console, pictures. Hashed names are kept for a year, pages are asked for anew."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from lianyi.app.fronts import CONSOLE, SHOP_H5
from lianyi.kit.config import config

NOT_BUILT = "前端尚未构建,请运行 make run / The front end is not built; use make run"


class Kept(StaticFiles):
    """Files whose name changes with their content."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def page_headers() -> dict[str, str]:
    """What every page comes with. Where the sandbox plays WeChat, its phones show the shop in a frame."""
    script = urlsplit(config().wechat_jssdk_url)
    around = f" {config().sandbox_url}" if config().sandbox_url else ""
    return {
        "Cache-Control": "no-cache",
        "Content-Security-Policy": (
            f"default-src 'self'; img-src 'self' data: blob: https:{around}; style-src 'self' 'unsafe-inline'; "
            f"script-src 'self' {script.scheme}://{script.netloc}; connect-src 'self'; "
            f"frame-ancestors 'self'{around}; base-uri 'self'; form-action 'self'"
        ),
    }


def install(app: FastAPI) -> None:
    """Mount pages after the API, so that nothing shadows it."""
    media = config().data_dir / "media"
    media.mkdir(parents=True, exist_ok=True)
    app.mount("/media", Kept(directory=media, follow_symlink=False))
    for folder, front in (("/console/assets", CONSOLE), ("/s/_/assets", SHOP_H5)):
        if (front.built / "assets").is_dir():
            app.mount(folder, Kept(directory=front.built / "assets"))
    app.add_route("/", _home, include_in_schema=False)
    app.add_route("/console", _to("/console/"), include_in_schema=False)
    app.add_route("/console/{path:path}", _page(CONSOLE.built), include_in_schema=False)
    app.add_route("/s/{slug}", _shop_slash, include_in_schema=False)
    app.add_route("/s/{slug}/{path:path}", _page(SHOP_H5.built), include_in_schema=False)


async def _home(_request: Request) -> Response:
    return RedirectResponse("/console/")


async def _shop_slash(request: Request) -> Response:
    return RedirectResponse(f"/s/{request.path_params['slug']}/", 308)


def _to(where: str) -> Callable[[Request], Awaitable[Response]]:
    async def redirect(_request: Request) -> Response:
        return RedirectResponse(where)

    return redirect


def _page(folder: Path) -> Callable[[Request], Awaitable[Response]]:
    """A file of the front end if there is one of that name, else its page: the page's own router takes over."""
    root = folder.resolve()

    async def page(request: Request) -> Response:
        wanted = _file_in(root, request.path_params["path"])
        index = root / "index.html"
        if wanted is not None and wanted != index:
            return FileResponse(wanted, headers={"Cache-Control": "public, max-age=86400"})
        if not index.is_file():
            return PlainTextResponse(NOT_BUILT, 503)
        return FileResponse(index, headers=page_headers())

    return page


def _file_in(root: Path, path: str) -> Path | None:
    """The file below `root` that a request names; None for everything else, also for what no file can be called."""
    try:
        wanted = (root / path).resolve()
        return wanted if wanted.is_relative_to(root) and wanted.is_file() else None
    except (OSError, ValueError):  # a name too long, a NUL
        return None
