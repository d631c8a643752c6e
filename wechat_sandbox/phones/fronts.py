"""Where an app's pages can be seen: the H5 that stands in for a mini program, and the pages of an official account."""

import sqlite3
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from wechat_sandbox.accounts.merchants import app_row
from wechat_sandbox.database import Database
from wechat_sandbox.refusals import ControlRefusal

FRONTS_MAX = 100


@dataclass(slots=True, frozen=True)
class Front:
    appid: str
    kind: str  # mini | official
    name: str
    original_id: str
    h5_url: str

    @property
    def origin(self) -> str:
        """Scheme, host and port: what a browser calls the page's origin."""
        parts = urlsplit(self.h5_url)
        return f"{parts.scheme}://{parts.netloc}"

    def address(self, path: str) -> str:
        """Where a mini-program path ("pages/x/index?id=1") is seen; an address of the web stays itself."""
        if urlsplit(path).scheme in ("http", "https"):
            return path
        return f"{self.h5_url.partition('#')[0]}#/{path.lstrip('/')}"

    def scanned(self, page: str, scene: str) -> str:
        """What a code of `getwxacodeunlimit` opens: the page gets the scene as its query, encoded as WeChat does."""
        return self.address(f"{page or ''}?scene={quote(scene, safe='')}")

    def shown(self) -> dict[str, Any]:
        return {
            "appid": self.appid,
            "kind": self.kind,
            "name": self.name,
            "original_id": self.original_id,
            "h5_url": self.h5_url,
            "origin": self.origin,
        }


def register(db: Database, appid: str, h5_url: str | None) -> None:
    """Say where the app's pages are seen; None takes it back. Raises ControlRefusal 400 for no such address."""
    app_row(db, appid)
    if h5_url is None:
        db.run("delete from fronts where appid = ?", (appid,))
        return
    parts = urlsplit(h5_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ControlRefusal(400, "BAD_ADDRESS", "h5_url must be an http address", "h5_url")
    db.run(
        "insert into fronts (appid, h5_url) values (?, ?) on conflict (appid) do update set h5_url ="
        " excluded.h5_url",
        (appid, h5_url),
    )


def all_fronts(db: Database) -> list[Front]:
    rows = db.all(
        "select a.appid, a.kind, a.name, a.original_id, f.h5_url from fronts f join apps a on a.appid = f.appid"
        " order by a.rowid limit ?",
        (FRONTS_MAX,),
    )
    return [_front(row) for row in rows]


def front_of(db: Database, appid: str) -> Front | None:
    row = db.one(
        "select a.appid, a.kind, a.name, a.original_id, f.h5_url from fronts f join apps a on a.appid = f.appid"
        " where f.appid = ?",
        (appid,),
    )
    return _front(row) if row else None


def known_origins(db: Database) -> list[str]:
    """The origins whose pages a phone opens and answers."""
    return list(dict.fromkeys(front.origin for front in all_fronts(db)))


def _front(row: sqlite3.Row) -> Front:
    return Front(row["appid"], row["kind"], row["name"], row["original_id"], row["h5_url"])
