"""Control of who exists: merchants, apps, people, the codes of their clients and their consents."""

import asyncio
import json
from typing import Any, Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from wechat_sandbox.accounts import merchants, people
from wechat_sandbox.clock import exact
from wechat_sandbox.control.access import Box, loopback_only
from wechat_sandbox.phones import fronts
from wechat_sandbox.refusals import ControlRefusal
from wechat_sandbox.state import Sandbox
from wechat_sandbox.terms import WHOLE, change_terms

router = APIRouter(prefix="/_sandbox", dependencies=[Depends(loopback_only)])
LIST_MAX = 500
VECTOR_OPENID = "oTEST_openid_0000000000000001"


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewMerchant(Body):
    name: str = Field("测试商户", min_length=1, max_length=64)
    key: str | None = Field(None, min_length=1, max_length=64)
    pairs_of: str | None = None
    preset: Literal["test-vectors"] | None = None
    vectors: dict[str, Any] | None = None


@router.post("/merchants")
async def create_merchant(body: NewMerchant, sandbox: Box) -> dict[str, Any]:
    """A merchant with a mini program and an official account; `key` makes the call idempotent.

    With `pairs_of`, the mchid of another, it borrows that one's RSA pairs instead of having some made.
    """
    if body.preset is not None:
        return _load_vectors(sandbox, body)
    known = sandbox.db.one("select mchid from merchants where key = ?", (body.key,)) if body.key else None
    if known is not None:
        return merchants.shown_merchant(sandbox.db, known["mchid"])
    mchid = merchants.new_mchid(sandbox.db)
    lent = merchants.keys_of(sandbox.db, body.pairs_of) if body.pairs_of else None
    keys = await asyncio.to_thread(merchants.new_keys, mchid, lent)
    with sandbox.db.transaction():
        merchants.add_merchant(sandbox, mchid, body.name, body.key, keys)
        for kind in merchants.APP_KINDS:
            merchants.bind(sandbox, mchid, merchants.add_app(sandbox, kind, body.name))
    return merchants.shown_merchant(sandbox.db, mchid)


def _load_vectors(sandbox: Sandbox, body: NewMerchant) -> dict[str, Any]:
    if not body.vectors or "keys" not in body.vectors:
        raise ControlRefusal(400, "VECTORS_NEEDED", "the preset needs the vectors with their keys", "vectors")
    given = body.vectors["keys"]
    mchid, appid = given["mchid"], given["appid"]
    if sandbox.db.one("select 1 from merchants where mchid = ?", (mchid,)) is None:
        push = body.vectors.get("push_safe_mode", {})
        tokens = (push["token"], push["encoding_aes_key"]) if push else None
        with sandbox.db.transaction():
            merchants.add_merchant(sandbox, mchid, body.name, body.key, merchants.vector_keys(body.vectors))
            merchants.bind(
                sandbox, mchid, merchants.add_app(sandbox, "mini", body.name, appid=appid, push=tokens)
            )
            merchants.bind(sandbox, mchid, merchants.add_app(sandbox, "official", body.name))
            person = people.add_person(sandbox, "测试向量")
            sandbox.db.run(
                "insert into openids (appid, person_id, openid) values (?, ?, ?)",
                (appid, person, VECTOR_OPENID),
            )
    return merchants.shown_merchant(sandbox.db, mchid)


@router.get("/merchants")
async def list_merchants(sandbox: Box) -> dict[str, Any]:
    rows = sandbox.db.all(
        "select mchid, name, available_fen, unsettled_fen from merchants order by rowid limit ?", (LIST_MAX,)
    )
    shown = [dict(row) | {"apps": merchants.apps_of(sandbox.db, row["mchid"])} for row in rows]
    return {"merchants": shown}


@router.get("/merchants/{mchid}")
async def show_merchant(mchid: str, sandbox: Box) -> dict[str, Any]:
    return merchants.shown_merchant(sandbox.db, mchid)


class MerchantChange(Body):
    callback_mode: Literal["public_key", "certificate"] | None = None
    fee_rate_bp: int | None = Field(None, ge=0, le=WHOLE)
    max_ratio: int | None = Field(None, ge=0, le=WHOLE)


@router.post("/merchants/{mchid}")
async def change_merchant(mchid: str, body: MerchantChange, sandbox: Box) -> dict[str, Any]:
    """Choose which of WeChat Pay's keys signs the callbacks to this merchant; its fee; what it may share."""
    merchants.shown_merchant(sandbox.db, mchid)
    with sandbox.db.transaction():
        if body.callback_mode is not None:
            sandbox.db.run(
                "update merchants set callback_mode = ? where mchid = ?", (body.callback_mode, mchid)
            )
        change_terms(sandbox.db, mchid, body.fee_rate_bp, body.max_ratio)
    sandbox.keys.forget(mchid)
    return merchants.shown_merchant(sandbox.db, mchid)


