"""What messages speak of: kinds of notices, notices, templates, how a shop wants them sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal, NewType
from uuid import UUID

from lianyi.wechat.types import AppKind

NoticeId = NewType("NoticeId", UUID)
FieldKind = Literal["thing", "amount", "time", "number", "character_string", "phrase"]
Quiet = Literal["send", "wait"]
NoticeValue = str | int | datetime
MINUTES_A_DAY = 24 * 60


class NoticeState(StrEnum):
    """`waiting`: quiet hours; `sending`: WeChat is being asked, or was when the program stopped."""

    QUEUED = "queued"
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    SKIPPED = "skipped"
    FAILED = "failed"


class Reason(StrEnum):
    """Why a notice did not go out by WeChat; the inbox of the shop shows it all the same (not `outdated`)."""

    NO_CONSENT = "no_consent"
    OVER_BUDGET = "over_budget"
    SWITCHED_OFF = "switched_off"
    KIND_OFF = "kind_off"
    NO_TEMPLATE = "no_template"
    NO_OPENID = "no_openid"
    OUTDATED = "outdated"
    KIND_GONE = "kind_gone"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    NOT_DELIVERED = "not_delivered"


class Answer(StrEnum):
    """What `wx.requestSubscribeMessage` says for a template; only an accept allows a message, and exactly one."""

    ACCEPT = "accept"
    REJECT = "reject"
    BAN = "ban"
    FILTER = "filter"


@dataclass(frozen=True, slots=True)
class NoticeField:
    """One value of a notice. `kind` as WeChat names it; amounts are given in fen, times as instants."""

    name: str
    zh: str
    en: str
    kind: FieldKind


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """A kind of notice, declared by the domain that sends it.

    `exempt`: passes the person's daily budget. `quiet`: whether it waits for the end of the quiet hours. `moment`: where
    the shop asks for consent (`order`, `team`). `text_zh` and `text_en` are str.format sentences over the fields; without
    them the inbox lists the fields.
    """

    code: str
    zh: str
    en: str
    exempt: bool
    quiet: Quiet
    fields: tuple[NoticeField, ...]
    moment: str
    text_zh: str = ""
    text_en: str = ""


@dataclass(frozen=True, slots=True)
class TemplateUse:
    """A template of the shop's app at WeChat and which of its keys takes which field (`{"title": "thing1"}`)."""

    template_id: str
    keys: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class KindSetting:
    """How a shop sends a kind; `mini` goes first, `official` where the mini program cannot."""

    is_on: bool = True
    mini: TemplateUse | None = None
    official: TemplateUse | None = None


@dataclass(frozen=True, slots=True)
class NoticeSettings:
    """Quiet hours in minutes of the shop's day (22:00 to 08:00), equal for none; notices a person may get a day."""

    quiet_from: int = 22 * 60
    quiet_to: int = 8 * 60
    daily_budget: int = 3


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice as the staff see it; `data` holds the fields' texts, uncut."""

    id: NoticeId
    kind: str
    person_id: UUID
    page: str
    data: Mapping[str, Any]
    state: NoticeState
    reason: Reason | None
    errcode: int | None
    app: AppKind | None
    tries: int
    created_at: datetime
    try_at: datetime | None
    sent_at: datetime | None
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class TemplateKey:
    """A key of a template (`thing1`) and WeChat's label for it."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class ChosenTemplate:
    """A template that the shop chose in WeChat's console."""

    template_id: str
    title: str
    keys: tuple[TemplateKey, ...]
