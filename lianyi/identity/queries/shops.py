"""Shops: the tenant, its settings, its documents, its WeChat apps."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from lianyi.identity import rules
from lianyi.identity.errors import WeChatAppMissing
from lianyi.identity.queries.questions import opening_steps
from lianyi.identity.types import (
    Document,
    DocumentKind,
    Licence,
    Tenant,
    TenantStatus,
    WeChatAppView,
)
from lianyi.kit.db import Database, ReadSession, Soon, Statement
from lianyi.kit.ids import TenantId
from lianyi.kit.secrets import vault
from lianyi.wechat.types import App, AppKind

SLUG_KEPT_SECONDS = 10
SLUGS_KEPT_MAX = 5000
TENANTS_MAX = 10_000
SHIPPED_VERSION = 1


@dataclass(frozen=True, slots=True)
class TenantRow:
    id: UUID
    slug: str
    name: str
    status: str
    theme_color: str
    contact_phone: str
    licence: dict[str, Any]
    settings: dict[str, Any]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class AppRow:
    kind: str
    appid: str
    secret_sealed: bytes
    secret_last4: str
    push_token_sealed: bytes | None
    push_aes_key_sealed: bytes | None
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class DocumentRow:
    kind: str
    version: int
    body_zh: str
    body_en: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class VersionRow:
    kind: str
    version: int


TENANT = Statement(
    """
    select id, slug, name, status, theme_color, contact_phone, licence, settings, created_at
    from identity_tenant where id = %(tenant)s
    """,
    TenantRow,
)
BY_SLUG = Statement(
    """
    select id, slug, name, status, theme_color, contact_phone, licence, settings, created_at
    from identity_tenant where slug = %(slug)s
    """,
    TenantRow,
)
EVERY = Statement("select id from identity_tenant where status <> 'closed' order by id limit %(limit)s", UUID)
APPS = Statement(
    """
    select kind, appid, secret_sealed, secret_last4, push_token_sealed, push_aes_key_sealed, updated_at
    from identity_wechat_app where tenant_id = %(tenant)s order by kind limit 2
    """,
    AppRow,
)
DOCUMENT = Statement(
    """
    select kind, version, body_zh, body_en, published_at from identity_document
    where tenant_id = %(tenant)s and kind = %(kind)s order by version desc limit 1
    """,
    DocumentRow,
)
VERSIONS = Statement(
    """
    select kind, max(version)::int as version from identity_document
    where tenant_id = %(tenant)s group by kind order by kind limit 2
    """,
    VersionRow,
)

_slugs: WeakKeyDictionary[Database, dict[str, tuple[TenantId, float]]] = WeakKeyDictionary()


def _tenant(row: TenantRow) -> Tenant:
    return Tenant(
        id=TenantId(row.id),
        slug=row.slug,
        name=row.name,
        status=TenantStatus(row.status),
        theme_color=row.theme_color,
        contact_phone=row.contact_phone,
        licence=Licence(**row.licence),
        settings=rules.settings_from(row.settings),
        created_at=row.created_at,
    )


async def tenant(session: ReadSession) -> Tenant:
    """The session's own shop with its settings. Raises LookupError when it does not exist."""
    return await (await tenant_soon(session))


async def tenant_soon(session: ReadSession) -> Soon[Tenant]:
    """`tenant`, on its way."""
    return await session.soon(TENANT, _only)


def _only(rows: Sequence[TenantRow]) -> Tenant:
    if not rows:
        raise LookupError("the session's shop does not exist")
    return _tenant(rows[0])


async def tenant_by_slug(db: Database, slug: str) -> Tenant | None:
    """The shop at an address, fresh."""
    async with db.read(None) as session:
        row = await session.maybe(BY_SLUG, slug=slug)
    return None if row is None else _tenant(row)


async def tenant_id_by_slug(db: Database, slug: str) -> TenantId | None:
    """The id behind a shop's address, kept ten seconds per process: every request of a shopper asks.

    A miss is not kept, so a shop is reachable the moment it opens.
    """
    kept = _slugs.setdefault(db, {})
    known = kept.get(slug)
    if known is not None and known[1] > time.monotonic():
        return known[0]
    found = await tenant_by_slug(db, slug)
    if found is None:
        return None
    if len(kept) >= SLUGS_KEPT_MAX:
        kept.clear()
    kept[slug] = (found.id, time.monotonic() + SLUG_KEPT_SECONDS)
    return found.id


