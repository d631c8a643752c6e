"""A merchant opens a shop by itself. Sending the same wish twice opens one shop."""

import secrets
from collections.abc import Sequence

from lianyi.identity import rules
from lianyi.identity.actions import passwords
from lianyi.identity.actions.second_factor import spend_code
from lianyi.identity.actions.sign_in import SHOPS_MAX, admit, login_index, open_session
from lianyi.identity.errors import (
    ConsentVersionUnknown,
    LoginTaken,
    SignInRefused,
    SlugTaken,
    StaffFull,
    TotpRequired,
)
from lianyi.identity.events import ShopOpened, StaffAdded
from lianyi.identity.store import shops, staff
from lianyi.identity.store.staff import AccountRow, OpenedShop
from lianyi.identity.types import AccountId, Change, Opened, OpenShop, Role, SessionId, Staff, StaffId
from lianyi.kit.db import Database, Session
from lianyi.kit.ids import TenantId, encode, new_id
from lianyi.kit.secrets import vault

PLATFORM_TERMS_VERSION = 1
THEME_COLOR = "#0F766E"
SLUG_TRIES = 5


async def open_shop(db: Database, wish: OpenShop, device: str, totp: str | None = None) -> Opened:
    """Open a shop with its owner, and sign the owner in.

    A login that exists opens a further shop when its password (and TOTP) is right; the same name again gives
    the shop that is there.

    Raises:
        PasswordTooWeak, SlugInvalid, SlugTaken, ConsentVersionUnknown
        LoginTaken: the login exists and the password is not its own.
        TotpRequired, TotpWrong: the login exists and has a second factor.
        SignInPaused: too many attempts on this login.
    """
    if wish.accepts_terms_version != PLATFORM_TERMS_VERSION:
        raise ConsentVersionUnknown(field="accept_terms", current=PLATFORM_TERMS_VERSION)
    rules.check_password(wish.password, rules.normal_login(wish.login))
    if wish.slug is not None:
        rules.check_slug(wish.slug)
    if await _is_known(db, wish.login):
        return await _open_again(db, wish, device, totp)
    account = AccountId(new_id())
    password_hash = await passwords.hashed(wish.password)
    tenant = TenantId(new_id())
    async with db.write(tenant) as session:
        added = await staff.add_account(
            session, account, password_hash=password_hash, login_blind=login_index(wish.login),
            login_sealed=vault().seal(rules.normal_login(wish.login), "identity_account.login"),
        )  # fmt: skip
        if added:
            return await _open(session, wish, account, device, proved=False)
    # Somebody opened with this login at the same moment, most likely the same person clicking twice.
    return await _open_again(db, wish, device, totp)


async def _is_known(db: Database, login: str) -> bool:
    async with db.write(None) as session:
        return await staff.account_by_login(session, login_index(login)) is not None


async def _open_again(db: Database, wish: OpenShop, device: str, totp: str | None) -> Opened:
    index = login_index(wish.login)
    try:
        account, opened = await admit(db, index, wish.password)
    except SignInRefused:
        raise LoginTaken(field="login") from None
    if account.totp_sealed is not None and not totp:
        raise TotpRequired(field="totp")
    same = _named(opened, wish)
    if same is None:
        made = await _open_further(db, wish, account, device, totp)
        if isinstance(made, Opened):
            return made
        same = made
    async with db.write(TenantId(same.tenant_id)) as session:
        proved = await _prove(session, account, totp)
        await staff.clear_attempt(session, index)
        signed_in = await open_session(session, StaffId(same.staff_id), device, totp=proved)
        return Opened(session.tenant, same.slug, same.name, signed_in.staff, signed_in.token, is_new=False)


def _named(opened: Sequence[OpenedShop], wish: OpenShop) -> OpenedShop | None:
    return next((shop for shop in opened if shop.name == wish.shop_name), None)


async def _open_further(
    db: Database, wish: OpenShop, account: AccountRow, device: str, totp: str | None
) -> Opened | OpenedShop:
    """One more shop of a login, or the one that a twin of this wish has opened while this one waited for the login."""
    login = AccountId(account.id)
    async with db.write(TenantId(new_id())) as session:
        opened = await staff.hold_shops_of(session, login, SHOPS_MAX)
        if opened is None:
            raise LoginTaken(field="login")
        same = _named(opened, wish)
        if same is not None:
            return same
        if len(opened) >= SHOPS_MAX:
            raise StaffFull(limit=SHOPS_MAX)
        proved = await _prove(session, account, totp)
        await staff.clear_attempt(session, login_index(wish.login))
        return await _open(session, wish, login, device, proved=proved)


async def _prove(session: Session, account: AccountRow, totp: str | None) -> bool:
    """Take the login's second factor, once; False when it has none. Raises TotpWrong."""
    if account.totp_sealed is None:
        return False
    await spend_code(session, AccountId(account.id), account.totp_sealed, totp or "")
    return True


async def _open(session: Session, wish: OpenShop, account: AccountId, device: str, *, proved: bool) -> Opened:
    slug = await _take_slug(session, wish)
    owner = StaffId(new_id())
    await staff.add_staff(session, owner, account, wish.owner_name, Role.OWNER)
    signed_in = await open_session(session, owner, device, totp=proved)
    acting = Staff(session.tenant, owner, account, Role.OWNER, wish.owner_name, proved, SessionId(new_id()))
    after = {"name": wish.shop_name, "slug": slug, "terms_version": wish.accepts_terms_version}
    subject = encode("shop", session.tenant)
    await shops.note_change(session, acting, Change("shop.opened", subject, after=after))
    await session.emit(ShopOpened(session.tenant, wish.shop_name), StaffAdded(owner, Role.OWNER.value))
    return Opened(session.tenant, slug, wish.shop_name, owner, signed_in.token)


async def _take_slug(session: Session, wish: OpenShop) -> str:
    """The wished slug or none; without a wish the name's Latin words, else random words until one is free."""
    if wish.slug is not None:
        if not await shops.add_tenant(session, wish.slug, wish.shop_name, THEME_COLOR):
            raise SlugTaken(field="slug", slug=wish.slug)
        return wish.slug
    slug = rules.slug_from(wish.shop_name, secrets.token_bytes(8))
    for _ in range(SLUG_TRIES):
        if await shops.add_tenant(session, slug, wish.shop_name, THEME_COLOR):
            return slug
        slug = rules.slug_from("", secrets.token_bytes(8))
    raise SlugTaken(field="slug", slug=slug)
