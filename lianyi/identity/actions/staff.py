"""Owners add, change and remove colleagues; everybody ends their own sessions.

Who decides on money is named, raised and helped back in by two people; taking somebody out goes at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from lianyi.identity import queries, rules
from lianyi.identity.actions import passwords
from lianyi.identity.actions.approvals import approvable, ask_or_do
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
from lianyi.identity.store import approvals
from lianyi.identity.store import shops as records
from lianyi.identity.store import staff as store
from lianyi.identity.types import AccountId, ApprovalId, Change, Role, SessionId, Staff, StaffId, Wish
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
    colleague = StaffId(new_id())
    rules.check_password(new.password, rules.normal_login(new.login))
    await _add(session, staff, colleague, new.name, new.login, new.role, await passwords.hashed(new.password))
    return colleague


async def take_on_staff(
    session: Session, staff: Staff, new: NewColleague, code: str | None
) -> tuple[StaffId, ApprovalId | None]:
    """Add a colleague; one who would decide on money waits for a second person, whose number comes along.

    Raises: as `add_staff` and `ask_or_do`.
    """
    if not rules.decides(new.role):
        return await add_staff(session, staff, new), None
    colleague, login = StaffId(new_id()), rules.normal_login(new.login)
    rules.check_password(new.password, login)
    if await store.account_by_login(session, login_index(login)) is not None:
        raise LoginTaken(field="login")
    wish = Wish(
        encode("stf", colleague), about=colleague, after={"name": new.name, "role": new.role.value},
        payload={
            "staff": str(colleague), "name": new.name, "login": login, "role": new.role.value,
            "password_hash": await passwords.hashed(new.password),
        },
    )  # fmt: skip
    return colleague, await ask_or_do(session, staff, _named, wish, code)


@approvable(
    "staff.named", permission="shop.staff", zh="添加能管钱的员工", en="Add a colleague who decides on money"
)
async def _named(session: Session, by: Staff, given: Mapping[str, Any]) -> None:
    colleague, role = StaffId(UUID(given["staff"])), Role(given["role"])
    await _add(session, by, colleague, given["name"], given["login"], role, given["password_hash"])
    await _settle_when_shared(session, by, colleague)


async def _add(
    session: Session, staff: Staff, colleague: StaffId, name: str, login: str, role: Role, password_hash: str
) -> None:
    login = rules.normal_login(login)
    account = AccountId(new_id())
    added = await store.add_account(
        session, account, login_blind=login_index(login), password_hash=password_hash,
        login_sealed=vault().seal(login, "identity_account.login"),
    )  # fmt: skip
    if not added:
        raise LoginTaken(field="login")
    if not await store.add_staff(session, colleague, account, name, role):
        raise StaffFull(limit=rules.STAFF_MAX)
    after = {"name": name, "role": role.value}
    await records.note_change(session, staff, Change("staff.added", encode("stf", colleague), after=after))
    await session.emit(StaffAdded(colleague, role.value))


async def change_staff(
    session: Session, staff: Staff, colleague: StaffId, change: ColleagueChange, code: str | None = None
) -> ApprovalId | None:
    """Change name and role; the new role counts from the colleague's next request.

    Raising somebody to decide on money, and helping somebody who does back in, waits for a second person.

    Raises:
        StaffUnknown
        LastOwner: nobody would be left who may do everything.
        AccountShared: the login opens other shops too, so its password and TOTP are not this shop's to reset.
        and as `ask_or_do`.
    """
    before = await _lock(session, colleague, change.role)
    password_hash = await _checked_reset(session, AccountId(before.account_id), change)
    given = {
        "staff": str(colleague), "name": change.name, "role": change.role.value, "password_hash": password_hash,
        "reset_totp": change.reset_totp,
    }  # fmt: skip
    decides = rules.decides(before.role) and change.password is not None
    if not (rules.is_raised(before.role, change.role) or change.reset_totp or decides):
        await _change(session, staff, given)
        return None
    wish = Wish(
        encode("stf", colleague), given, {"name": before.name, "role": before.role.value}, _shown(given), colleague
    )  # fmt: skip
    return await ask_or_do(session, staff, _changed, wish, code)


async def _lock(session: Session, colleague: StaffId, role: Role | None) -> store.StaffLocked:
    """Hold the owners and the colleague, who gets a role or leaves (None). Raises StaffUnknown, LastOwner."""
    owners = await store.lock_owners(session)
    before = await store.lock_staff(session, colleague)
    if before is None:
        raise StaffUnknown
    if owners == [colleague] and role is not Role.OWNER:
        raise LastOwner(field="role" if role else None)
    return before


async def _checked_reset(session: Session, account: AccountId, change: ColleagueChange) -> str | None:
    if change.password is None and not change.reset_totp:
        return None
    if await store.count_shops(session, account) > 1:
        raise AccountShared(field="password")
    if change.password is None:
        return None
    rules.check_password(change.password, change.name)
    return await passwords.hashed(change.password)


def _shown(given: Mapping[str, Any]) -> dict[str, Any]:
    shown = {"name": given["name"], "role": given["role"]}
    if given["password_hash"] is not None or given["reset_totp"]:
        shown |= {"password_reset": given["password_hash"] is not None, "totp_reset": given["reset_totp"]}
    return shown


async def _change(session: Session, by: Staff, given: Mapping[str, Any]) -> None:
    colleague, role = StaffId(UUID(given["staff"])), Role(given["role"])
    before = await _lock(session, colleague, role)
    account = AccountId(before.account_id)
    reset = given["password_hash"] is not None or given["reset_totp"]
    if reset and await store.count_shops(session, account) > 1:
        raise AccountShared(field="password")
    await store.change_staff(session, colleague, given["name"], role)
    if given["password_hash"] is not None:
        await store.set_password(session, account, given["password_hash"])
    if given["reset_totp"]:
        await store.reset_totp(session, account)
    if reset:
        await store.drop_staff_sessions(session, colleague)
    if reset or rules.is_raised(role, before.role):  # helped back in, or lowered
        await _settle(session, by, colleague, before)
    elif rules.is_raised(before.role, role):
        await _settle_when_shared(session, by, colleague, before)
    old = {"name": before.name, "role": before.role.value}
    await records.note_change(
        session, by, Change("staff.changed", encode("stf", colleague), old, _shown(given))
    )


@approvable(
    "staff.changed", permission="shop.staff", zh="调整能管钱的员工或重置其登录",
    en="Raise a colleague to decide on money, or reset their sign-in",
)  # fmt: skip
async def _changed(session: Session, by: Staff, given: Mapping[str, Any]) -> None:
    await _change(session, by, given)


async def remove_staff(session: Session, staff: Staff, colleague: StaffId) -> None:
    """Take a colleague out: sessions end at once, the history keeps the name. Raises StaffUnknown, LastOwner."""
    before = await _lock(session, colleague, None)
    await store.remove_staff(session, colleague, AccountId(before.account_id))
    await _settle(session, staff, colleague, before)
    shown = {"name": before.name, "role": before.role.value}
    await records.note_change(session, staff, Change("staff.removed", encode("stf", colleague), before=shown))


async def _settle(session: Session, by: Staff, colleague: StaffId, before: store.StaffLocked) -> None:
    """Whoever takes the second person away does not at once count as the only one; nor does a reset login decide at once."""
    if colleague != by.staff and rules.decides(before.role):
        await approvals.let_settle(session, colleague, before.role if before.totp_enrolled else None)


async def _settle_when_shared(
    session: Session, by: Staff, colleague: StaffId, before: store.StaffLocked | None = None
) -> None:
    """Whoever is named where others decide does not decide at first: who named them knows their first password."""
    if (await queries.deciders(session, by, rules.DECIDES, colleague)).able:
        counts = before is not None and before.totp_enrolled and rules.decides(before.role)
        await approvals.let_settle(session, colleague, before.role if before and counts else None)


async def revoke_session(session: Session, staff: Staff, ended: SessionId) -> None:
    """End one of one's own sign-ins. Raises SessionUnknown."""
    if not await store.drop_staff_session(session, staff.staff, ended):
        raise SessionUnknown
