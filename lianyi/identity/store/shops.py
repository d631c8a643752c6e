"""Writes around a shop: itself, its settings, documents, WeChat apps, what was used once, what was done."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from lianyi.identity.types import Change, DocumentKind, Licence, ShopSettings, Staff
from lianyi.kit import wire
from lianyi.kit.db import Session, Statement
from lianyi.kit.ids import new_id
from lianyi.kit.secrets import vault
from lianyi.wechat.types import AppKind

# A new shop begins with the guarantee on; shops from before it keep it off until they decide (ShopSettings' default).
ADD_TENANT = Statement(
    """
    insert into identity_tenant (id, slug, name, theme_color, settings, created_at)
    values (%(tenant)s, %(slug)s, %(name)s, %(theme_color)s, '{"guarantee": true}', %(now)s)
    on conflict (slug) do nothing
    """
)
LOCK_TENANT = Statement("select id from identity_tenant where id = %(tenant)s for update")
CHANGE_TENANT = Statement(
    """
    update identity_tenant set name = %(name)s, theme_color = %(theme_color)s, contact_phone = %(contact_phone)s,
      licence = %(licence)s::jsonb, settings = %(settings)s::jsonb
    where id = %(tenant)s
    """
)
ADD_DOCUMENT = Statement(
    """
    insert into identity_document (tenant_id, kind, version, body_zh, body_en, published_by, published_at)
    values (%(tenant)s, %(kind)s, %(version)s, %(body_zh)s, %(body_en)s, %(staff)s, %(now)s)
    """
)
PUT_APP = Statement(
    """
    insert into identity_wechat_app as a (tenant_id, kind, appid, secret_sealed, secret_last4, push_token_sealed,
      push_aes_key_sealed, updated_at)
    values (%(tenant)s, %(kind)s, %(appid)s, %(secret_sealed)s, %(secret_last4)s, %(push_token_sealed)s,
      %(push_aes_key_sealed)s, %(now)s)
    on conflict (tenant_id, kind) do update set appid = excluded.appid, secret_sealed = excluded.secret_sealed,
      secret_last4 = excluded.secret_last4,
      push_token_sealed = coalesce(excluded.push_token_sealed, a.push_token_sealed),
      push_aes_key_sealed = coalesce(excluded.push_aes_key_sealed, a.push_aes_key_sealed),
      updated_at = excluded.updated_at
    """
)
USE_ONCE = Statement(
    """
    insert into identity_once (tenant_id, digest, until) values (%(tenant)s, %(digest)s, %(until)s)
    on conflict (tenant_id, digest) do nothing
    """
)
OLD_ONCE = Statement(
    """
    delete from identity_once where tenant_id = %(tenant)s and digest in (
      select digest from identity_once where tenant_id = %(tenant)s and until < %(now)s limit %(limit)s)
    """
)
NOTE_CHANGE = Statement(
    """
    insert into identity_audit (tenant_id, id, at, staff_id, staff_name, act, subject, before, after)
    values (%(tenant)s, %(id)s, %(now)s, %(staff)s, %(staff_name)s, %(act)s, %(subject)s, %(before)s::jsonb,
      %(after)s::jsonb)
    """
)
NOTE_ACCESS = Statement(
    """
    insert into identity_access_log (tenant_id, id, at, staff_id, staff_name, subject, fields)
    values (%(tenant)s, %(id)s, %(now)s, %(staff)s, %(staff_name)s, %(subject)s, %(fields)s::text[])
    """
)


def _json(value: Any) -> str | None:
    return None if value is None else wire.dumps(value).decode()


async def add_tenant(session: Session, slug: str, name: str, theme_color: str) -> bool:
    """False when the slug is taken."""
    return await session.run(ADD_TENANT, slug=slug, name=name, theme_color=theme_color) == 1


async def lock_tenant(session: Session) -> None:
    """Hold the shop's row: settings are read, checked and written as one."""
    await session.later(LOCK_TENANT)


async def change_tenant(
    session: Session,
    *,
    name: str,
    theme_color: str,
    contact_phone: str,
    licence: Licence,
    settings: ShopSettings,
) -> None:
    await session.later(
        CHANGE_TENANT, name=name, theme_color=theme_color, contact_phone=contact_phone,
        licence=_json(asdict(licence)), settings=_json(asdict(settings)),
    )  # fmt: skip


async def add_document(
    session: Session, staff: Staff, kind: DocumentKind, version: int, body_zh: str, body_en: str
) -> None:
    await session.later(
        ADD_DOCUMENT, kind=kind.value, version=version, body_zh=body_zh, body_en=body_en, staff=staff.staff
    )


async def put_app(
    session: Session,
    kind: AppKind,
    *,
    appid: str,
    secret: str,
    push_token: str | None,
    push_aes_key: str | None,
) -> None:
    """Store an app's keys sealed; push keys that are not given stay as they were."""
    await session.later(
        PUT_APP, kind=kind.value, appid=appid, secret_last4=secret[-4:],
        secret_sealed=vault().seal(secret, f"identity_wechat_app.secret:{kind}"),
        push_token_sealed=_sealed(push_token, f"identity_wechat_app.push_token:{kind}"),
        push_aes_key_sealed=_sealed(push_aes_key, f"identity_wechat_app.push_aes:{kind}"),
    )  # fmt: skip


def _sealed(text: str | None, context: str) -> bytes | None:
    return None if text is None else vault().seal(text, context)


async def use_once(session: Session, digest: bytes, until: datetime) -> bool:
    """Take something that may be taken once (an OAuth state, a pushed message); False when it was taken before."""
    return await session.run(USE_ONCE, digest=digest, until=until) == 1


async def drop_old_once(session: Session, limit: int) -> int:
    return await session.run(OLD_ONCE, limit=limit)


async def note_change(session: Session, staff: Staff, change: Change) -> None:
    await session.later(
        NOTE_CHANGE, id=new_id(), staff=staff.staff, staff_name=staff.name, act=change.act, subject=change.subject,
        before=_json(change.before), after=_json(change.after),
    )  # fmt: skip


async def note_access(session: Session, staff: Staff, subject: str, fields: Sequence[str]) -> None:
    await session.later(
        NOTE_ACCESS,
        id=new_id(),
        staff=staff.staff,
        staff_name=staff.name,
        subject=subject,
        fields=list(fields),
    )
