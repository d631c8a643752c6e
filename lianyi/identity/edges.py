"""Who asks, as FastAPI dependencies: `shopper: CurrentShopper`, `staff: Annotated[Staff, require("orders.ship")]`.

A principal costs one statement in the request's own transaction. A session slides forward only when a write comes by and
its last touch is older than a day (shopper) or half an hour (staff), piped into that write.
"""

from typing import Annotated, Any

from fastapi import Depends, Request, Response

from lianyi.identity import queries, rules
from lianyi.identity.errors import ConsoleHeaderMissing, NotPermitted, SecondFactorNeeded, SignedOut
from lianyi.identity.store.people import touch_shopper_session
from lianyi.identity.store.staff import touch_staff_session
from lianyi.identity.types import Shopper, Staff
from lianyi.kit.config import config
from lianyi.kit.db import ReadSession, Session
from lianyi.kit.http import NoShop, database
from lianyi.kit.ids import TenantId

COOKIE = "lianyi_console"
CONSOLE_HEADER = "Lianyi-Console"
SHOP_HEADER = "Lianyi-Shop"
SELF = "self"  # what every role may do: look after its own account


async def tenant_of(request: Request) -> TenantId | None:
    """The shop a request speaks to: the console's cookie names it, a shopper's header (or token) does.

    Raises:
        SignedOut: a console request without a token.
        NoShop: a shopper's request that names no shop, or one that does not exist.
    """
    path = request.url.path
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


def device(request: Request) -> str:
    """A short name of the device that signs in, so that its owner recognises it in the list."""
    return rules.device_label(request.headers.get("user-agent", ""))


Device = Annotated[str, Depends(device)]


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


def set_console_cookie(response: Response, token: str) -> None:
    """HttpOnly, Strict, and Secure wherever the shop is served by https."""
    response.set_cookie(
        COOKIE, token, max_age=int(rules.STAFF_LIFE.total_seconds()), path="/api/console", httponly=True,
        samesite="strict", secure=config().public_url.startswith("https://"),
    )  # fmt: skip


def drop_console_cookie(response: Response) -> None:
    response.delete_cookie(COOKIE, path="/api/console", httponly=True, samesite="strict")
