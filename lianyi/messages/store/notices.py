"""Notices: written once per (kind, key), moved by guarded statements alone."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from lianyi.kit.db import Statement

ADD = Statement(
    """
    insert into messages_notice
      (tenant_id, id, kind, key, person_id, page, data, state, created_at, try_at, until_at)
    values (%(tenant)s, %(id)s, %(kind)s, %(key)s, %(person_id)s, %(page)s, %(data)s::jsonb, %(state)s, %(now)s,
      %(try_at)s, %(until_at)s)
    on conflict (tenant_id, kind, key) do nothing returning id
    """,
    UUID,
)
WITHDRAW = Statement(
    """
    update messages_notice set until_at = %(now)s,
      try_at = case when state in ('queued', 'waiting') then %(now)s else try_at end
    where tenant_id = %(tenant)s and kind = %(kind)s and key = %(key)s and (until_at is null or until_at > %(now)s)
    """
)


@dataclass(frozen=True, slots=True)
class Taken:
    """A notice that is this sender's own until its lease ends; `app` and `template_id` hold a consent of an earlier try."""

    id: UUID
    kind: str
    person_id: UUID
    page: str
    data: dict[str, Any]
    until_at: datetime | None
    tries: int
    app: str | None
    template_id: str | None
    budget_day: date | None


TAKE = Statement(
    """
    update messages_notice set state = 'sending', tries = tries + 1, try_at = %(lease_until)s
    where tenant_id = %(tenant)s and id = %(id)s and state in ('queued', 'waiting', 'sending') and try_at <= %(now)s
    returning id, kind, person_id, page, data, until_at, tries, app, template_id, budget_day
    """,
    Taken,
)
# What a sender learns counts only while the notice is still its own: another try, or WeChat's own report, may have come.
HOLD = Statement(
    """
    update messages_notice set app = %(app)s, template_id = %(template_id)s, budget_day = %(budget_day)s
    where tenant_id = %(tenant)s and id = %(id)s
    """
)
WAIT = Statement(
    """
    update messages_notice set state = %(state)s, try_at = %(try_at)s, tries = %(tries)s
    where tenant_id = %(tenant)s and id = %(id)s and state = 'sending' and tries = %(taken)s
    """
)
END = Statement(
    """
    update messages_notice set state = %(state)s, reason = %(reason)s, errcode = %(errcode)s, try_at = null
    where tenant_id = %(tenant)s and id = %(id)s and state = 'sending' and tries = %(taken)s
    """
)
SENT = Statement(
    """
    update messages_notice set state = 'sent', reason = null, errcode = null, msg_id = %(msg_id)s, try_at = null,
      sent_at = %(now)s
    where tenant_id = %(tenant)s and id = %(id)s and state = 'sending' and tries = %(taken)s
    """
)
# WeChat's own report. It finds its notice by the message's number, or, where that answer was lost or is still on its
# way, or WeChat gives no number (an official account), by being the oldest unreported one of this person and template.
REPORTED = Statement(
    """
    update messages_notice set msg_id = %(msg_id)s, try_at = null,
      state = case when %(errcode)s = 0 then 'sent' else 'failed' end,
      reason = case when %(errcode)s = 0 then null else 'not_delivered' end,
      errcode = nullif(%(errcode)s, 0), sent_at = coalesce(sent_at, %(now)s)
    where tenant_id = %(tenant)s and id = coalesce(
      (select id from messages_notice where tenant_id = %(tenant)s and person_id = %(person_id)s
        and msg_id = %(msg_id)s limit 1),
      (select id from messages_notice where tenant_id = %(tenant)s and person_id = %(person_id)s
        and template_id = %(template_id)s and app = %(app)s and msg_id is null and tries > 0
        and state in ('sending', 'queued', 'sent') order by id limit 1))
    """
)
READ = Statement(
    """
    update messages_notice set read_at = %(now)s
    where tenant_id = %(tenant)s and person_id = %(person_id)s and read_at is null
      and (%(ids)s::uuid[] is null or id = any(%(ids)s::uuid[]))
    """
)
DROP_OLD = Statement(
    """
    delete from messages_notice where tenant_id = %(tenant)s and id in (
      select id from messages_notice where tenant_id = %(tenant)s and created_at < %(before)s limit %(limit)s)
    """
)
FORGET_PERSON = Statement(
    "delete from messages_notice where tenant_id = %(tenant)s and person_id = %(person_id)s"
)
MOVE_PERSON = Statement(
    """
    update messages_notice set person_id = %(into_person_id)s
    where tenant_id = %(tenant)s and person_id = %(from_person_id)s
    """
)
