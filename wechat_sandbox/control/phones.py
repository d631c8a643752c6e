"""Control of the phones: what they show now, what their JS-SDK asks, what they scan, the tour."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from wechat_sandbox.accounts.people import person_row
from wechat_sandbox.control.access import Box, loopback_only
from wechat_sandbox.control.accounts import Body
from wechat_sandbox.phones import codes, jssdk, tour
from wechat_sandbox.phones.now import notices_of, shown_now

router = APIRouter(prefix="/_sandbox", dependencies=[Depends(loopback_only)])
PHONES_MAX = 4
LIST_MAX = 100
TEXT_MAX = 2048
Short = Annotated[str, Field(max_length=TEXT_MAX)]


@router.get("/phones")
async def phones_now(
    sandbox: Box,
    people: Annotated[str, Query(max_length=400)] = "",
    seen: Annotated[str, Query(max_length=64)] = "",
) -> Response:
    """All that the page shows; 204 when it is what the page has seen already."""
    phones = [person for person in people.split(",") if person][:PHONES_MAX]
    with sandbox.db.transaction():
        shown = shown_now(sandbox, phones)
    return Response(status_code=204) if shown["seen"] == seen else JSONResponse(shown)


@router.get("/people/{person}/notices")
async def list_notices(person: str, sandbox: Box) -> dict[str, Any]:
    """The service notifications on a person's phone, with the address each one opens."""
    return {"notices": notices_of(sandbox.db, person_row(sandbox.db, person)["id"])}


class PageConfig(Body):
    appid: str = Field(max_length=64)
    timestamp: str = Field(max_length=16)
    nonce: str = Field(max_length=64)
    signature: str = Field(max_length=64)
    url: Short


@router.post("/jssdk/config")
async def check_config(body: PageConfig, sandbox: Box) -> dict[str, Any]:
    """`wx.config` of a page: WeChat's words in `errMsg`, "config:ok" when the signature is right."""
    problem = jssdk.config_problem(sandbox, jssdk.PageConfig(**body.model_dump()))
    return {"errMsg": problem or "config:ok"}


class SheetAsked(Body):
    person: str
    params: dict[str, Short] = Field(max_length=12)


@router.post("/jssdk/sheet")
async def show_sheet(body: SheetAsked, sandbox: Box) -> dict[str, Any]:
    """What the pay sheet shows for the parameters of `getBrandWCPayRequest`, once their paySign is right."""
    return jssdk.shown_sheet(sandbox, body.params, body.person)


@router.get("/apps/{appid}/templates")
async def list_templates(appid: str, sandbox: Box) -> dict[str, Any]:
    """The templates an app has chosen, as its consent sheet names them."""
    rows = sandbox.db.all(
        "select template_id, title from templates where appid = ? order by rowid limit ?", (appid, LIST_MAX)
    )
    return {"templates": [dict(row) for row in rows]}


@router.get("/codes")
async def list_codes(sandbox: Box) -> dict[str, Any]:
    """Codes and links that the apps were given, newest first."""
    return {"codes": codes.latest(sandbox.db)}


class Scanned(Body):
    text: Short


@router.post("/scan")
async def scan(body: Scanned, sandbox: Box) -> dict[str, Any]:
    """Where the text of a code leads: the address that a phone opens."""
    url, mini = codes.leads_to(sandbox.db, body.text)
    return {"url": url, "mini": mini}


@router.post("/scan/picture")
async def scan_picture(request: Request) -> dict[str, Any]:
    """What the code in a picture says; the body is the picture itself."""
    return {"text": await asyncio.to_thread(codes.text_in, await request.body())}


@router.get("/tour")
async def show_tour(sandbox: Box) -> dict[str, Any]:
    return {"tour": tour.configured(sandbox.db)}


@router.post("/tour")
async def set_tour(body: tour.Tour, sandbox: Box) -> dict[str, Any]:
    tour.configure(sandbox.db, body)
    return await show_tour(sandbox)


@router.delete("/tour")
async def end_tour(sandbox: Box) -> dict[str, Any]:
    tour.configure(sandbox.db, None)
    return {"tour": None}
