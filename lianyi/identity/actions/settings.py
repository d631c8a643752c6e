"""The shop's own settings, documents and WeChat keys; every change is kept with before and after."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from lianyi.identity import queries, rules
from lianyi.identity.actions.approvals import approvable, ask_or_do
from lianyi.identity.errors import KeysInvalid, WeChatAppMissing
from lianyi.identity.store import shops as store
from lianyi.identity.types import (
    ApprovalId,
    Change,
    DocumentKind,
    Licence,
    ShopSettings,
    Staff,
    Tenant,
    Wish,
)
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
    known, secret = await _checked_app(session, kind, keys)
    await store.put_app(
        session, kind, appid=keys.appid, secret=secret, push_token=keys.push_token, push_aes_key=keys.push_aes_key
    )  # fmt: skip
    before = {"appid": known.appid} if known is not None else None
    await store.note_change(session, staff, Change(f"keys.{kind}_changed", keys.appid, before, _shown(keys)))


async def replace_wechat_app(
    session: Session, staff: Staff, kind: AppKind, keys: AppKeys, code: str | None
) -> ApprovalId | None:
    """Store an app's first keys at once; others in their place wait for a second person.

    Raises: as `set_wechat_app` and `ask_or_do`.
    """
    known, _ = await _checked_app(session, kind, keys)
    pushes = known is not None and await queries.push_keys(session, known.appid) is not None
    given = keys.secret or (pushes and (keys.push_token or keys.push_aes_key))
    if known is None or (known.appid == keys.appid and not given):
        await set_wechat_app(session, staff, kind, keys)
        return None
    wish = Wish(
        encode("shop", session.tenant),
        {"kind": kind.value, **asdict(keys)},
        {"appid": known.appid},
        _shown(keys),
    )
    return await ask_or_do(session, staff, ACTS_OF[kind], wish, code)


async def _app_replaced(session: Session, by: Staff, given: Mapping[str, Any]) -> None:
    keys = {name: value for name, value in given.items() if name != "kind"}
    await set_wechat_app(session, by, AppKind(given["kind"]), AppKeys(**keys))


ACTS_OF = {
    AppKind.MINI: approvable(
        "keys.mini_replaced", permission="keys.write", zh="更换小程序密钥", en="Replace the mini program's keys"
    )(_app_replaced),
    AppKind.OFFICIAL: approvable(
        "keys.official_replaced", permission="keys.write", zh="更换公众号密钥", en="Replace the official account's keys"
    )(_app_replaced),
}  # fmt: skip


async def _checked_app(session: Session, kind: AppKind, keys: AppKeys) -> tuple[App | None, str]:
    """What is stored, and the secret that will be. Raises KeysInvalid."""
    rules.check_wechat_keys(
        appid=keys.appid, secret=keys.secret, push_token=keys.push_token, push_aes_key=keys.push_aes_key
    )
    known = await _known_app(session, kind)
    secret = keys.secret or (known.secret if known is not None and known.appid == keys.appid else None)
    if secret is None:
        raise KeysInvalid(
            field="secret", expected_zh="请填写 AppSecret", expected_en="the AppSecret is missing"
        )
    return known, secret


def _shown(keys: AppKeys) -> dict[str, Any]:
    changed = [name for name in ("secret", "push_token", "push_aes_key") if getattr(keys, name) is not None]
    return {"appid": keys.appid, "changed": changed}


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
