"""The phones page and the JS-SDK: files of this program, served as they are."""

from pathlib import Path

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from wechat_sandbox.control.access import Box, loopback_only
from wechat_sandbox.phones.fronts import known_origins
from wechat_sandbox.refusals import ControlRefusal

router = APIRouter(include_in_schema=False, dependencies=[Depends(loopback_only)])
FILES = Path(__file__).parent.parent / "phones" / "web"
SDK = FILES / "jweixin.js"


@router.get("/phones")
async def phones_page(request: Request, sandbox: Box) -> Response:
    """Several phones in one browser. Nothing but this program and the registered fronts is asked for anything."""
    if request.url.hostname == "localhost":  # one name for the page, so that fronts know who may frame them
        return RedirectResponse(str(request.url.replace(hostname="127.0.0.1")))
    origins = " ".join(known_origins(sandbox.db))
    policy = (
        f"default-src 'self'; img-src 'self' data: blob: {origins}; frame-src 'self' {origins}; "
        "style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    headers = {"Content-Security-Policy": policy, "Cache-Control": "no-cache"}
    return FileResponse(FILES / "index.html", headers=headers)


@router.get("/phones/{name}")
async def phones_file(name: str) -> Response:
    found = next((file for file in FILES.iterdir() if file.name == name and file.is_file()), None)
    if found is None:
        raise ControlRefusal(404, "NO_SUCH_FILE", "no such file")
    return FileResponse(found, headers={"Cache-Control": "no-cache"})


@router.get("/open/js/jweixin-1.6.0.js")
async def jweixin() -> Response:
    """The script a page asks WeChat for, at WeChat's own path; it speaks to the phone around the page."""
    headers = {"Cache-Control": "no-cache", "Cross-Origin-Resource-Policy": "cross-origin"}
    return FileResponse(SDK, media_type="text/javascript", headers=headers)
