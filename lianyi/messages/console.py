"""HTTP for staff: notices and what became of them, kinds and their templates, quiet hours and budget."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from fastapi import Query, Request
from pydantic import BaseModel, Field

from lianyi.identity import queries as identity
from lianyi.identity.edges import require
from lianyi.identity.types import PersonId, Staff
from lianyi.kit.db import ReadSession
from lianyi.kit.http import Own, Read, Write, edge, language_of
from lianyi.kit.ids import as_word
from lianyi.kit.limits import rate_limit
from lianyi.kit.paging import Page, PageQuery, next_cursor
from lianyi.messages import actions
from lianyi.messages.queries import arrangement, kinds
from lianyi.messages.queries import notices as queries
from lianyi.messages.rules.hours import clock
from lianyi.messages.rules.words import REASON_WORDS, state_text
from lianyi.messages.types import KindSetting, NoticeKind, NoticeSettings, NoticeState, Reason, TemplateUse
from lianyi.wechat.types import AppKind

router = edge("/api/console", tags=["console: messages"])
outward = edge("/api/console", tags=["console: messages"], own=True)
Reader = Annotated[Staff, require("notices.read")]
Writer = Annotated[Staff, require("notices.write")]
NoticeRef = Annotated[UUID, as_word("ntc")]
PersonRef = Annotated[UUID, as_word("psn")]
Code = Annotated[str, Field(max_length=60)]
Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
StateWord = Literal["queued", "waiting", "sending", "sent", "skipped", "failed"]
KEYS_MAX = 10
DAILY_BUDGET_MAX = 100


class NoticePerson(BaseModel):
    id: PersonRef
    nickname: str


class SentNotice(BaseModel):
    """`reason_text` says in words where it stands, and why it did not go out."""

    id: NoticeRef
    kind: str
    title: str
    text: str
    person: NoticePerson
    state: NoticeState
    reason: Reason | None
    reason_text: str
    errcode: int | None
    app: AppKind | None
    tries: int
    created_at: datetime
    try_at: datetime | None
    sent_at: datetime | None


class ReasonCount(BaseModel):
    reason: Reason
    text: str
    count: int


class NoticeFigures(BaseModel):
    """Seven days: what was told, what reached WeChat, what did not and why."""

    told: int
    sent: int
    waiting: int
    skipped: int
    failed: int
    reasons: list[ReasonCount]


class NoticePage(Page[SentNotice]):
    figures: NoticeFigures


@router.get("/notices")
async def listed(
    session: Read, _staff: Reader, page: PageQuery, request: Request,
    kind: Annotated[str | None, Query(max_length=60)] = None, state: StateWord | None = None,
) -> NoticePage:  # fmt: skip
    """Notices, newest first, with seven days in figures."""
    after = page.after(UUID)
    found = await queries.listed(
        session, kind=kind, states=[state] if state else None, before=after[0] if after else None,
        limit=page.limit + 1,
    )  # fmt: skip
    shown, language = found[: page.limit], language_of(request)
    people = await identity.people_brief(session, [PersonId(one.person_id) for one in shown])
    items = []
    for one in shown:
        title, text = queries.title_and_text(one, language)
        brief = people.get(PersonId(one.person_id))
        items.append(
            SentNotice(
                id=one.id, kind=one.kind, title=title, text=text, state=one.state, reason=one.reason,
                person=NoticePerson(id=one.person_id, nickname=brief.nickname if brief else ""),
                reason_text=state_text(one.state, one.reason, one.errcode, language), errcode=one.errcode,
                app=one.app, tries=one.tries, created_at=one.created_at, try_at=one.try_at, sent_at=one.sent_at,
            )
        )  # fmt: skip
    return NoticePage(
        items=items,
        next_cursor=next_cursor(found, page.limit, "id"),
        figures=await _figures(session, language),
    )


async def _figures(session: ReadSession, language: str) -> NoticeFigures:
    counted = await queries.tally(session)
    by_state = {state: sum(one.count for one in counted if one.state is state) for state in NoticeState}
    reasons = [
        ReasonCount(reason=one.reason, text=REASON_WORDS[one.reason][language == "en"], count=one.count)
        for one in sorted(counted, key=lambda one: -one.count)
        if one.reason is not None
    ]
    return NoticeFigures(
        told=sum(by_state.values()), sent=by_state[NoticeState.SENT], skipped=by_state[NoticeState.SKIPPED],
        failed=by_state[NoticeState.FAILED], reasons=reasons,
        waiting=by_state[NoticeState.QUEUED] + by_state[NoticeState.WAITING] + by_state[NoticeState.SENDING],
    )  # fmt: skip


class KindFieldOut(BaseModel):
    """`fits`: the kinds of template keys that can carry it (`thing1` is a `thing`)."""

    name: str
    zh: str
    en: str
    kind: str
    fits: list[str]


class TemplateUseIO(BaseModel):
    """`keys`: the field's name to the template's key. Every key of the template should be filled, else WeChat refuses."""

    template_id: Annotated[str, Field(min_length=1, max_length=64)]
    keys: Annotated[
        dict[Code, Annotated[str, Field(max_length=40)]], Field(min_length=1, max_length=KEYS_MAX)
    ]

    @classmethod
    def of(cls, use: TemplateUse | None) -> Self | None:
        return None if use is None else cls(template_id=use.template_id, keys=dict(use.keys))

    def use(self) -> TemplateUse:
        return TemplateUse(self.template_id, self.keys)


class KindOut(BaseModel):
    """`quiet`: `wait` for the end of the quiet hours or `send` at once; `exempt` passes the daily budget."""

    code: str
    zh: str
    en: str
    fields: list[KindFieldOut]
    exempt: bool
    quiet: Literal["send", "wait"]
    moment: str
    on: bool
    mini: TemplateUseIO | None
    official: TemplateUseIO | None


class KindIn(BaseModel):
    on: bool = True
    mini: TemplateUseIO | None = None
    official: TemplateUseIO | None = None


@router.get("/notice-kinds")
async def listed_kinds(session: Read, _staff: Reader) -> list[KindOut]:
    """Every kind of notice with the shop's templates for it."""
    settings = await arrangement.kind_settings(session)
    return [_kind(kind, settings.get(kind.code, KindSetting())) for kind in kinds.kinds()]


