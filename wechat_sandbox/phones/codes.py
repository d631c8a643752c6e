"""Codes and links that went out, so that a phone can scan them: where each of them leads."""

import io
from typing import Any
from urllib.parse import parse_qs, urlsplit

from wechat_sandbox.clock import exact
from wechat_sandbox.database import Database
from wechat_sandbox.phones.fronts import front_of, known_origins
from wechat_sandbox.refusals import ControlRefusal
from wechat_sandbox.state import Sandbox

CODES_SHOWN = 40
PICTURE_BYTES_MAX = 8_388_608
PIXELS_MAX = 25_000_000
MINI_CODE, URL_LINK, URL_SCHEME = "mini_code", "url_link", "url_scheme"


def remember(sandbox: Sandbox, kind: str, url: str, appid: str, target: tuple[str, str]) -> None:
    """Keep what the shop was given; `target` is the page, and the scene of a code or the query of a link."""
    page, query = target
    sandbox.db.run(
        "insert into codes_seen (url, kind, appid, page, query, at_ms) values (?, ?, ?, ?, ?, ?)"
        " on conflict (url) do update set at_ms = excluded.at_ms",
        (url, kind, appid, page, query, sandbox.clock.now_ms()),
    )


def latest(db: Database) -> list[dict[str, Any]]:
    """Newest first."""
    rows = db.all(
        "select c.*, a.name from codes_seen c join apps a on a.appid = c.appid order by c.at_ms desc, c.id desc"
        " limit ?",
        (CODES_SHOWN,),
    )
    return [
        {
            "id": row["id"],
            "url": row["url"],
            "kind": row["kind"],
            "appid": row["appid"],
            "name": row["name"],
            "page": row["page"],
            "query": row["query"],
            "at": exact(row["at_ms"]),
        }
        for row in rows
    ]


def leads_to(db: Database, text: str) -> tuple[str, str | None]:
    """The address a phone opens for the text of a code, and the mini program behind it, if one is.

    Raises ControlRefusal 404 when it leads nowhere here.
    """
    row = db.one("select * from codes_seen where url = ?", (text,))
    if row is not None:
        front = front_of(db, row["appid"])
        if front is not None and row["kind"] == MINI_CODE:
            return front.scanned(row["page"], row["query"]), front.appid
        if front is not None:
            path = f"{row['page']}?{row['query']}" if row["query"] else row["page"]
            return front.address(path), front.appid
    parts = urlsplit(text)
    if parts.path == "/wxacode":  # drawn by a sandbox whose memory was emptied since
        given = {name: values[0] for name, values in parse_qs(parts.query).items()}
        front = front_of(db, given.get("appid", ""))
        if front is not None:
            return front.scanned(given.get("page", ""), given.get("scene", "")), front.appid
    if f"{parts.scheme}://{parts.netloc}" in known_origins(db):
        return text, None
    raise ControlRefusal(404, "LEADS_NOWHERE", "no app here is behind this code", "text")


def text_in(picture: bytes) -> str:
    """What the code in a picture says, the first one when there are several.

    Raises ControlRefusal 413 for a picture too large, 404 when it is none or no code can be read.
    """
    # Loaded at first use: the drawing libraries would double the time the sandbox needs to start.
    import zxingcpp  # noqa: PLC0415  see above
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415  see above

    if len(picture) > PICTURE_BYTES_MAX:
        raise ControlRefusal(413, "PICTURE_TOO_LARGE", "the picture has more than 8 MB")
    try:
        with Image.open(io.BytesIO(picture), formats=("PNG", "JPEG", "WEBP")) as opened:
            if opened.width * opened.height > PIXELS_MAX:
                raise ControlRefusal(413, "PICTURE_TOO_LARGE", "the picture has more than 25 million pixels")
            grey = opened.convert("L")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as problem:
        raise ControlRefusal(404, "NO_CODE_FOUND", "this is no picture") from problem
    found = zxingcpp.read_barcodes(grey)
    if not found:
        raise ControlRefusal(404, "NO_CODE_FOUND", "no code can be read in this picture")
    return str(found[0].text)
