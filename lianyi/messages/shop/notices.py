"""HTTP for shoppers: their inbox, what they allow, what they turned off."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from pydantic import BaseModel, Field

from lianyi.identity.edges import CurrentShopper
from lianyi.identity.types import Shopper
from lianyi.kit.db import ReadSession
from lianyi.kit.http import Read, Write, edge, language_of
from lianyi.kit.ids import as_word
from lianyi.kit.paging import PAGE_MAX, Page, PageQuery, next_cursor
from lianyi.messages import actions
from lianyi.messages.queries import arrangement
from lianyi.messages.queries import notices as queries
from lianyi.messages.types import Answer
from lianyi.wechat.types import AppKind

notices = edge("/api/shop/notices", tags=["shop: messages"])
NoticeRef = Annotated[UUID, as_word("ntc")]
TemplateId = Annotated[str, Field(min_length=1, max_length=64)]
ANSWERS_MAX = 5
KINDS_MAX = 100


class InboxItem(BaseModel):
    """`page` is a page of the shop with its query, without a leading slash; empty when there is nothing to open."""

    id: NoticeRef
    kind: str
    title: str
    text: str
    page: str
    at: datetime
    read: bool


class Unread(BaseModel):
    """Counted up to 100."""

    count: int


class Prompt(BaseModel):
    """What one tap may ask for, at most three an app; both empty when there is nothing to ask."""

    mini_template_ids: list[str]
    official_template_ids: list[str]


class AnswersIn(BaseModel):
    """The answer of the client by template: `wx.requestSubscribeMessage` or `<wx-open-subscribe>`."""

    app: AppKind
    answers: Annotated[dict[TemplateId, Answer], Field(max_length=ANSWERS_MAX)]


class Counted(BaseModel):
    count: int


class ReadIn(BaseModel):
    """Some of one's notices, or all of them."""

    ids: Annotated[list[NoticeRef], Field(max_length=PAGE_MAX)] = []
    all: bool = False


class NoticeSwitch(BaseModel):
    """`exempt`: news about one's own order, money or team, which no daily limit holds back."""

    code: str
    zh: str
    en: str
    on: bool
    exempt: bool


class NoticeSwitches(BaseModel):
    kinds: list[NoticeSwitch]


class SwitchIn(BaseModel):
    code: Annotated[str, Field(max_length=60)]
    on: bool


class SwitchesIn(BaseModel):
    kinds: Annotated[list[SwitchIn], Field(max_length=KINDS_MAX)]


@notices.get("")
async def inbox(session: Read, shopper: CurrentShopper, page: PageQuery, request: Request) -> Page[InboxItem]:
    """One's own notices, newest first."""
    after = page.after(UUID)
    found = await queries.inbox(session, shopper, before=after[0] if after else None, limit=page.limit + 1)
    language = language_of(request)
    items = []
    for one in found[: page.limit]:
        title, text = queries.title_and_text(one, language)
        items.append(
            InboxItem(
                id=one.id, kind=one.kind, title=title, text=text, page=one.page, at=one.created_at,
                read=one.read_at is not None,
            )
        )  # fmt: skip
    return Page[InboxItem](items=items, next_cursor=next_cursor(found, page.limit, "id"))


@notices.get("/unread")
async def unread(session: Read, shopper: CurrentShopper) -> Unread:
    """The mark at the inbox."""
    return Unread(count=await queries.unread(session, shopper))


@notices.post("/read")
async def read(given: ReadIn, session: Write, shopper: CurrentShopper) -> Unread:
    """Mark as read; gives what is left unread."""
    if given.all or given.ids:
        await actions.read(session, shopper, None if given.all else given.ids)
    return Unread(count=await queries.unread(session, shopper))


@notices.get("/prompt")
async def prompt(
    session: Read, shopper: CurrentShopper, moment: Annotated[str, Query(max_length=40)]
) -> Prompt:
    """What to ask for at a moment (`order`, `team`)."""
    found = await queries.prompt(session, shopper, moment)
    return Prompt(mini_template_ids=found[AppKind.MINI], official_template_ids=found[AppKind.OFFICIAL])


@notices.post("/answers")
async def answer(given: AnswersIn, session: Write, shopper: CurrentShopper) -> Counted:
    """What the person answered in the client; gives how many accepts counted."""
    return Counted(count=await actions.take_answers(session, shopper, given.app, given.answers))


@notices.get("/settings")
async def switches(session: Read, shopper: CurrentShopper) -> NoticeSwitches:
    """The kinds the shop sends by WeChat, and which of them the person wants."""
    return await _switches(session, shopper)


@notices.put("/settings")
async def change_switches(given: SwitchesIn, session: Write, shopper: CurrentShopper) -> NoticeSwitches:
    """Turn kinds on or off for oneself."""
    await actions.set_switches(session, shopper, {one.code: one.on for one in given.kinds})
    return await _switches(session, shopper)


async def _switches(session: ReadSession, shopper: Shopper) -> NoticeSwitches:
    off = await arrangement.switched_off(session, shopper.person)
    shown = queries.shown_kinds(await arrangement.kind_settings(session))
    return NoticeSwitches(
        kinds=[
            NoticeSwitch(code=one.code, zh=one.zh, en=one.en, on=one.code not in off, exempt=one.exempt)
            for one in shown
        ]
    )