@router.put("/notice-kinds/{code}")
async def set_kind(code: Code, given: KindIn, session: Write, staff: Writer) -> KindOut:
    """Map a kind to the shop's templates, or turn it off."""
    setting = KindSetting(
        given.on, given.mini.use() if given.mini else None, given.official.use() if given.official else None
    )
    await actions.set_kind(session, staff, code, setting)
    return _kind(kinds.kind(code), setting)


def _kind(kind: NoticeKind, setting: KindSetting) -> KindOut:
    return KindOut(
        code=kind.code, zh=kind.zh, en=kind.en, exempt=kind.exempt, quiet=kind.quiet, moment=kind.moment,
        on=setting.is_on, mini=TemplateUseIO.of(setting.mini), official=TemplateUseIO.of(setting.official),
        fields=[
            KindFieldOut(name=one.name, zh=one.zh, en=one.en, kind=one.kind, fits=list(kinds.fitting_keys(one.kind)))
            for one in kind.fields
        ],
    )  # fmt: skip


class TemplateKeyOut(BaseModel):
    key: str
    label: str


class TemplateOut(BaseModel):
    template_id: str
    title: str
    keys: list[TemplateKeyOut]


@outward.get("/wechat-templates", dependencies=[rate_limit("30/minute", name="wechat-templates")])
async def templates(db: Own, staff: Reader, app: AppKind) -> list[TemplateOut]:
    """The templates chosen in WeChat's console, asked of WeChat now."""
    found = await actions.chosen_templates(db, staff.tenant, app)
    return [
        TemplateOut(
            template_id=one.template_id, title=one.title,
            keys=[TemplateKeyOut(key=key.key, label=key.label) for key in one.keys],
        )
        for one in found
    ]  # fmt: skip


class NoticeSettingsIO(BaseModel):
    """Quiet hours by the shop's clock, equal for none; notices a person may get a day, exempt kinds not counted."""

    quiet_from: Clock
    quiet_to: Clock
    daily_budget: Annotated[int, Field(ge=0, le=DAILY_BUDGET_MAX)]


@router.get("/notice-settings")
async def settings(session: Read, _staff: Reader) -> NoticeSettingsIO:
    """Quiet hours and daily budget."""
    return _settings(await arrangement.settings(session))


@router.put("/notice-settings")
async def set_settings(given: NoticeSettingsIO, session: Write, staff: Writer) -> NoticeSettingsIO:
    """Set quiet hours and daily budget."""
    wanted = NoticeSettings(_minutes(given.quiet_from), _minutes(given.quiet_to), given.daily_budget)
    await actions.set_settings(session, staff, wanted)
    return _settings(wanted)


def _settings(found: NoticeSettings) -> NoticeSettingsIO:
    return NoticeSettingsIO(
        quiet_from=clock(found.quiet_from), quiet_to=clock(found.quiet_to), daily_budget=found.daily_budget
    )


def _minutes(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])
