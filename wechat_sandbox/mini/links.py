"""Codes and links into a mini program: unlimited codes, URL links, URL schemes (mini-program 3)."""

import io
import json
import re
import secrets
import sqlite3
from typing import Any
from urllib.parse import urlencode

from wechat_sandbox.mini.door import MiniCall, Picture
from wechat_sandbox.mini.refusals import MiniRefusal
from wechat_sandbox.phones import codes

SCENE = re.compile(r"[0-9a-zA-Z!#$&'()*+,/:;=?@\-._~]+")
QUERY = re.compile(r"[0-9a-zA-Z!#$&'()*+,/:;=?@\-._~%]*")
SCENE_MAX, PAGE_MAX, QUERY_MAX = 32, 128, 1024
WIDTH_LEAST, WIDTH_USUAL, WIDTH_MOST = 280, 430, 1280
ENVIRONMENTS = ("release", "trial", "develop")
LIFE_DAYS_MAX = 30
DAY_SECONDS = 86_400


def is_published(app: sqlite3.Row | None, page: str) -> bool:
    """Whether the page belongs to the published version; an app without a list of pages has every page."""
    if app is None or app["pages"] is None:
        return True
    return page in json.loads(app["pages"])


def unlimited_code(call: MiniCall) -> Picture:
    """`POST /wxa/getwxacodeunlimit`: a picture that can be scanned, of the width asked for."""
    scene = call.body.get("scene")
    if not isinstance(scene, str) or not scene or len(scene) > SCENE_MAX:
        raise MiniRefusal(40169)
    if not SCENE.fullmatch(scene):
        raise MiniRefusal(40129)
    page = call.body.get("page", "")
    if not isinstance(page, str) or page.startswith("/") or "?" in page or len(page) > PAGE_MAX:
        raise MiniRefusal(41030)
    if page and call.body.get("check_path", True) and not is_published(call.app, page):
        raise MiniRefusal(41030)
    width = call.whole("width", WIDTH_USUAL)
    if not WIDTH_LEAST <= width <= WIDTH_MOST:
        raise MiniRefusal(40097, "width")
    if call.body.get("env_version", "release") not in ENVIRONMENTS:
        raise MiniRefusal(85402)
    url = f"{call.base_url}/wxacode?{urlencode({'appid': call.appid, 'page': page, 'scene': scene})}"
    codes.remember(call.sandbox, codes.MINI_CODE, url, call.appid, (page, scene))
    return Picture(_drawn(url, width))


def _drawn(text: str, width_px: int) -> bytes:
    # Loaded at first use: the drawing libraries would double the time the sandbox needs to start.
    import segno  # noqa: PLC0415  see above
    from PIL import Image  # noqa: PLC0415  see above

    small = io.BytesIO()
    segno.make(text, error="m", micro=False).save(small, kind="png", scale=1, border=4)
    picture = io.BytesIO()
    with Image.open(small) as drawn:
        drawn.convert("L").resize((width_px, width_px), Image.Resampling.NEAREST).save(picture, "PNG")
    return picture.getvalue()


def url_link(call: MiniCall) -> dict[str, Any]:
    """`POST /wxa/generate_urllink`."""
    target = _check_target(call, call.body)
    _check_life(call, call.body)
    link = f"https://wxaurl.cn/{secrets.token_urlsafe(9)[:11]}"
    codes.remember(call.sandbox, codes.URL_LINK, link, call.appid, target)
    return {"errcode": 0, "errmsg": "ok", "url_link": link}


def url_scheme(call: MiniCall) -> dict[str, Any]:
    """`POST /wxa/generatescheme`."""
    target = call.body.get("jump_wxa", {})
    if not isinstance(target, dict):
        raise MiniRefusal(47001)
    page_and_query = _check_target(call, target)
    if call.body.get("is_expire", False):
        _check_life(call, call.body)
    link = f"weixin://dl/business/?t={secrets.token_urlsafe(9)[:11]}"
    codes.remember(call.sandbox, codes.URL_SCHEME, link, call.appid, page_and_query)
    return {"errcode": 0, "errmsg": "ok", "openlink": link}


def _check_target(call: MiniCall, target: dict[str, Any]) -> tuple[str, str]:
    """The page and the query. Raises MiniRefusal 40165, 40212, 85402."""
    path, query = target.get("path", ""), target.get("query", "")
    if not isinstance(path, str) or "?" in path or (path and not is_published(call.app, path.lstrip("/"))):
        raise MiniRefusal(40165)
    if not isinstance(query, str) or len(query) > QUERY_MAX or not QUERY.fullmatch(query):
        raise MiniRefusal(40212)
    if target.get("env_version", "release") not in ENVIRONMENTS:
        raise MiniRefusal(85402)
    return path, query


def _check_life(call: MiniCall, body: dict[str, Any]) -> None:
    """Refuse a life shorter than a minute or longer than thirty days (also milliseconds sent for seconds)."""
    now = call.sandbox.clock.now_ms() // 1000
    if body.get("expire_type", 0) == 1:
        if not 1 <= call.whole("expire_interval") <= LIFE_DAYS_MAX:
            raise MiniRefusal(85401)
    elif "expire_time" in body and not 60 <= call.whole("expire_time") - now <= LIFE_DAYS_MAX * DAY_SECONDS:
        raise MiniRefusal(85401)
