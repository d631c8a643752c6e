"""Control of the mini-program side: push address, templates, consents, events, receipts."""

import json
import secrets
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from wechat_sandbox.accounts.merchants import app_row
from wechat_sandbox.accounts.people import openid_of, person_row
from wechat_sandbox.clock import exact
from wechat_sandbox.control.access import Box, loopback_only
from wechat_sandbox.control.accounts import Body
from wechat_sandbox.mini import shipping, subscribe
from wechat_sandbox.mini.push import plan_event, url_answers
from wechat_sandbox.refusals import ControlRefusal

router = APIRouter(prefix="/_sandbox", dependencies=[Depends(loopback_only)])
LIST_MAX = 500


class Push(Body):
    url: str | None = Field(max_length=512)
    token: str | None = Field(None, pattern=r"^[0-9A-Za-z]{3,32}$")
    encoding_aes_key: str | None = Field(None, pattern=r"^[0-9A-Za-z]{43}$")
    mode: Literal["safe", "compatible", "plain"] = "safe"
    format: Literal["json", "xml"] | None = None


@router.post("/apps/{appid}/push")
async def set_push(appid: str, body: Push, sandbox: Box) -> dict[str, Any]:
    """Save the push address as WeChat's console does: only after it answered the URL check."""
    app = app_row(sandbox.db, appid)
    token = body.token or app["push_token"]
    if body.url is not None and not await url_answers(sandbox, body.url, token):
        raise ControlRefusal(400, "PUSH_URL_NOT_VERIFIED", "the address did not give echostr back", "url")
    spelling = body.format or app["push_format"]
    if app["kind"] == "official" and spelling != "xml":
        raise ControlRefusal(400, "XML_ONLY", "an official account is pushed to in XML", "format")
    sandbox.db.run(
        "update apps set push_url = ?, push_token = ?, encoding_aes_key = ?, push_mode = ?, push_format"
        " = ? where appid = ?",
        (body.url, token, body.encoding_aes_key or app["encoding_aes_key"], body.mode, spelling, appid),
    )
    return {"verified": body.url is not None}


class Template(Body):
    template_id: str | None = Field(None, min_length=1, max_length=64)
    title: str = Field(min_length=1, max_length=64)
    keys: list[str] = Field(min_length=1, max_length=10)


@router.post("/apps/{appid}/templates")
async def add_template(appid: str, body: Template, sandbox: Box) -> dict[str, Any]:
    """Choose a template for the mini program; the prefix of each key names the kind of its value."""
    app_row(sandbox.db, appid)
    for key in body.keys:
        if key.rstrip("0123456789") not in subscribe.KINDS:
            raise ControlRefusal(400, "UNKNOWN_KIND", f"{key}: no such kind of value", "keys")
    template_id = body.template_id or secrets.token_urlsafe(32)[:43]
    sandbox.db.run(
        "insert into templates (appid, template_id, title, keys) values (?, ?, ?, ?)"
        " on conflict (appid, template_id) do update set title = excluded.title, keys = excluded.keys",
        (appid, template_id, body.title, json.dumps(body.keys)),
    )
    return {"template_id": template_id}


class Consent(Body):
    appid: str
    template_id: str
    answer: Literal["accept", "reject", "ban", "filter"] = "accept"
    times: int = Field(1, ge=1, le=1000)


@router.post("/people/{person}/consents")
async def record_consent(person: str, body: Consent, sandbox: Box) -> dict[str, Any]:
    """What the person tapped when asked for a subscribe message."""
    app = app_row(sandbox.db, body.appid)
    row = person_row(sandbox.db, person)
    with sandbox.db.transaction():
        openid = openid_of(sandbox.db, body.appid, row["id"])
        count = subscribe.record_answer(sandbox, app, (openid, body.template_id), body.answer, body.times)
    return {"count": count}


class Setting(Body):
    appid: str
    template_id: str


@router.post("/people/{person}/subscriptions/off")
async def turn_off(person: str, body: Setting, sandbox: Box) -> dict[str, Any]:
    """The person turns a template off in the app's settings (`subscribe_msg_change_event`)."""
    app = app_row(sandbox.db, body.appid)
    row = person_row(sandbox.db, person)
    with sandbox.db.transaction():
        openid = openid_of(sandbox.db, body.appid, row["id"])
        subscribe.change_setting(sandbox, app, openid, body.template_id)
    return {"count": 0}


Filter = Annotated[str | None, Query(max_length=64)]


@router.get("/messages")
async def list_messages(sandbox: Box, appid: Filter = None, openid: Filter = None) -> dict[str, Any]:
    """Subscribe messages that reached their people, newest first."""
    rows = sandbox.db.all(
        "select * from messages where appid = coalesce(?, appid) and openid = coalesce(?, openid) order"
        " by id desc limit ?",
        (appid, openid, LIST_MAX),
    )
    shown = [
        {
            "appid": row["appid"],
            "openid": row["openid"],
            "template_id": row["template_id"],
            "page": row["page"],
            "data": json.loads(row["data"]),
            "at": exact(row["at_ms"]),
        }
        for row in rows
    ]
    return {"messages": shown}


class Event(Body):
    event: str = Field(min_length=1, max_length=64)
    person: str | None = None
    fields: dict[str, Any] = Field(default_factory=dict)


@router.post("/apps/{appid}/events")
async def push_event(appid: str, body: Event, sandbox: Box) -> dict[str, Any]:
    """Push an event now, for instance `wxa_punish_event`; without a person it comes from WeChat itself."""
    app = app_row(sandbox.db, appid)
    with sandbox.db.transaction():
        openid = (
            openid_of(sandbox.db, appid, person_row(sandbox.db, body.person)["id"])
            if body.person
            else "o_wechat"
        )
        number = plan_event(sandbox, app, body.event, openid, body.fields)
    if number is None:
        raise ControlRefusal(409, "PUSH_IS_OFF", "give the app a push address first", "appid")
    return {"delivery_id": number}


class Receipt(Body):
    transaction_id: str


@router.post("/confirm-receipt")
async def confirm_receipt(body: Receipt, sandbox: Box) -> dict[str, Any]:
    """The person taps "confirm receipt" in WeChat's own component (weappOrderConfirm)."""
    order = sandbox.db.one("select * from orders where transaction_id = ?", (body.transaction_id,))
    row = shipping.shipping_row(sandbox, body.transaction_id)
    if order is None or row is None or not row["finished"] or row["confirmed_at_ms"] is not None:
        raise ControlRefusal(
            409, "NOTHING_TO_CONFIRM", "the order is not shipped, or confirmed already", "transaction_id"
        )
    with sandbox.db.transaction():
        shipping.confirm(sandbox, order, by=2)
    return {"status": "success"}
