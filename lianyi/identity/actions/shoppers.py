"""Customers come in: by mini program, by official account, by phone; whoever proves the same thing is the same person."""

import hashlib
import secrets
from dataclasses import dataclass

from lianyi.identity import queries, rules
from lianyi.identity.errors import LoginStateInvalid, SessionUnknown, SnapshotVisitor
from lianyi.identity.events import PersonJoined, PersonMerged
from lianyi.identity.store import people as store
from lianyi.identity.store import shops
from lianyi.identity.types import LoginWay, PersonId, SessionId, Shopper, ShopperSignedIn, check_phone
from lianyi.kit.config import config
from lianyi.kit.db import Database, Session
from lianyi.kit.ids import TenantId, new_id
from lianyi.kit.secrets import vault
from lianyi.wechat import mini, official
from lianyi.wechat.types import AppKind


@dataclass(frozen=True, slots=True)
class Proof:
    """What WeChat vouched for."""

    appid: str
    openid: str
    unionid: str | None
    nickname: str = ""
    avatar_url: str | None = None


async def shopper_login_mini(db: Database, tenant: TenantId, code: str, device: str) -> ShopperSignedIn:
    """Sign in with the code of wx.login. Raises WeChatAppMissing, WeChatCodeSpent, WeChatRefused, WeChatUnreachable."""
    async with db.read(tenant) as session:
        app = await queries.wechat_app(session, AppKind.MINI)
    told = await mini.code_to_session(app, code)
    async with db.write(tenant) as session:
        return await _enter(session, Proof(app.appid, told.openid, told.unionid), LoginWay.MINI, device)


async def official_login_url(db: Database, tenant: TenantId, return_to: str, browser: str) -> str:
    """Build the address to send WeChat's browser to; it comes back to `return_to` with code and state.

    The state is bound to `browser` (a random word in an HttpOnly cookie), so nobody can finish a login somebody
    else began.

    Raises:
        ReturnAddressInvalid: not a page of this shop.
        WeChatAppMissing
    """
    async with db.read(tenant) as session:
        app = await queries.wechat_app(session, AppKind.OFFICIAL)
        shop = await queries.tenant(session)
        now = session.now
    target = rules.return_address(f"{config().public_url}/s/{shop.slug}/", return_to)
    state = rules.sign_state(
        _state_key(), tenant=tenant, browser=browser, nonce=secrets.token_hex(8), now=now
    )
    return official.authorize_url(app, redirect_uri=target, state=state)


async def shopper_login_official(
    db: Database, tenant: TenantId, *, code: str, state: str, browser: str, device: str
) -> ShopperSignedIn:
    """Finish web OAuth: the state is checked and used up first, then the code is exchanged.

    Raises:
        LoginStateInvalid: forged, used, older than ten minutes, or of another browser.
        SnapshotVisitor: WeChat's snapshot page; nothing is kept of it.
        WeChatAppMissing, WeChatCodeSpent, WeChatRefused, WeChatUnreachable
    """
    async with db.write(tenant) as session:
        rules.check_state(_state_key(), state, tenant=tenant, browser=browser, now=session.now)
        digest = hashlib.sha256(b"oauth-state\0" + state.encode()).digest()
        if not await shops.use_once(session, digest, session.now + rules.STATE_LIFE):
            raise LoginStateInvalid(field="state")
        app = await queries.wechat_app(session, AppKind.OFFICIAL)
    grant = await official.code_to_grant(app, code)
    if grant.snapshot:
        raise SnapshotVisitor
    proof = Proof(app.appid, grant.openid, grant.unionid)
    if "snsapi_userinfo" in grant.scope:
        told = await official.profile(grant)
        proof = Proof(
            app.appid, grant.openid, told.unionid or grant.unionid, told.nickname[:32], told.avatar_url
        )
    async with db.write(tenant) as session:
        return await _enter(session, proof, LoginWay.OFFICIAL, device)


def _state_key() -> bytes:
    return vault().blind("key", "oauth-state")


async def shopper_login_phone(session: Session, phone: str, device: str) -> ShopperSignedIn:
    """Sign in whoever proved a phone by a code; the caller checked the code."""
    blind = vault().blind(phone, queries.phone_purpose(session))
    await store.lock_proofs(session, [f"phone:{blind.hex()}"])
    known = await store.person_by_phone(session, blind)
    if known is None:
        person = await _join(session, LoginWay.PHONE)
        await store.set_phone(session, person, phone, blind)
        return await _open_session(session, person, LoginWay.PHONE, device, is_new=True)
    return await _open_session(session, PersonId(known.id), LoginWay.PHONE, device, is_new=False)


