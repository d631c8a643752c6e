"""People: a name, a phone, a wallet, one unionid, an openid per app; and the codes of their clients."""

import base64
import os
import secrets
import sqlite3
from typing import Any

from wechat_sandbox.accounts.merchants import app_row, digits
from wechat_sandbox.clock import exact
from wechat_sandbox.database import Database
from wechat_sandbox.refusals import ControlRefusal
from wechat_sandbox.state import Sandbox

WALLET_FEN = 10_000_000
CODE_LIFE_MS = 5 * 60 * 1000
CODE_KINDS = ("login", "phone", "oauth")
SNAPSHOT = "+snapshot"  # follows the scope of a code that a snapshot page handed out
MOVEMENTS_MAX = 100


def _wechat_id() -> str:
    return "o" + base64.urlsafe_b64encode(os.urandom(20)).decode().rstrip("=")[:27]


def add_person(
    sandbox: Sandbox,
    name: str,
    *,
    phone: str | None = None,
    avatar_seed: str = "0",
    key: str | None = None,
    balance_fen: int | None = None,
) -> str:
    person_id = "p_" + secrets.token_hex(6)
    sandbox.db.run(
        "insert into people (id, key, name, phone, avatar_seed, unionid, balance_fen) values (?, ?, ?,"
        " ?, ?, ?, ?)",
        (
            person_id,
            key,
            name,
            phone or "199" + digits(8),
            avatar_seed,
            _wechat_id(),
            WALLET_FEN if balance_fen is None else balance_fen,
        ),
    )
    return person_id


def person_row(db: Database, person: str) -> sqlite3.Row:
    """By id or by any openid. Raises ControlRefusal 404 for a stranger."""
    row = db.one("select * from people where id = ?", (person,)) or db.one(
        "select p.* from openids o join people p on p.id = o.person_id where o.openid = ?", (person,)
    )
    if row is None:
        raise ControlRefusal(404, "PERSON_NOT_EXISTS", "no such person", "person")
    return row


def openid_of(db: Database, appid: str, person_id: str) -> str:
    """The person's openid in this app, created at first sight."""
    row = db.one("select openid from openids where appid = ? and person_id = ?", (appid, person_id))
    if row is not None:
        return str(row["openid"])
    openid = _wechat_id()
    db.run("insert into openids (appid, person_id, openid) values (?, ?, ?)", (appid, person_id, openid))
    return openid


def openids_of(db: Database, person_id: str) -> dict[str, str]:
    """The person's openids by app, all of them, those at first sight made together: there may be hundreds of apps."""
    rows = db.all(
        "select a.appid, o.openid from apps a left join openids o on o.appid = a.appid and o.person_id = ?"
        " order by a.rowid",
        (person_id,),
    )
    new = {row["appid"]: _wechat_id() for row in rows if row["openid"] is None}
    db.run_each(
        "insert into openids (appid, person_id, openid) values (?, ?, ?)",
        [(appid, person_id, openid) for appid, openid in new.items()],
    )
    return {row["appid"]: row["openid"] or new[row["appid"]] for row in rows}


def person_behind(db: Database, appid: str, openid: str) -> sqlite3.Row | None:
    return db.one(
        "select p.*, o.openid, o.session_key, o.active_at_ms from openids o join people p on p.id ="
        " o.person_id"
        " where o.appid = ? and o.openid = ?",
        (appid, openid),
    )


def shown_person(db: Database, row: sqlite3.Row, base_url: str) -> dict[str, Any]:
    movements = db.all(
        "select at_ms, delta_fen, balance_fen, kind, reference from movements where owner = ? order by"
        " id desc limit ?",
        (row["id"], MOVEMENTS_MAX),
    )
    return {
        "id": row["id"],
        "name": row["name"],
        "phone": row["phone"],
        "avatar_seed": row["avatar_seed"],
        "avatar_url": avatar_url(base_url, row["id"]),
        "unionid": row["unionid"],
        "balance_fen": row["balance_fen"],
        "openids": openids_of(db, row["id"]),
        "movements": [
            {
                "at": exact(movement["at_ms"]),
                "delta_fen": movement["delta_fen"],
                "balance_fen": movement["balance_fen"],
                "kind": movement["kind"],
                "reference": movement["reference"],
            }
            for movement in movements
        ],
    }


def avatar_url(base_url: str, person_id: str) -> str:
    return f"{base_url}/avatars/{person_id}.svg"


def issue_code(sandbox: Sandbox, person_id: str, appid: str, kind: str, scope: str = "") -> tuple[str, int]:
    """A one-use code of five minutes, as a client hands it to the shop; returns it and its expiry."""
    if kind not in CODE_KINDS:
        raise ControlRefusal(400, "UNKNOWN_KIND", "kind must be login, phone or oauth", "kind")
    app = app_row(sandbox.db, appid)
    if (kind == "oauth") != (app["kind"] == "official"):
        raise ControlRefusal(
            400,
            "WRONG_APP",
            "login and phone codes come from a mini program, oauth codes from an official account",
            "appid",
        )
    code = secrets.token_urlsafe(24)
    expires_at_ms = sandbox.clock.now_ms() + CODE_LIFE_MS
    with sandbox.db.transaction():
        openid_of(sandbox.db, appid, person_id)
        sandbox.db.run(
            "insert into codes (code, appid, kind, person_id, scope, expires_at_ms) values (?, ?, ?, ?,"
            " ?, ?)",
            (code, appid, kind, person_id, scope, expires_at_ms),
        )
    return code, expires_at_ms
