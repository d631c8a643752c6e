"""Writes of messages, one function a statement."""

from datetime import datetime
from uuid import UUID

from lianyi.kit.db import Session, Statement
from lianyi.kit.secrets import vault
from lianyi.messages.rules import codes as rules

ADD_SMS = Statement(
    """
    insert into messages_sms (tenant_id, id, phone_sealed, phone_blind, kind, state, created_at)
    values (%(tenant)s, %(id)s, %(phone_sealed)s, %(phone_blind)s, %(kind)s, 'sending', %(now)s)
    """
)
END_SMS = Statement(
    """
    update messages_sms set state = %(state)s, error = %(error)s,
      sent_at = case when %(state)s = 'sent' then %(now)s::timestamptz end
    where tenant_id = %(tenant)s and id = %(id)s
    """
)
# The guard stands in the statement: one code a minute and ten a day, whoever asks at the same moment.
PUT_CODE = Statement(
    """
    insert into messages_login_code as c
      (tenant_id, phone_blind, code_hash, sent_at, expires_at, day, day_count)
    values (%(tenant)s, %(phone_blind)s, %(code_hash)s, %(now)s, %(expires_at)s, %(day)s, 1)
    on conflict (tenant_id, phone_blind) do update set code_hash = excluded.code_hash, tries = 0,
      sent_at = excluded.sent_at, expires_at = excluded.expires_at, day = excluded.day,
      day_count = case when c.day = excluded.day then c.day_count + 1 else 1 end
    where c.sent_at <= %(latest_sent_at)s and (c.day <> excluded.day or c.day_count < %(codes_a_day)s)
    """
)
TAKE_TRY = Statement(
    """
    update messages_login_code set tries = tries + 1
    where tenant_id = %(tenant)s and phone_blind = %(phone_blind)s and expires_at > %(now)s and tries < 5
    returning code_hash
    """,
    bytes,
)
SPEND_CODE = Statement(
    """
    update messages_login_code set expires_at = %(now)s
    where tenant_id = %(tenant)s and phone_blind = %(phone_blind)s and code_hash = %(code_hash)s
      and expires_at > %(now)s
    """
)
FORGET_PHONE_SMS = Statement(
    "delete from messages_sms where tenant_id = %(tenant)s and phone_blind = %(phone_blind)s"
)
FORGET_PHONE_CODE = Statement(
    "delete from messages_login_code where tenant_id = %(tenant)s and phone_blind = %(phone_blind)s"
)
OLD_SMS = Statement(
    """
    delete from messages_sms where tenant_id = %(tenant)s and id in (
      select id from messages_sms where tenant_id = %(tenant)s and created_at < %(before)s limit %(limit)s)
    """
)
OLD_CODES = Statement(
    """
    delete from messages_login_code where tenant_id = %(tenant)s and phone_blind in (
      select phone_blind from messages_login_code
      where tenant_id = %(tenant)s and sent_at < %(before)s limit %(limit)s)
    """
)


async def add_sms(session: Session, sms: UUID, phone: str, phone_blind: bytes, kind: str) -> None:
    sealed = vault().seal(phone, f"messages_sms.phone:{sms}")
    await session.later(ADD_SMS, id=sms, phone_sealed=sealed, phone_blind=phone_blind, kind=kind)


async def end_sms(session: Session, sms: UUID, *, error: str | None) -> None:
    await session.later(END_SMS, id=sms, state="sent" if error is None else "failed", error=error)


async def put_code(session: Session, phone_blind: bytes, code_hash: bytes, day: str) -> bool:
    """Keep a new code in place of the old one; False when it comes too soon or the day's are used up."""
    rows = await session.run(
        PUT_CODE, phone_blind=phone_blind, code_hash=code_hash, day=day, codes_a_day=rules.CODES_A_DAY,
        expires_at=session.now + rules.CODE_LIFE, latest_sent_at=session.now - rules.CODE_EVERY,
    )  # fmt: skip
    return rows == 1


async def take_try(session: Session, phone_blind: bytes) -> bytes | None:
    """Count a try and give the code's hash; None when there is no code to try."""
    return await session.maybe(TAKE_TRY, phone_blind=phone_blind)


async def spend_code(session: Session, phone_blind: bytes, code_hash: bytes) -> bool:
    """False when somebody else used the code at the same moment."""
    return await session.run(SPEND_CODE, phone_blind=phone_blind, code_hash=code_hash) == 1


async def forget_phone(session: Session, phone_blind: bytes) -> None:
    await session.later(FORGET_PHONE_SMS, phone_blind=phone_blind)
    await session.later(FORGET_PHONE_CODE, phone_blind=phone_blind)


async def drop_old(session: Session, before: datetime, limit: int) -> int:
    return max(
        await session.run(OLD_SMS, before=before, limit=limit),
        await session.run(OLD_CODES, before=before, limit=limit),
    )