def forget_slugs() -> None:
    """Look every address up anew: after an operator moved one, and between tests."""
    _slugs.clear()


async def every_tenant(db: Database) -> list[TenantId]:
    """The shops that jobs serve, oldest first, at most TENANTS_MAX."""
    async with db.read(None) as session:
        return [TenantId(found) for found in await session.all(EVERY, limit=TENANTS_MAX)]


async def opening(session: ReadSession) -> dict[str, bool]:
    """What the shop has and lacks before its first sale, by step."""
    found = await tenant(session)
    apps = await wechat_appids(session)
    steps = {
        "has_licence": bool(found.licence.company and found.licence.licence_no),
        "has_contact": bool(found.contact_phone),
        "has_wechat_app": bool(apps),
    }
    return steps | await opening_steps.all(session, None)


async def wechat_app(session: ReadSession, kind: AppKind) -> App:
    """The shop's app with its secret, for a call to WeChat. Raises WeChatAppMissing."""
    for row in await session.all(APPS):
        if row.kind == kind:
            return App(kind, row.appid, vault().open(row.secret_sealed, secret_context(kind)))
    words = {"mini": ("小程序", "mini program"), "official": ("公众号", "official account")}[kind]
    raise WeChatAppMissing(kind_zh=words[0], kind_en=words[1])


async def wechat_appids(session: ReadSession) -> dict[AppKind, str]:
    """The appids a shop has configured."""
    return await (await wechat_appids_soon(session))


async def wechat_appids_soon(session: ReadSession) -> Soon[dict[AppKind, str]]:
    """`wechat_appids`, on its way."""
    return await session.soon(APPS, lambda rows: {AppKind(row.kind): row.appid for row in rows})


async def wechat_app_views(session: ReadSession) -> list[WeChatAppView]:
    """The apps as the console shows them: no secret, only its last four characters."""
    return [
        WeChatAppView(
            AppKind(row.kind), row.appid, row.secret_last4,
            row.push_token_sealed is not None and row.push_aes_key_sealed is not None, row.updated_at,
        )
        for row in await session.all(APPS)
    ]  # fmt: skip


async def push_keys(session: ReadSession, appid: str) -> tuple[AppKind, str, str] | None:
    """(kind, token, AES key) of message push for an appid, or None when push is not set up."""
    for row in await session.all(APPS):
        if row.appid == appid and row.push_token_sealed and row.push_aes_key_sealed:
            kind = AppKind(row.kind)
            token = vault().open(row.push_token_sealed, f"identity_wechat_app.push_token:{kind}")
            return kind, token, vault().open(row.push_aes_key_sealed, f"identity_wechat_app.push_aes:{kind}")
    return None


def secret_context(kind: AppKind) -> str:
    """The context an AppSecret is sealed for."""
    return f"identity_wechat_app.secret:{kind}"


async def document(session: ReadSession, kind: DocumentKind) -> Document:
    """The newest terms or privacy policy: the shop's own, or version 1, which Lianyi ships, filled with the shop's name."""
    row = await session.maybe(DOCUMENT, kind=kind.value)
    if row is not None:
        return Document(kind, row.version, row.body_zh, row.body_en, row.published_at)
    found = await tenant(session)
    zh, en = (
        shipped(kind, language)
        .replace("{shop}", found.name)
        .replace("{company}", found.licence.company or found.name)
        .replace(
            "{phone}", found.contact_phone or ("见店铺首页" if language == "zh" else "see the home page")
        )
        for language in ("zh", "en")
    )
    return Document(kind, SHIPPED_VERSION, zh, en, found.created_at)


async def versions(session: ReadSession) -> dict[DocumentKind, int]:
    """The version of each document a customer would agree to now."""
    return await (await versions_soon(session))


async def versions_soon(session: ReadSession) -> Soon[dict[DocumentKind, int]]:
    """`versions`, on its way."""
    return await session.soon(VERSIONS, _versions)


def _versions(rows: Sequence[VersionRow]) -> dict[DocumentKind, int]:
    known = {DocumentKind(row.kind): row.version for row in rows}
    return {kind: known.get(kind, SHIPPED_VERSION) for kind in DocumentKind}


@cache
def shipped(kind: DocumentKind, language: str) -> str:
    """The text Lianyi ships, with {shop}, {company} and {phone} to fill."""
    path = resources.files("lianyi.identity") / "documents" / f"{kind.value}.{language}.md"
    return path.read_text(encoding="utf-8")
