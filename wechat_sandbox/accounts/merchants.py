"""Merchants and apps: created once with real keys, kept in the state, shown to whoever asks here."""

import json
import secrets
import sqlite3
import string
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from wechat_sandbox import crypto
from wechat_sandbox.database import Database
from wechat_sandbox.refusals import ControlRefusal
from wechat_sandbox.state import Sandbox
from wechat_sandbox.terms import terms_of

APP_KINDS = ("mini", "official")
_ALNUM = string.ascii_letters + string.digits
# What the merchant is never told: the halves that stay with WeChat Pay.
_WECHATS_OWN = ("public_key_private_key", "platform_private_key")
_PAIRS = ("merchant_private_key", "platform_private_key", "public_key_private_key")


def alnum(length: int) -> str:
    return "".join(secrets.choice(_ALNUM) for _ in range(length))


def digits(length: int) -> str:
    return "".join(secrets.choice(string.digits) for _ in range(length))


def new_keys(mchid: str, lent: Mapping[str, str] | None = None) -> dict[str, str]:
    """Three RSA pairs as in life: the merchant's, the platform certificate's, the public key's.

    Making them takes most of a second of a processor. Whoever makes many merchants lets one lend its pairs to others
    (`lent` are its keys); certificates, numbers and the APIv3 key are each merchant's own all the same.
    """
    merchant, platform, public = (
        crypto.load_private(lent[name]) if lent else crypto.new_private_key() for name in _PAIRS
    )
    merchant_serial, merchant_certificate = crypto.new_certificate(merchant, f"SANDBOX MERCHANT {mchid}")
    platform_serial, platform_certificate = crypto.new_certificate(platform, "SANDBOX PLATFORM")
    return {
        "merchant_serial_no": merchant_serial,
        "merchant_private_key": crypto.private_pem(merchant),
        "merchant_certificate": merchant_certificate,
        "apiv3_key": alnum(32),
        "public_key_id": f"PUB_KEY_ID_01{mchid}{digits(26)}",
        "public_key": crypto.public_pem(public.public_key()),
        "public_key_private_key": crypto.private_pem(public),
        "platform_certificate_serial_no": platform_serial,
        "platform_certificate": platform_certificate,
        "platform_private_key": crypto.private_pem(platform),
    }


def vector_keys(vectors: dict[str, Any]) -> dict[str, str]:
    """The TEST ONLY keys of the public vectors; there one pair is platform certificate and public key."""
    given = vectors["keys"]
    return {
        "merchant_serial_no": given["merchant_cert_serial"],
        "merchant_private_key": given["merchant_private_key_pem"],
        "merchant_certificate": given["merchant_cert_pem"],
        "apiv3_key": given["apiv3_key"],
        "public_key_id": given["platform_public_key_id"],
        "public_key": given["platform_public_key_pem"],
        "public_key_private_key": given["platform_private_key_pem"],
        "platform_certificate_serial_no": given["platform_cert_serial"],
        "platform_certificate": given["platform_cert_pem"],
        "platform_private_key": given["platform_private_key_pem"],
    }


def keys_of(db: Database, mchid: str) -> dict[str, str]:
    """Every key of a merchant, WeChat's halves too. Raises ControlRefusal 404 for a stranger."""
    row = db.one("select keys from merchants where mchid = ?", (mchid,))
    if row is None:
        raise ControlRefusal(404, "MERCHANT_NOT_EXISTS", "no such merchant", "mchid")
    keys: dict[str, str] = json.loads(row["keys"])
    return keys


def new_mchid(db: Database) -> str:
    while True:
        mchid = "19" + digits(8)
        if db.one("select 1 from merchants where mchid = ?", (mchid,)) is None:
            return mchid


def add_merchant(sandbox: Sandbox, mchid: str, name: str, key: str | None, keys: dict[str, str]) -> None:
    sandbox.db.run(
        "insert into merchants (mchid, key, name, keys, callback_mode) values (?, ?, ?, ?, 'public_key')",
        (mchid, key, name, json.dumps(keys)),
    )


