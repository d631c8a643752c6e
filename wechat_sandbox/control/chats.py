"""Control of what people tell each other: chats, groups, cards, Moments."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from wechat_sandbox.accounts.people import person_row
from wechat_sandbox.control.access import Box, loopback_only
from wechat_sandbox.control.accounts import Body
from wechat_sandbox.phones import chats

router = APIRouter(prefix="/_sandbox", dependencies=[Depends(loopback_only)])
TEXT_MAX = 4000
URL_MAX = 2048


class Card(Body):
    """What somebody shared: a link, or a page of a mini program (drawn 5 : 4). `url` is where it leads."""

    kind: Literal["link", "mini"] = "link"
    title: str = Field(min_length=1, max_length=256)
    description: str = Field("", max_length=512)
    url: str = Field(min_length=1, max_length=URL_MAX)
    image_url: str = Field("", max_length=URL_MAX)
    appid: str | None = Field(None, max_length=64)
    source: str = Field("", max_length=64)


class NewChat(Body):
    people: list[str] = Field(min_length=2, max_length=chats.GROUP_MAX)
    name: str = Field("", max_length=64)
    key: str | None = Field(None, min_length=1, max_length=64)


@router.post("/chats")
async def open_chat(body: NewChat, sandbox: Box) -> dict[str, Any]:
    """A group by name, or the one chat that two people have; `key` makes a group idempotent."""
    return chats.shown_chat(sandbox.db, chats.open_chat(sandbox, body.people, body.name, body.key))


@router.get("/chats")
async def list_chats(person: Annotated[str, Query(max_length=64)], sandbox: Box) -> dict[str, Any]:
    return {"chats": chats.chats_of(sandbox.db, person_row(sandbox.db, person)["id"])}


@router.get("/chats/{chat}")
async def show_chat(chat: str, sandbox: Box) -> dict[str, Any]:
    return chats.shown_chat(sandbox.db, chat)


class Said(Body):
    person: str
    text: str = Field("", max_length=TEXT_MAX)
    card: Card | None = None


@router.post("/chats/{chat}/messages")
async def say(chat: str, body: Said, sandbox: Box) -> dict[str, Any]:
    """A member writes, or sends a card."""
    card = body.card.model_dump() if body.card else None
    return {"id": chats.say(sandbox, chat, body.person, body.text, card)}


class Reader(Body):
    person: str


@router.post("/chats/{chat}/read")
async def read_chat(chat: str, body: Reader, sandbox: Box) -> dict[str, Any]:
    chats.read_chat(sandbox, chats.chat_row(sandbox.db, chat)["id"], body.person)
    return {"unread": 0}


@router.post("/moments")
async def post_moment(body: Said, sandbox: Box) -> dict[str, Any]:
    card = body.card.model_dump() if body.card else None
    return {"id": chats.post_moment(sandbox, body.person, body.text, card)}


@router.get("/moments")
async def list_moments(sandbox: Box) -> dict[str, Any]:
    return {"moments": chats.moments(sandbox.db)}


class Reading(Body):
    what: Literal["notices", "moments"]
    last: int = Field(ge=0)


@router.post("/people/{person}/readings")
async def mark_read(person: str, body: Reading, sandbox: Box) -> dict[str, Any]:
    """What a person has looked at: notices or Moments up to a number."""
    chats.mark_read(sandbox, person_row(sandbox.db, person)["id"], body.what, body.last)
    return {"last": body.last}
