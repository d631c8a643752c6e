"""What anybody may read of a shop."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request
from pydantic import BaseModel

from lianyi.identity import queries
from lianyi.identity.edges import Version
from lianyi.identity.types import (
    DocumentKind,
)
from lianyi.kit.config import config
from lianyi.kit.http import Read, edge, language_of
from lianyi.kit.ids import as_word
from lianyi.wechat.types import AppKind

front = edge("/api/shop", tags=["shop: identity"])

ShopRef = Annotated[UUID, as_word("shop")]


class LicenceOut(BaseModel):
    company: str
    licence_no: str
    icp: str


class WeChatOut(BaseModel):
    """`jssdk_url`: the script a page inside WeChat's browser loads, WeChat's own or the sandbox's."""

    mini_appid: str | None
    official_appid: str | None
    jssdk_url: str


class ShopOut(BaseModel):
    """What anybody may know of a shop; `licence` is what the law wants on the home page."""

    id: ShopRef
    slug: str
    name: str
    logo_url: str | None
    theme_color: str
    contact_phone: str
    licence: LicenceOut | None
    terms_version: Version
    privacy_version: Version
    notice: str
    wechat: WeChatOut
    pay_methods: list[str]
    sandbox_pay_url: str | None
    server_time: datetime


@front.get("/shop")
async def shop_front(session: Read) -> ShopOut:
    found = await queries.tenant(session)
    versions = await queries.versions(session)
    apps = await queries.wechat_appids(session)
    facts: dict[str, Any] = await queries.shop_facts.all(session, None)
    licence = found.licence
    return ShopOut(
        id=found.id,
        slug=found.slug,
        name=found.name,
        logo_url=None,
        theme_color=found.theme_color,
        contact_phone=found.contact_phone,
        licence=LicenceOut(company=licence.company, licence_no=licence.licence_no, icp=licence.icp)
        if licence.company or licence.icp
        else None,
        terms_version=versions[DocumentKind.TERMS],
        privacy_version=versions[DocumentKind.PRIVACY],
        notice=found.settings.notice,
        wechat=WeChatOut(
            mini_appid=apps.get(AppKind.MINI),
            official_appid=apps.get(AppKind.OFFICIAL),
            jssdk_url=config().wechat_jssdk_url,
        ),
        pay_methods=facts.get("pay_methods", []),
        sandbox_pay_url=facts.get("sandbox_pay_url"),
        server_time=session.now,
    )


class DocumentOut(BaseModel):
    """Terms or privacy policy as Markdown, in the language asked for."""

    kind: DocumentKind
    version: Version
    body: str
    published_at: datetime | None


@front.get("/documents/{kind}")
async def read_document(kind: DocumentKind, session: Read, request: Request) -> DocumentOut:
    found = await queries.document(session, kind)
    body = found.body_en if language_of(request) == "en" else found.body_zh
    return DocumentOut(kind=kind, version=found.version, body=body, published_at=found.published_at)
