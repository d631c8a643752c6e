"""Who asks, as FastAPI dependencies: `shopper: CurrentShopper`, `staff: Annotated[Staff, require("orders.ship")]`.

A principal costs one statement in the request's own transaction. A session slides forward only when a write comes by and
its last touch is older than a day (shopper) or half an hour (staff), piped into that write.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field, PlainSerializer

from lianyi.identity import queries, rules
from lianyi.identity.errors import ConsoleHeaderMissing, NotPermitted, SecondFactorNeeded, SignedOut
from lianyi.identity.store.people import touch_shopper_session
from lianyi.identity.store.staff import touch_staff_session
from lianyi.identity.types import ApprovalId, Channel, ConsentKind, PersonId, Shopper, ShopperSignedIn, Staff
from lianyi.kit.config import config
from lianyi.kit.db import ReadSession, Session
from lianyi.kit.http import NoShop, database
from lianyi.kit.ids import TenantId, as_word, encode
from lianyi.kit.limits import count

COOKIE = "lianyi_console"
CONSOLE_HEADER = "Lianyi-Console"
SHOP_HEADER = "Lianyi-Shop"
CHANNEL_HEADER = "Lianyi-Channel"
VISITOR_HEADER = "Lianyi-Visitor"
CODE_HEADER, CODE_CHARS_MAX = "Lianyi-Code", 40
SELF = "self"  # what every role may do: look after its own account


async def tenant_of(request: Request) -> TenantId | None:
    """The shop a request speaks to: the console's cookie names it, a shopper's header (or token) does.

    Raises:
        SignedOut: a console request without a token.
        NoShop: a shopper's request that names no shop, or one that does not exist.
    """
    path = request.scope["path"]  # `request.url` is parsed anew at every look
    if path.startswith("/api/console"):
        tenant = rules.tenant_of(rules.STAFF_MARK, request.cookies.get(COOKIE, ""))
        if tenant is None:
            raise SignedOut
        return tenant
    if not path.startswith("/api/shop"):
        return None
    slug = request.headers.get(SHOP_HEADER)
    found = (
        rules.tenant_of(rules.SHOPPER_MARK, bearer(request))
        if slug is None
        else await queries.tenant_id_by_slug(database(request), slug[: rules.SLUG_CHARS_MAX])
    )
    if found is None:
        raise NoShop(field=SHOP_HEADER)
    return found


async def shop_of(request: Request) -> TenantId:
    """The shop of an `own` route of shoppers. Raises NoShop."""
    found = await tenant_of(request)
    if found is None:
        raise NoShop(field=SHOP_HEADER)
    return found


ShopId = Annotated[TenantId, Depends(shop_of)]


def bearer(request: Request) -> str:
    """The token of `Authorization: Bearer …`, or an empty word."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


async def _token(request: Request) -> str:
    return bearer(request)


# For batches, which find out together who the bearers are.
Token = Annotated[str, Depends(_token)]


async def shoppers_of(session: Session, tokens: Sequence[str]) -> dict[str, Shopper]:
    """The shoppers behind bearer tokens, strangers left out; sessions slide forward as in a request of their own."""
    found = await queries.shoppers_of(session, tokens)
    for shopper, touched_at in found.values():
        if session.now - touched_at > rules.SHOPPER_TOUCH_EVERY:
            await touch_shopper_session(session, shopper)
    return {token: shopper for token, (shopper, _) in found.items()}


def device(request: Request) -> str:
    """A short name of the device that signs in, so that its owner recognises it in the list."""
    return rules.device_label(request.headers.get("user-agent", ""))


async def _device(request: Request) -> str:
    return device(request)


Device = Annotated[str, Depends(_device)]


async def _channel(request: Request) -> Channel:
    seen = request.headers
    return rules.sales_channel_of(
        seen.get(CHANNEL_HEADER, ""), seen.get("user-agent", ""), seen.get("referer", "")
    )


CurrentChannel = Annotated[Channel, Depends(_channel)]


async def _visitor(request: Request) -> UUID | None:
    return rules.visitor_of(request.headers.get(VISITOR_HEADER, ""))


# The number a device made for itself: not a secret, not a person, joined to one when somebody signs in.
MaybeVisitor = Annotated[UUID | None, Depends(_visitor)]


async def _maybe_shopper(request: Request) -> Shopper | None:
    token = bearer(request)
    if rules.tenant_of(rules.SHOPPER_MARK, token) is None:
        return None
    session = getattr(request.state, "session", None)
    if isinstance(session, ReadSession):
        return await _shopper(session, token)
    async with database(request).read(await shop_of(request)) as own:
        return await _shopper(own, token)


async def _shopper(session: ReadSession, token: str) -> Shopper | None:
    found = await queries.shopper_of(session, token)
    if found is None:
        return None
    shopper, touched_at = found
    if isinstance(session, Session) and session.now - touched_at > rules.SHOPPER_TOUCH_EVERY:
        await touch_shopper_session(session, shopper)
    return shopper


MaybeShopper = Annotated[Shopper | None, Depends(_maybe_shopper)]


async def _current_shopper(shopper: MaybeShopper) -> Shopper:
    if shopper is None:
        raise SignedOut
    return shopper


CurrentShopper = Annotated[Shopper, Depends(_current_shopper)]