class NewApp(Body):
    kind: Literal["mini", "official"] | None = None
    name: str = Field("", max_length=64)
    appid: str | None = None


@router.post("/merchants/{mchid}/apps")
async def add_app(mchid: str, body: NewApp, sandbox: Box) -> dict[str, Any]:
    """Bind an app to the merchant: a new one by `kind`, an existing one by `appid`."""
    merchant = merchants.shown_merchant(sandbox.db, mchid)
    with sandbox.db.transaction():
        if body.appid is not None:
            appid = str(merchants.app_row(sandbox.db, body.appid)["appid"])
        else:
            appid = merchants.add_app(sandbox, body.kind or "", body.name or merchant["name"])
        merchants.bind(sandbox, mchid, appid)
    return merchants.shown_app(merchants.app_row(sandbox.db, appid))


@router.get("/apps/{appid}")
async def show_app(appid: str, sandbox: Box) -> dict[str, Any]:
    return merchants.shown_app(merchants.app_row(sandbox.db, appid))


class AppChange(Body):
    pages: list[str] | None = Field(None, max_length=1000)
    oauth_domain: str | None = Field(None, max_length=256)
    trade_managed: bool | None = None
    h5_url: str | None = Field(None, max_length=512)


@router.post("/apps/{appid}")
async def change_app(appid: str, body: AppChange, sandbox: Box) -> dict[str, Any]:
    """Set what WeChat's console would set; a field left out stays, null lifts the restriction."""
    merchants.app_row(sandbox.db, appid)
    given = body.model_dump(exclude_unset=True)
    with sandbox.db.transaction():
        if "pages" in given:
            pages = None if given["pages"] is None else json.dumps(given["pages"])
            sandbox.db.run("update apps set pages = ? where appid = ?", (pages, appid))
        if "oauth_domain" in given:
            sandbox.db.run("update apps set oauth_domain = ? where appid = ?", (given["oauth_domain"], appid))
        if "h5_url" in given:
            fronts.register(sandbox.db, appid, given["h5_url"])
        if given.get("trade_managed") is not None:
            sandbox.db.run(
                "update apps set trade_managed = ? where appid = ?", (int(given["trade_managed"]), appid)
            )
    return merchants.shown_app(merchants.app_row(sandbox.db, appid))


class NewPerson(Body):
    name: str = Field(min_length=1, max_length=64)
    phone: str | None = Field(None, pattern=r"^\d{11}$")
    avatar_seed: str = Field("0", max_length=32)
    key: str | None = Field(None, min_length=1, max_length=64)
    balance_fen: int | None = Field(None, ge=0, le=10**12)


@router.post("/people")
async def create_person(body: NewPerson, request: Request, sandbox: Box) -> dict[str, Any]:
    with sandbox.db.transaction():
        known = sandbox.db.one("select id from people where key = ?", (body.key,)) if body.key else None
        person = known["id"] if known else people.add_person(sandbox, **body.model_dump())
        row = people.person_row(sandbox.db, person)
        return people.shown_person(sandbox.db, row, _base(request))


@router.get("/people")
async def list_people(request: Request, sandbox: Box) -> dict[str, Any]:
    with sandbox.db.transaction():
        rows = sandbox.db.all("select * from people order by rowid limit ?", (LIST_MAX,))
        return {"people": [people.shown_person(sandbox.db, row, _base(request)) for row in rows]}


@router.get("/people/{person}")
async def show_person(person: str, request: Request, sandbox: Box) -> dict[str, Any]:
    with sandbox.db.transaction():
        return people.shown_person(sandbox.db, people.person_row(sandbox.db, person), _base(request))


class PersonChange(Body):
    blocked: bool


@router.post("/people/{person}")
async def change_person(person: str, body: PersonChange, request: Request, sandbox: Box) -> dict[str, Any]:
    """Let WeChat take the person for high-risk: login answers 40226."""
    row = people.person_row(sandbox.db, person)
    sandbox.db.run("update people set blocked = ? where id = ?", (int(body.blocked), row["id"]))
    return await show_person(row["id"], request, sandbox)


class NewCode(Body):
    appid: str
    kind: Literal["login", "phone", "oauth"]
    scope: Literal["snsapi_base", "snsapi_userinfo"] = "snsapi_base"
    snapshot: bool = False


@router.post("/people/{person}/code")
async def create_code(person: str, body: NewCode, sandbox: Box) -> dict[str, Any]:
    """What the person's client would hand to the shop: a js_code, a phone code or an oauth code.

    `snapshot`: the code of a snapshot page, which stands for a virtual visitor (`is_snapshotuser`).
    """
    row = people.person_row(sandbox.db, person)
    code, expires_at_ms = people.issue_code(
        sandbox, row["id"], body.appid, body.kind, body.scope + people.SNAPSHOT * body.snapshot
    )
    return {"code": code, "expires_at": exact(expires_at_ms)}


def _base(request: Request) -> str:
    return str(request.base_url).rstrip("/")
