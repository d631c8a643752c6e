"""Opening a shop, signing in and out, one's own account: password, TOTP, sessions."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, Field, StringConstraints

from lianyi.identity import actions, queries, rules
from lianyi.identity.edges import SELF, ConsoleOnly, Device, drop_console_cookie, require, set_console_cookie
from lianyi.identity.errors import TermsNotAccepted
from lianyi.identity.types import OpenShop, Role, SessionId, Staff, TenantStatus
from lianyi.kit.config import config
from lianyi.kit.db import Database
from lianyi.kit.http import Own, Read, Write, edge
from lianyi.kit.ids import TenantId, as_word
from lianyi.kit.limits import rate_limit

door = edge("/api/console", tags=["console: identity"])
threshold = edge("/api/console", tags=["console: identity"], own=True)

ShopRef = Annotated[UUID, as_word("shop")]
StaffRef = Annotated[UUID, as_word("stf")]
SessionRef = Annotated[UUID, as_word("ses")]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
Login = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=100)]
Password = Annotated[str, Field(max_length=rules.PASSWORD_CHARS_MAX)]
TotpCode = Annotated[str, StringConstraints(strip_whitespace=True, min_length=6, max_length=40)]
Self = Annotated[Staff, require(SELF)]


class StaffOut(BaseModel):
    id: StaffRef
    name: str
    role: Role


class ShopBrief(BaseModel):
    id: ShopRef
    slug: str
    name: str


class Inside(BaseModel):
    """Who is signed in, and where."""

    staff: StaffOut
    shop: ShopBrief


async def _inside(db: Database, tenant: TenantId, token: str) -> Inside:
    async with db.read(tenant) as session:
        found = await queries.staff_of(session, token)
        shop = await queries.tenant(session)
    assert found is not None
    staff = found[0]
    return Inside(
        staff=StaffOut(id=staff.staff, name=staff.name, role=staff.role),
        shop=ShopBrief(id=shop.id, slug=shop.slug, name=shop.name),
    )


class Opening(BaseModel):
    """A shop to open; `slug` left out comes from the name's Latin words, or is a random short word."""

    shop_name: Name
    slug: Annotated[str, StringConstraints(strip_whitespace=True, to_lower=True, max_length=40)] | None = None
    owner_name: Name
    login: Login
    password: Password
    accept_terms: bool
    totp: TotpCode | None = None


@threshold.post(
    "/open",
    status_code=201,
    dependencies=[ConsoleOnly, rate_limit("10/hour", name="open", by="address")],
)
async def open_shop(wanted: Opening, db: Own, response: Response, device: Device) -> Inside:
    """Open a shop and sign its owner in; sent twice, it opens one shop."""
    if not wanted.accept_terms:
        raise TermsNotAccepted(field="accept_terms")
    wish = OpenShop(
        shop_name=wanted.shop_name, owner_name=wanted.owner_name, login=wanted.login, password=wanted.password,
        slug=wanted.slug or None,
    )  # fmt: skip
    opened = await actions.open_shop(db, wish, device, wanted.totp)
    set_console_cookie(response, opened.token)
    return await _inside(db, opened.tenant, opened.token)


class SignIn(BaseModel):
    login: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    password: Password
    totp: TotpCode | None = None
    shop: Annotated[str, StringConstraints(max_length=40)] | None = None


@threshold.post(
    "/sign-in",
    dependencies=[ConsoleOnly, rate_limit("30/minute", name="sign-in", by="address")],
)
async def sign_in(wanted: SignIn, db: Own, response: Response, device: Device) -> Inside:
    shown = actions.Credentials(wanted.login, wanted.password, wanted.totp or None, wanted.shop or None)
    entered = await actions.sign_in(db, shown, device)
    set_console_cookie(response, entered.token)
    return await _inside(db, entered.tenant, entered.token)


@door.post("/sign-out", status_code=204)
async def sign_out(session: Write, staff: Self, response: Response) -> None:
    await actions.sign_out(session, staff)
    drop_console_cookie(response)


class MyStaff(StaffOut):
    permissions: list[str]
    totp_enrolled: bool
    totp_ok: bool


class MyShop(ShopBrief):
    status: TenantStatus
    theme_color: str
    opening: dict[str, bool]


class ConsoleMe(BaseModel):
    """`sandbox`: this installation plays with the sandbox, not with real WeChat."""

    staff: MyStaff
    shop: MyShop
    server_time: datetime
    sandbox: bool


@door.get("/me")
async def read_me(session: Read, staff: Self) -> ConsoleMe:
    shop = await queries.tenant(session)
    return ConsoleMe(
        staff=MyStaff(
            id=staff.staff, name=staff.name, role=staff.role, permissions=sorted(rules.PERMISSIONS[staff.role]),
            totp_enrolled=staff.totp_enrolled, totp_ok=staff.totp_ok,
        ),
        shop=MyShop(
            id=shop.id, slug=shop.slug, name=shop.name, status=shop.status, theme_color=shop.theme_color,
            opening=await queries.opening(session),
        ),
        server_time=session.now,
        sandbox=config().sandbox_url is not None,
    )  # fmt: skip


class PasswordChange(BaseModel):
    current: Password
    new: Password


@door.post(
    "/me/password", status_code=204, dependencies=[rate_limit("10/hour", name="password", by="address")]
)
async def change_password(wanted: PasswordChange, session: Write, staff: Self) -> None:
    """Every other session of this staff ends."""
    await actions.change_password(session, staff, wanted.current, wanted.new)


class TotpBegun(BaseModel):
    """Shown once: the authenticator scans it."""

    otpauth_url: str
    qr_svg: str
    secret: str


class TotpWish(BaseModel):
    """The password again, so that an open screen is not enough to take the account over."""

    password: Password


@threshold.post("/me/totp/begin", dependencies=[rate_limit("10/hour", name="totp-begin", by="address")])
async def begin_totp(wanted: TotpWish, db: Own, staff: Self) -> TotpBegun:
    begun = await actions.begin_totp(db, staff, wanted.password)
    return TotpBegun(otpauth_url=begun.otpauth_url, qr_svg=begun.qr_svg, secret=begun.secret)


class TotpConfirmation(BaseModel):
    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]


class TotpTurnedOn(BaseModel):
    """Each recovery code replaces the authenticator once; they are shown only here."""

    recovery_codes: list[str]


@threshold.post("/me/totp/confirm", dependencies=[rate_limit("20/hour", name="totp-confirm", by="address")])
async def confirm_totp(wanted: TotpConfirmation, db: Own, staff: Self) -> TotpTurnedOn:
    return TotpTurnedOn(recovery_codes=await actions.confirm_totp(db, staff, wanted.code))


class StaffSession(BaseModel):
    id: SessionRef
    device: str
    created_at: datetime
    last_seen_at: datetime
    current: bool


class StaffSessions(BaseModel):
    items: list[StaffSession]


@door.get("/me/sessions")
async def read_sessions(session: Read, staff: Self) -> StaffSessions:
    return StaffSessions(
        items=[
            StaffSession(
                id=one.id, device=one.label, created_at=one.created_at, last_seen_at=one.touched_at, current=one.current
            )
            for one in await queries.staff_sessions(session, staff)
        ]
    )  # fmt: skip


@door.delete("/me/sessions/{session_id}", status_code=204)
async def end_session(session_id: SessionRef, session: Write, staff: Self) -> None:
    await actions.revoke_session(session, staff, SessionId(session_id))