def console_only(request: Request) -> None:
    """Refuse what a page of another site could have sent: it cannot set this header (CSRF)."""
    if request.method not in {"GET", "HEAD"} and request.headers.get(CONSOLE_HEADER) != "1":
        raise ConsoleHeaderMissing(field=CONSOLE_HEADER)


async def _console_only(request: Request) -> None:
    console_only(request)


ConsoleOnly = Depends(_console_only)


def require(permission: str) -> Any:
    """Let in staff whose role has the permission word, and who passed TOTP where the act asks for it.

    The word hangs on the dependency, so that a test can walk every console route and prove its refusals.
    """
    if permission != SELF and permission not in rules.PERMISSION_WORDS:
        raise ValueError(f"{permission} is not a permission word of identity.rules")

    async def guard(request: Request) -> Staff:
        console_only(request)
        staff = await _staff(request)
        if permission != SELF and permission not in rules.PERMISSIONS[staff.role]:
            raise NotPermitted
        is_read = request.method in {"GET", "HEAD"}
        if not staff.totp_ok and rules.needs_second_factor(staff.role, permission, is_read=is_read):
            raise SecondFactorNeeded
        return staff

    guard.permission = permission  # type: ignore[attr-defined]
    return Depends(guard)


def may(staff: Staff, permission: str) -> bool:
    """Whether a page should offer what needs this word; the route decides."""
    return permission in rules.PERMISSIONS[staff.role]


def check_permission(staff: Staff, permission: str) -> None:
    """For a route whose permission depends on what it is given. Raises NotPermitted."""
    if not may(staff, permission):
        raise NotPermitted


async def _staff(request: Request) -> Staff:
    token = request.cookies.get(COOKIE, "")
    tenant = rules.tenant_of(rules.STAFF_MARK, token)
    if tenant is None:
        raise SignedOut
    session = getattr(request.state, "session", None)
    if not isinstance(session, ReadSession):
        async with database(request).read(tenant) as own:
            found = await queries.staff_of(own, token)
    else:
        found = await queries.staff_of(session, token)
    if found is None:
        raise SignedOut
    staff, touched_at = found
    if isinstance(session, Session) and session.now - touched_at > rules.STAFF_TOUCH_EVERY:
        await touch_staff_session(session, staff)
    return staff


# -- acts for two people -----------------------------------------------------------------------------------------


async def _fresh_code(request: Request) -> str | None:
    code = request.headers.get(CODE_HEADER)
    if code is None:
        return None
    await count("10/10minutes", name="fresh-code", secret=request.cookies.get(COOKIE, ""))
    return code.strip()[:CODE_CHARS_MAX]


# A code of this moment, for an act that one person does alone because nobody else in the shop could decide on it.
FreshCode = Annotated[str | None, Depends(_fresh_code)]


class Waiting(BaseModel):
    """Not done yet: it waits for a second person under this number."""

    approval_id: Annotated[UUID, as_word("apr")]


WAITS: dict[int | str, dict[str, Any]] = {202: {"model": Waiting, "description": "waits for a second person"}}


def waiting(approval: ApprovalId) -> JSONResponse:
    """What an edge answers when `ask_or_do` gave a number: 202, and where to look."""
    return JSONResponse({"approval_id": encode("apr", approval)}, 202)


def set_console_cookie(response: Response, token: str) -> None:
    """HttpOnly, Strict, and Secure wherever the shop is served by https."""
    response.set_cookie(
        COOKIE, token, max_age=int(rules.STAFF_LIFE.total_seconds()), path="/api/console", httponly=True,
        samesite="strict", secure=config().public_url.startswith("https://"),
    )  # fmt: skip


def drop_console_cookie(response: Response) -> None:
    response.delete_cookie(COOKIE, path="/api/console", httponly=True, samesite="strict")


# -- what a finished sign-in answers, here and in messages (by phone) ------------------------------------------

PersonRef = Annotated[UUID, as_word("psn")]
# A version is a word on the wire and a number inside.
Version = Annotated[int, Field(ge=1), PlainSerializer(str, return_type=str)]


class ConsentOut(BaseModel):
    kind: ConsentKind
    version: Version
    granted: bool
    at: datetime


class Me(BaseModel):
    id: PersonRef
    nickname: str
    avatar_url: str | None
    phone_masked: str | None
    elder_mode: bool
    personalised: bool
    consents: list[ConsentOut]


async def me_of(session: ReadSession, person: PersonId) -> Me:
    """What a person sees of themself, the phone masked."""
    row = await queries.me(session, person)
    return Me(
        id=row.id, nickname=row.nickname, avatar_url=row.avatar_url, phone_masked=rules.mask_phone(row.phone_last4),
        elder_mode=row.elder_mode, personalised=row.personalised, consents=await consents_of(session, person),
    )  # fmt: skip


async def consents_of(session: ReadSession, person: PersonId) -> list[ConsentOut]:
    """The newest answer to each question that was ever answered."""
    return [
        ConsentOut(kind=one.kind, version=one.version, granted=one.granted, at=one.at)
        for one in await queries.consents_of(session, person)
    ]


class SignedIn(BaseModel):
    token: str
    expires_at: datetime
    is_new: bool
    shopper: Me


async def signed_in(session: ReadSession, entered: ShopperSignedIn) -> SignedIn:
    """Answer a finished sign-in; the phone sign-in of messages gives the same."""
    return SignedIn(
        token=entered.token, expires_at=entered.expires_at, is_new=entered.is_new,
        shopper=await me_of(session, entered.person),
    )  # fmt: skip
