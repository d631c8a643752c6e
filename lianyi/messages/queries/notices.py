"""Notices as they are read: what is due, a person's inbox, the staff's list."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from lianyi.identity.queries.questions import own_data
from lianyi.identity.types import PersonId, Shopper
from lianyi.kit.db import ReadSession, Statement
from lianyi.messages.queries.arrangement import kind_settings, remaining, switched_off
from lianyi.messages.queries.kinds import DECLARED, kinds
from lianyi.messages.rules.words import notice_text
from lianyi.messages.types import Notice, NoticeKind, NoticeState, Reason
from lianyi.wechat.types import AppKind

UNREAD_MAX = 100
PROMPT_MAX = 3  # templates one tap may ask for
PLENTY = 5  # a person who already allows as many is not asked again
OWN_MAX = 500
FIGURE_DAYS = 7

DUE = Statement(
    """
    select id from messages_notice where tenant_id = %(tenant)s and try_at <= %(now)s
    order by try_at, id limit %(limit)s
    """,
    UUID,
)
INBOX = Statement(
    """
    select id, kind, person_id, page, data, state, reason, errcode, app, tries, created_at, try_at, sent_at, read_at
    from messages_notice
    where tenant_id = %(tenant)s and person_id = %(person_id)s and (until_at is null or until_at > %(now)s)
      and (%(before)s::uuid is null or id < %(before)s)
    order by id desc limit %(limit)s
    """,
    Notice,
)
UNREAD = Statement(
    """
    select count(*)::int from (select 1 from messages_notice
      where tenant_id = %(tenant)s and person_id = %(person_id)s and read_at is null
        and (until_at is null or until_at > %(now)s) limit %(limit)s) as counted
    """,
    int,
)
LISTED = Statement(
    """
    select id, kind, person_id, page, data, state, reason, errcode, app, tries, created_at, try_at, sent_at, read_at
    from messages_notice
    where tenant_id = %(tenant)s and (%(before)s::uuid is null or id < %(before)s)
      and (%(kind)s::text is null or kind = %(kind)s)
      and (%(states)s::text[] is null or state = any(%(states)s::text[]))
    order by id desc limit %(limit)s
    """,
    Notice,
)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many notices of some days ended in a state for a reason."""

    state: NoticeState
    reason: Reason | None
    count: int


TALLY = Statement(
    """
    select state, reason, count(*)::int as count from messages_notice
    where tenant_id = %(tenant)s and created_at >= %(since)s group by state, reason
    order by state, reason limit 100
    """,
    Tally,
)
FAILED = Statement(
    """
    select count(*)::int from (select 1 from messages_notice
      where tenant_id = %(tenant)s and state = 'failed' and created_at >= %(since)s
        and errcode is distinct from 43101 limit 1000) as counted
    """,
    int,
)


async def due(session: ReadSession, limit: int) -> list[UUID]:
    """Notices whose time has come, longest overdue first."""
    return await session.all(DUE, limit=limit)


async def inbox(session: ReadSession, shopper: Shopper, *, before: UUID | None, limit: int) -> list[Notice]:
    """A person's own notices, newest first, whether or not WeChat carried them; what is outdated is left out."""
    return await session.all(INBOX, person_id=shopper.person, before=before, limit=limit)


async def unread(session: ReadSession, shopper: Shopper) -> int:
    """How many of one's notices are unread, counted up to a hundred."""
    return await session.one(UNREAD, person_id=shopper.person, limit=UNREAD_MAX)


async def listed(
    session: ReadSession, *, kind: str | None, states: list[str] | None, before: UUID | None, limit: int
) -> list[Notice]:
    """Notices as the staff see them, newest first."""
    return await session.all(LISTED, kind=kind, states=states, before=before, limit=limit)


async def tally(session: ReadSession) -> list[Tally]:
    """Seven days of notices by state and reason."""
    return await session.all(TALLY, since=session.now - timedelta(days=FIGURE_DAYS))


async def failed_since(session: ReadSession, since: datetime) -> int:
    """Notices that failed since an instant, counted up to a thousand, for the overview.

    43101 is left out: a person who changed their mind is nothing for the shop to mend.
    """
    return await session.one(FAILED, since=since)


async def prompt(session: ReadSession, shopper: Shopper, moment: str) -> dict[AppKind, list[str]]:
    """The templates to ask a person for at a moment, at most three an app: none they turned off or have plenty of."""
    off = await switched_off(session, shopper.person)
    plenty = {
        (one.app, one.template_id)
        for one in await remaining(session, shopper.person)
        if one.remaining >= PLENTY
    }
    wanted = [kind.code for kind in kinds() if kind.moment == moment and kind.code not in off]
    found: dict[AppKind, list[str]] = {AppKind.MINI: [], AppKind.OFFICIAL: []}
    settings = await kind_settings(session)
    for code in wanted:
        setting = settings.get(code)
        if setting is None or not setting.is_on:
            continue
        for app, use in ((AppKind.MINI, setting.mini), (AppKind.OFFICIAL, setting.official)):
            if use and (app.value, use.template_id) not in plenty and use.template_id not in found[app]:
                found[app].append(use.template_id)
    return {app: templates[:PROMPT_MAX] for app, templates in found.items()}


def title_and_text(notice: Notice, language: str) -> tuple[str, str]:
    """A notice in words; a kind that is gone keeps its code and its values."""
    kind = DECLARED.get(notice.kind)
    if kind is None:
        return notice.kind, ",".join(str(value) for value in notice.data.values())
    return (kind.en if language == "en" else kind.zh), notice_text(kind, notice.data, language)


@own_data.answer("messages")
async def own_notices(session: ReadSession, person: PersonId) -> object:
    """What the shop told a person, and what they turned off."""
    found = await session.all(INBOX, person_id=person, before=None, limit=OWN_MAX)
    return {
        "notices": [
            {
                "title": title_and_text(one, "zh")[0],
                "text": title_and_text(one, "zh")[1],
                "at": one.created_at,
            }
            for one in found
        ],
        "turned_off": sorted(await switched_off(session, person)),
    }


def shown_kinds(settings: dict[str, Any]) -> list[NoticeKind]:
    """The kinds a person may turn on and off: those the shop sends."""
    return [kind for kind in kinds() if kind.code not in settings or settings[kind.code].is_on]
