"""The shop's settings and keys, and its people."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field, StringConstraints

from lianyi.identity import actions, queries, rules
from lianyi.identity.console.door import Name
from lianyi.identity.edges import WAITS, FreshCode, require, waiting
from lianyi.identity.types import (
    DocumentKind,
    Licence,
    PersonId,
    ShopSettings,
    Staff,
    Tenant,
)
from lianyi.kit.config import config
from lianyi.kit.db import ReadSession
from lianyi.kit.http import Own, Read, Write, edge, language_of
from lianyi.kit.ids import as_word
from lianyi.kit.paging import Page, PageQuery, next_cursor
from lianyi.wechat.types import AppKind

office = edge("/api/console", tags=["console: identity"])
vault_room = edge("/api/console", tags=["console: identity"], own=True)

PersonRef = Annotated[UUID, as_word("psn")]
RecordRef = Annotated[UUID, as_word("rec")]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)]


class LicenceBody(BaseModel):
    company: Line = ""
    licence_no: Line = ""
    licence_media: Line | None = None
    icp: Line = ""


class RulesBody(BaseModel):
    """Ranges are checked by identity.rules, which names the field that leaves its range."""

    order_close_minutes: int
    auto_receive_days: int
    complete_after_days: int
    low_stock_at: int
    refund_review: bool
    margin_floor_bp: int = 0
    guarantee: bool = False


class SettingsIn(BaseModel):
    name: Name
    theme_color: Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]
    contact_phone: Annotated[str, StringConstraints(pattern=r"^[0-9+\- ]{0,20}$")] = ""
    notice: Annotated[str, StringConstraints(strip_whitespace=True, max_length=rules.NOTICE_CHARS_MAX)] = ""
    licence: LicenceBody = Field(default_factory=LicenceBody)
    rules: RulesBody


class SettingsOut(SettingsIn):
    slug: str
    ranges: dict[str, tuple[int, int]]


def _settings(shop: Tenant) -> SettingsOut:
    settings, licence = shop.settings, shop.licence
    return SettingsOut(
        slug=shop.slug, name=shop.name, theme_color=shop.theme_color, contact_phone=shop.contact_phone,
        notice=settings.notice, ranges=dict(rules.SETTINGS_RANGES),
        licence=LicenceBody(
            company=licence.company, licence_no=licence.licence_no, licence_media=licence.licence_media, icp=licence.icp
        ),
        rules=RulesBody(
            order_close_minutes=settings.order_close_minutes, auto_receive_days=settings.auto_receive_days,
            complete_after_days=settings.complete_after_days, low_stock_at=settings.low_stock_at,
            refund_review=settings.refund_review, margin_floor_bp=settings.margin_floor_bp,
            guarantee=settings.guarantee,
        ),
    )  # fmt: skip


@office.get("/settings")
async def read_settings(session: Read, _staff: Annotated[Staff, require("shop.settings")]) -> SettingsOut:
    return _settings(await queries.tenant(session))


@office.put("/settings")
async def change_settings(
    wanted: SettingsIn, session: Write, staff: Annotated[Staff, require("shop.settings")]
) -> SettingsOut:
    change = actions.ShopChange(
        name=wanted.name, theme_color=wanted.theme_color, contact_phone=wanted.contact_phone,
        licence=Licence(**wanted.licence.model_dump()),
        settings=ShopSettings(**wanted.rules.model_dump(), notice=wanted.notice),
    )  # fmt: skip
    return _settings(await actions.change_settings(session, staff, change))


class DocumentBody(BaseModel):
    """Markdown in both languages."""

    body_zh: Annotated[str, StringConstraints(min_length=50, max_length=50_000)]
    body_en: Annotated[str, StringConstraints(min_length=50, max_length=50_000)]


class DocumentOut(DocumentBody):
    kind: DocumentKind
    version: int
    published_at: datetime | None


async def _document(session: ReadSession, kind: DocumentKind) -> DocumentOut:
    found = await queries.document(session, kind)
    return DocumentOut(
        kind=kind, version=found.version, body_zh=found.body_zh, body_en=found.body_en, published_at=found.published_at
    )  # fmt: skip


@office.get("/settings/documents/{kind}")
async def read_document(
    kind: DocumentKind, session: Read, _staff: Annotated[Staff, require("shop.settings")]
) -> DocumentOut:
    return await _document(session, kind)


@office.put("/settings/documents/{kind}")
async def publish_document(
    kind: DocumentKind,
    wanted: DocumentBody,
    session: Write,
    staff: Annotated[Staff, require("shop.settings")],
) -> DocumentOut:
    """Publish a new version; customers are asked to agree to it at their next order."""
    await actions.publish_document(session, staff, kind, wanted.body_zh, wanted.body_en)
    return await _document(session, kind)


class AppIn(BaseModel):
    """Keys of one app; those left out stay as they are."""

    appid: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)]
    secret: Annotated[str, StringConstraints(strip_whitespace=True, max_length=64)] | None = None
    push_token: Annotated[str, StringConstraints(strip_whitespace=True, max_length=64)] | None = None
    push_aes_key: Annotated[str, StringConstraints(strip_whitespace=True, max_length=64)] | None = None


class AppOut(BaseModel):
    """An app without its secrets: only the last four characters of the AppSecret are ever shown."""

    kind: AppKind
    appid: str | None
    configured: bool
    secret_last4: str | None
    has_secret: bool
    has_push_token: bool
    has_push_aes_key: bool
    push_url: str | None
    updated_at: datetime | None


async def _app(session: ReadSession, kind: AppKind) -> AppOut:
    view = next((one for one in await queries.wechat_app_views(session) if one.kind is kind), None)
    push = view.push_configured if view else False
    url = f"{config().public_url}/callbacks/push/{session.tenant}/{view.appid}" if view else None
    return AppOut(
        kind=kind, appid=view.appid if view else None, configured=view is not None, has_secret=view is not None,
        secret_last4=view.secret_last4 if view else None, has_push_token=push, has_push_aes_key=push, push_url=url,
        updated_at=view.updated_at if view else None,
    )  # fmt: skip


@office.get("/settings/wechat-apps/{kind}")
async def read_app(kind: AppKind, session: Read, _staff: Annotated[Staff, require("keys.write")]) -> AppOut:
    return await _app(session, kind)


@office.put("/settings/wechat-apps/{kind}", response_model=AppOut, responses=WAITS)
async def set_app(
    kind: AppKind,
    wanted: AppIn,
    session: Write,
    staff: Annotated[Staff, require("keys.write")],
    code: FreshCode,
) -> AppOut | JSONResponse:
    """Store the keys; others in the place of the first ones wait for a second person."""
    keys = actions.AppKeys(
        wanted.appid, wanted.secret or None, wanted.push_token or None, wanted.push_aes_key or None
    )
    waits = await actions.replace_wechat_app(session, staff, kind, keys, code)
    return waiting(waits) if waits else await _app(session, kind)


class CheckStep(BaseModel):
    name: str
    ok: bool
    detail: str


class Check(BaseModel):
    ok: bool
    steps: list[CheckStep]


@vault_room.post("/settings/wechat-apps/{kind}/test")
async def try_app(
    kind: AppKind, db: Own, staff: Annotated[Staff, require("keys.write")], request: Request
) -> Check:
    """Ask WeChat with the stored keys and say what to do where it says no."""
    english = language_of(request) == "en"
    steps = [
        CheckStep(name=step.name, ok=step.ok, detail=step.en if english else step.zh)
        for step in await actions.try_wechat_app(db, staff, kind)
    ]
    return Check(ok=all(step.ok for step in steps), steps=steps)


class PersonOut(BaseModel):
    """One line of the list of people; figures are null while nobody counts orders."""

    id: PersonRef
    nickname: str
    avatar_url: str | None
    phone_last4: str | None
    joined_at: datetime
    orders: int | None
    paid_fen: int | None


@office.get("/people")
async def read_people(
    session: Read,
    page: PageQuery,
    _staff: Annotated[Staff, require("people.read")],
    q: Annotated[str, Query(max_length=40)] = "",
) -> Page[PersonOut]:
    """Newest first; `q` is a full phone, its last four digits, or part of a nickname."""
    after = page.after(UUID)
    rows = await queries.search_people(session, q, before=after[0] if after else None, limit=page.limit + 1)
    shown = rows[: page.limit]
    answers = await queries.person_figures.all(session, [row.id for row in shown])
    figures = answers.get("orders", {})
    items = [
        PersonOut(
            id=row.id, nickname=row.nickname, avatar_url=row.avatar_url, phone_last4=row.phone_last4,
            joined_at=row.joined_at,
            orders=figures[row.id].orders if row.id in figures else (0 if answers else None),
            paid_fen=figures[row.id].paid_fen if row.id in figures else (0 if answers else None),
        )
        for row in shown
    ]  # fmt: skip
    return Page(items=items, next_cursor=next_cursor(rows, page.limit, "id"))


class PersonRevealed(BaseModel):
    nickname: str
    phone: str | None


@vault_room.post("/people/{person_id}/reveal")
async def reveal_person(
    person_id: PersonRef, db: Own, staff: Annotated[Staff, require("people.reveal")]
) -> PersonRevealed:
    """Show the phone in clear; the look is logged. Own route, so that no stored answer keeps it."""
    found = await actions.reveal_person(db, staff, PersonId(person_id))
    return PersonRevealed(nickname=found.nickname, phone=found.phone)
