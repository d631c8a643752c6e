"""Owners add, change and remove colleagues; everybody ends their own sessions."""

from dataclasses import dataclass, field

from lianyi.identity import rules
from lianyi.identity.actions import passwords
from lianyi.identity.actions.sign_in import login_index
from lianyi.identity.errors import (
    AccountShared,
    LastOwner,
    LoginTaken,
    SessionUnknown,
    StaffFull,
    StaffUnknown,
)
from lianyi.identity.events import StaffAdded
from lianyi.identity.store import shops as records
from lianyi.identity.store import staff as store
from lianyi.identity.types import AccountId, Change, Role, SessionId, Staff, StaffId
from lianyi.kit.db import Session
from lianyi.kit.ids import encode, new_id
from lianyi.kit.secrets import vault


@dataclass(frozen=True, slots=True)
class NewColleague:
    name: str
    login: str
    role: Role
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ColleagueChange:
    """`password` and `reset_totp` help somebody who lost theirs; both end that person's sessions."""

    name: str
    role: Role
    password: str | None = field(default=None, repr=False)
    reset_totp: bool = False


async def add_staff(session: Session, staff: Staff, new: NewColleague) -> StaffId:
    """Add a colleague with a login of their own.

    A login is new or refused: taking over one that exists would let a stranger who registered it first walk in.

    Raises:
        PasswordTooWeak, LoginTaken, StaffFull
    """
    login = rules.normal_login(new.login)
    rules.check_password(new.password, login)
    account, colleague = AccountId(new_id()), StaffId(new_id())
    added = await store.add_account(
        session, account, login_blind=login_index(login), password_hash=await passwords.hashed(new.password),
        login_sealed=vault().seal(login, "identity_account.login"),
    )  # fmt: skip
    if not added:
        raise LoginTaken(field="login")
    if not await store.add_staff(session, colleague, account, new.name, new.role):
        raise StaffFull(limit=rules.STAFF_MAX)
    after = {"name": new.name, "role": new.role.value}
    await records.note_change(session, staff, Change("staff.added", encode("stf", colleague), after=after))
    await session.emit(StaffAdded(colleague, new.role.value))
    return colleague


async def change_staff(session: Session, staff: Staff, colleague: StaffId, change: ColleagueChange) -> None:
    """Change name and role; the new role counts from the colleague's next request.

    Raises:
        StaffUnknown
        LastOwner: nobody would be left who may do everything.
        AccountShared: the login opens other shops too, so its password and TOTP are not this shop's to reset.
    """
    owners = await store.lock_owners(session)
    before = await store.lock_staff(session, colleague)
    if before is None:
        raise StaffUnknown
    if owners == [colleague] and change.role is not Role.OWNER:
        raise LastOwner(field="role")
    await store.change_staff(session, colleague, change.name, change.role)
    await _reset_login(session, colleague, AccountId(before.account_id), change)
    shown: dict[str, object] = {"name": change.name, "role": change.role.value}
    if change.password is not None or change.reset_totp:
        shown |= {"password_reset": change.password is not None, "totp_reset": change.reset_totp}
    await records.note_change(
        session, staff,
        Change("staff.changed", encode("stf", colleague), {"name": before.name, "role": before.role}, shown),
    )  # fmt: skip


async def _reset_login(
    session: Session, colleague: StaffId, account: AccountId, change: ColleagueChange
) -> None:
    if change.password is None and not change.reset_totp:
        return
    if await store.count_shops(session, account) > 1:
        raise AccountShared(field="password")
    if change.password is not None:
        rules.check_password(change.password, change.name)
        await store.set_password(session, account, await passwords.hashed(change.password))
    if change.reset_totp:
        await store.reset_totp(session, account)
    await store.drop_staff_sessions(session, colleague)


async def remove_staff(session: Session, staff: Staff, colleague: StaffId) -> None:
    """Take a colleague out: sessions end at once, the history keeps the name. Raises StaffUnknown, LastOwner."""
    owners = await store.lock_owners(session)
    before = await store.lock_staff(session, colleague)
    if before is None:
        raise StaffUnknown
    if owners == [colleague]:
        raise LastOwner
    await store.remove_staff(session, colleague, AccountId(before.account_id))
    shown = {"name": before.name, "role": before.role}
    await records.note_change(session, staff, Change("staff.removed", encode("stf", colleague), before=shown))


async def revoke_session(session: Session, staff: Staff, ended: SessionId) -> None:
    """End one of one's own sign-ins. Raises SessionUnknown."""
    if not await store.drop_staff_session(session, staff.staff, ended):
        raise SessionUnknown
