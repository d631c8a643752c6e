"""The shop's own settings, documents and WeChat keys; every change is kept with before and after."""

from dataclasses import asdict, dataclass, field

from lianyi.identity import queries, rules
from lianyi.identity.errors import KeysInvalid, WeChatAppMissing
from lianyi.identity.store import shops as store
from lianyi.identity.types import Change, DocumentKind, Licence, ShopSettings, Staff, Tenant
from lianyi.kit.db import Database, Session
from lianyi.kit.errors import Refusal
from lianyi.kit.ids import encode
from lianyi.wechat import calls, official
from lianyi.wechat.types import App, AppKind


@dataclass(frozen=True, slots=True)
class ShopChange:
    name: str
    theme_color: str
    contact_phone: str
    licence: Licence
    settings: ShopSettings


@dataclass(frozen=True, slots=True)
class AppKeys:
    """Keys of one app; a secret or push key left out stays as it is."""

    appid: str
    secret: str | None = field(default=None, repr=False)
    push_token: str | None = field(default=None, repr=False)
    push_aes_key: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a test of keys: what was tried, whether it went well, and what to do when not."""

    name: str
    ok: bool
    zh: str
    en: str


async def change_settings(session: Session, staff: Staff, change: ShopChange) -> Tenant:
    """Write the shop's settings. Raises SettingsOutOfRange naming the field."""
    rules.check_settings(change.settings)
    await store.lock_tenant(session)
    before = await queries.tenant(session)
    await store.change_tenant(
        session, name=change.name, theme_color=change.theme_color, contact_phone=change.contact_phone,
        licence=change.licence, settings=change.settings,
    )  # fmt: skip
    old = asdict(
        ShopChange(before.name, before.theme_color, before.contact_phone, before.licence, before.settings)
    )
    new = asdict(change)
    moved = [name for name in new if new[name] != old[name]]
    if moved:
        act = Change(
            "shop.settings_changed", encode("shop", session.tenant),
            {name: old[name] for name in moved}, {name: new[name] for name in moved},
        )  # fmt: skip
        await store.note_change(session, staff, act)
    return await queries.tenant(session)


async def publish_document(
    session: Session, staff: Staff, kind: DocumentKind, body_zh: str, body_en: str
) -> int:
    """Publish a new version of the terms or the privacy policy and give its number; old versions stay readable."""
    await store.lock_tenant(session)
    version = (await queries.versions(session))[kind] + 1
    await store.add_document(session, staff, kind, version, body_zh, body_en)
    act = Change(
        "shop.document_published", encode("shop", session.tenant), after={"kind": kind, "version": version}
    )
    await store.note_change(session, staff, act)
    return version


async def set_wechat_app(session: Session, staff: Staff, kind: AppKind, keys: AppKeys) -> None:
    """Store an app's keys sealed. The audit names the appid and which keys changed, never a key.

    Raises:
        KeysInvalid: a key that cannot be WeChat's, or no secret where none is stored for this appid.
    """
    rules.check_wechat_keys(
        appid=keys.appid, secret=keys.secret, push_token=keys.push_token, push_aes_key=keys.push_aes_key
    )
    known = await _known_app(session, kind)
    secret = keys.secret or (known.secret if known is not None and known.appid == keys.appid else None)
    if secret is None:
        raise KeysInvalid(
            field="secret", expected_zh="请填写 AppSecret", expected_en="the AppSecret is missing"
        )
    await store.put_app(
        session,
        kind,
        appid=keys.appid,
        secret=secret,
        push_token=keys.push_token,
        push_aes_key=keys.push_aes_key,
    )
    given = [name for name in ("secret", "push_token", "push_aes_key") if getattr(keys, name) is not None]
    before = {"appid": known.appid} if known is not None else None
    act = Change(f"keys.{kind}_changed", keys.appid, before, {"appid": keys.appid, "changed": given})
    await store.note_change(session, staff, act)


async def _known_app(session: Session, kind: AppKind) -> App | None:
    try:
        return await queries.wechat_app(session, kind)
    except WeChatAppMissing:
        return None


async def try_wechat_app(db: Database, staff: Staff, kind: AppKind) -> list[Step]:
    """Ask WeChat with the stored keys, step by step; stops at the first no. Raises WeChatAppMissing."""
    async with db.read(staff.tenant) as session:
        app = await queries.wechat_app(session, kind)
    steps: list[Step] = []
    try:
        await calls.access_token(app, fresh=True)
        steps.append(
            Step("access_token", ok=True, zh="AppID 和 AppSecret 正确", en="AppID and AppSecret are right")
        )
        if kind is AppKind.OFFICIAL:
            await official.jsapi_ticket(app)
            steps.append(Step("jsapi_ticket", ok=True, zh="网页 JS 接口可用", en="The JS-SDK can be used"))
    except Refusal as refusal:
        name = "jsapi_ticket" if steps else "access_token"
        steps.append(Step(name, ok=False, zh=refusal.words("zh"), en=refusal.words("en")))
    return steps