async def bind_phone_wechat(db: Database, shopper: Shopper, code: str) -> PersonId:
    """Bind the phone WeChat verified (button getPhoneNumber). Raises PhoneInvalid, WeChatAppMissing, WeChatCodeSpent."""
    async with db.read(shopper.tenant) as session:
        app = await queries.wechat_app(session, AppKind.MINI)
    number, country = await mini.phone_number(app, code)
    phone = check_phone(number if country == "86" else f"+{country}{number}")
    async with db.write(shopper.tenant) as session:
        return await bind_phone(session, shopper, phone)


async def bind_phone(session: Session, shopper: Shopper, phone: str) -> PersonId:
    """Bind a verified phone and give the person it belongs to now, who may be an older record of the same one.

    A phone that two different WeChat people (two unionids) prove is a number that changed hands: it goes to who
    proved it last, and nothing else is joined.
    """
    blind = vault().blind(phone, queries.phone_purpose(session))
    await store.lock_proofs(session, [f"phone:{blind.hex()}"])
    holder = await store.person_by_phone(session, blind)
    own = await store.lock_person(session, shopper.person)
    person = shopper.person
    if holder is not None and holder.id != own.id:
        if holder.unionid and own.unionid and holder.unionid != own.unionid:
            await store.drop_phone(session, PersonId(holder.id))
        else:
            person = await _merge(session, own, holder)
    await store.set_phone(session, person, phone, blind)
    return person


async def _enter(session: Session, proof: Proof, way: LoginWay, device: str) -> ShopperSignedIn:
    """Find, join or make the person of a WeChat proof, and open a session."""
    proofs = [f"openid:{proof.appid}:{proof.openid}"] + (
        [f"unionid:{proof.unionid}"] if proof.unionid else []
    )
    await store.lock_proofs(session, proofs)
    known = await store.person_by_openid(session, proof.appid, proof.openid)
    united = await store.person_by_unionid(session, proof.unionid) if proof.unionid else None
    if known is None and united is None:
        person = await _join(session, way, proof)
    elif known is not None and united is not None and known.id != united.id:
        person = await _merge(session, known, united)
    else:
        found = known or united
        assert found is not None
        person = PersonId(found.id)
        if proof.unionid and found.unionid is None:
            await store.set_unionid(session, person, proof.unionid)
    await store.bind_openid(session, person, proof.appid, proof.openid)
    if proof.nickname or proof.avatar_url:
        await store.fill_profile(session, person, proof.nickname, proof.avatar_url)
    is_new = known is None and united is None
    return await _open_session(session, person, way, device, is_new=is_new)


async def _join(session: Session, way: LoginWay, proof: Proof | None = None) -> PersonId:
    person = PersonId(new_id())
    if proof is None:
        await store.add_person(session, person)
    else:
        await store.add_person(
            session, person, nickname=proof.nickname, avatar_url=proof.avatar_url, unionid=proof.unionid
        )
    await session.emit(PersonJoined(person, way.value))
    return person


async def _merge(session: Session, one: store.PersonLocked, other: store.PersonLocked) -> PersonId:
    """Join two records of one person into the older one; both rows are locked."""
    into, gone = sorted((one, other), key=lambda row: (row.joined_at, row.id))
    await store.move_person(session, PersonId(gone.id), PersonId(into.id))
    if into.unionid is None and gone.unionid is not None:
        await store.set_unionid(session, PersonId(into.id), gone.unionid)
    if into.phone_blind is None and gone.phone_sealed is not None and gone.phone_blind is not None:
        phone = vault().open(gone.phone_sealed, queries.person_phone_context(gone.id))
        await store.set_phone(session, PersonId(into.id), phone, gone.phone_blind)
    await session.emit(PersonMerged(gone.id, into.id))
    return PersonId(into.id)


async def _open_session(
    session: Session, person: PersonId, way: LoginWay, device: str, *, is_new: bool
) -> ShopperSignedIn:
    token = rules.mint(rules.SHOPPER_MARK, session.tenant, secrets.token_bytes(rules.RANDOM_BYTES))
    expires_at = await store.add_shopper_session(
        session,
        person,
        session_id=SessionId(new_id()),
        token_hash=rules.token_hash(token),
        way=way,
        label=device,
    )
    return ShopperSignedIn(person, is_new, expires_at, token)


async def revoke_shopper_session(session: Session, shopper: Shopper, ended: SessionId) -> None:
    """End one of one's own sign-ins. Raises SessionUnknown."""
    if not await store.drop_shopper_session(session, shopper.person, ended):
        raise SessionUnknown
