"""Staff sign in: password, then TOTP; every attempt is counted before its password is looked at."""

import secrets
from dataclasses import dataclass, field

from lianyi.identity import rules
from lianyi.identity.actions import passwords
from lianyi.identity.actions.second_factor import spend_code
from lianyi.identity.errors import ChooseShop, PasswordWrong, SignInPaused, SignInRefused, TotpRequired
from lianyi.identity.store import shops as records
from lianyi.identity.store import staff as store
from lianyi.identity.types import AccountId, Change, SessionId, Staff, StaffId, StaffSignedIn
from lianyi.kit.db import Database, Session
from lianyi.kit.ids import TenantId, encode, new_id
from lianyi.kit.secrets import vault

SHOPS_MAX = 20


@dataclass(frozen=True, slots=True)
class Credentials:
    """What somebody shows at the door; `totp` is six digits or a recovery code, `shop` a slug when there are several."""

    login: str
    password: str = field(repr=False)
    totp: str | None = field(default=None, repr=False)
    shop: str | None = None


def login_index(login: str) -> bytes:
    """The blind index by which a login is found."""
    return vault().blind(rules.normal_login(login), "login")


async def sign_in(db: Database, shown: Credentials, device: str) -> StaffSignedIn:
    """Open a session for staff.

    Raises:
        SignInPaused: too many failures on this login; unknown logins pause alike.
        SignInRefused: unknown login or wrong password, told apart by nobody.
        ChooseShop: the login opens several shops and `shop` names none of them.
        TotpRequired, TotpWrong: the second factor is missing, wrong or used.
    """
    index = login_index(shown.login)
    account, shops = await admit(db, index, shown.password)
    shop = next((one for one in shops if one.slug == shown.shop), None)
    if shop is None and len(shops) == 1 and shown.shop is None:
        shop = shops[0]
    if shop is None:
        raise ChooseShop(field="shop", shops=[{"slug": one.slug, "name": one.name} for one in shops])
    if account.totp_sealed is not None and not shown.totp:
        raise TotpRequired(field="totp")
    async with db.write(TenantId(shop.tenant_id)) as session:
        proved = shown.totp is not None and account.totp_sealed is not None
        if proved:
            await spend_code(session, AccountId(account.id), account.totp_sealed, shown.totp or "")
        await store.clear_attempt(session, index)
        return await open_session(session, StaffId(shop.staff_id), device, totp=proved)


async def admit(db: Database, index: bytes, password: str) -> tuple[store.AccountRow, list[store.OpenedShop]]:
    """Count the attempt, compare the password, and give the account with its shops. Raises SignInPaused, SignInRefused."""
    async with db.write(None) as session:
        attempt = await store.take_attempt(session, index)
        wait = attempt.paused_until - session.now
        if wait.total_seconds() > 0:
            raise SignInPaused(retry_after_seconds=int(wait.total_seconds()) + 1)
        await store.count_attempt(session, index, attempt.failures + 1)
        account = await store.account_by_login(session, index)
        shops = await store.shops_of(session, AccountId(account.id), SHOPS_MAX) if account else []
    right = await passwords.matches(account.password_hash if account else None, password)
    if account is None or not right or not shops:
        raise SignInRefused(field="password")
    return account, shops


async def open_session(session: Session, staff: StaffId, device: str, *, totp: bool) -> StaffSignedIn:
    """Write a session and give its token, which is stored hashed."""
    token = rules.mint(rules.STAFF_MARK, session.tenant, secrets.token_bytes(rules.RANDOM_BYTES))
    expires_at = await store.add_staff_session(
        session,
        staff,
        session_id=SessionId(new_id()),
        token_hash=rules.token_hash(token),
        label=device,
        totp=totp,
    )
    return StaffSignedIn(session.tenant, staff, expires_at, token)


async def sign_out(session: Session, staff: Staff) -> None:
    """End the session that asks; its token is worth nothing from then on."""
    await store.drop_staff_session(session, staff.staff, staff.session)


async def change_password(session: Session, staff: Staff, current: str, new: str) -> None:
    """Set a new password; every other session of this staff ends.

    Raises:
        PasswordWrong: the current one is not right.
        PasswordTooWeak
    """
    account = await store.lock_account(session, staff.account)
    if not await passwords.matches(account.password_hash, current):
        raise PasswordWrong(field="current")
    rules.check_password(new, staff.name)
    await store.set_password(session, staff.account, await passwords.hashed(new))
    await store.drop_staff_sessions(session, staff.staff, keep=staff.session)
    await records.note_change(session, staff, Change("staff.password_changed", encode("stf", staff.staff)))