def add_app(
    sandbox: Sandbox, kind: str, name: str, *, appid: str | None = None, push: tuple[str, str] | None = None
) -> str:
    """Create an app and return its appid; a mini program is under shipping management from the start."""
    if kind not in APP_KINDS:
        raise ControlRefusal(400, "UNKNOWN_KIND", "kind must be mini or official", "kind")
    appid = appid or "wx" + secrets.token_hex(8)
    token, aes_key = push or (alnum(32), alnum(43))
    sandbox.db.run(
        "insert into apps (appid, kind, name, secret, original_id, push_token, encoding_aes_key,"
        " push_format, trade_managed)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (appid, kind, name, secrets.token_hex(16), "gh_" + secrets.token_hex(6), token, aes_key)
        + (("json", 1) if kind == "mini" else ("xml", 0)),
    )
    return appid


def bind(sandbox: Sandbox, mchid: str, appid: str) -> None:
    sandbox.db.run("insert or ignore into bindings (mchid, appid) values (?, ?)", (mchid, appid))


def is_bound(db: Database, mchid: str, appid: str) -> bool:
    return db.one("select 1 from bindings where mchid = ? and appid = ?", (mchid, appid)) is not None


def app_row(db: Database, appid: str) -> sqlite3.Row:
    """The app's row. Raises ControlRefusal 404 when there is none."""
    row = db.one(
        "select a.*, f.h5_url from apps a left join fronts f on f.appid = a.appid where a.appid = ?", (appid,)
    )
    if row is None:
        raise ControlRefusal(404, "APP_NOT_EXISTS", "no such app", "appid")
    return row


def shown_app(row: sqlite3.Row) -> dict[str, Any]:
    return {
        "appid": row["appid"],
        "kind": row["kind"],
        "name": row["name"],
        "secret": row["secret"],
        "original_id": row["original_id"],
        "push_token": row["push_token"],
        "encoding_aes_key": row["encoding_aes_key"],
        "push_url": row["push_url"],
        "push_mode": row["push_mode"],
        "push_format": row["push_format"],
        "pages": json.loads(row["pages"]) if row["pages"] else None,
        "oauth_domain": row["oauth_domain"],
        "trade_managed": bool(row["trade_managed"]),
        "h5_url": row["h5_url"],
    }


def apps_of(db: Database, mchid: str) -> list[dict[str, Any]]:
    rows = db.all(
        "select a.*, f.h5_url from bindings b join apps a on a.appid = b.appid"
        " left join fronts f on f.appid = a.appid where b.mchid = ? order by b.rowid",
        (mchid,),
    )
    return [shown_app(row) for row in rows]


def shown_merchant(db: Database, mchid: str) -> dict[str, Any]:
    """Everything a merchant is handed when it signs up. Raises ControlRefusal 404 for a stranger."""
    row = db.one("select * from merchants where mchid = ?", (mchid,))
    if row is None:
        raise ControlRefusal(404, "MERCHANT_NOT_EXISTS", "no such merchant", "mchid")
    apps = apps_of(db, mchid)
    shown: dict[str, Any] = {"mchid": mchid, "name": row["name"]}
    for prefix, kind in (("mini", "mini"), ("oa", "official")):
        first = next((app for app in apps if app["kind"] == kind), None)
        for field in ("appid", "secret", "original_id"):
            shown[f"{prefix}_{field}"] = first[field] if first else None
        if kind == "mini" and first:
            shown |= {"push_token": first["push_token"], "encoding_aes_key": first["encoding_aes_key"]}
    keys = json.loads(row["keys"])
    shown |= {name: value for name, value in keys.items() if name not in _WECHATS_OWN}
    shown |= {"callback_mode": row["callback_mode"], "apps": apps}
    shown |= {"available_fen": row["available_fen"], "unsettled_fen": row["unsettled_fen"]}
    shown |= asdict(terms_of(db, mchid))
    return shown
