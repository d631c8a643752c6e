"""The merchant's part: which template carries which kind, quiet hours, daily budget."""

from dataclasses import asdict
from typing import Any

from lianyi.identity import actions as identity
from lianyi.identity import queries as shops
from lianyi.identity.types import Change, Staff, System
from lianyi.kit import wire
from lianyi.kit.db import Database, Session
from lianyi.kit.ids import TenantId, encode
from lianyi.messages.queries import arrangement, kinds
from lianyi.messages.rules.hours import clock
from lianyi.messages.rules.templates import check_use, template_keys
from lianyi.messages.store import arrangement as store
from lianyi.messages.types import ChosenTemplate, KindSetting, NoticeSettings, TemplateUse
from lianyi.wechat import mini
from lianyi.wechat.types import AppKind

identity.name_acts(
    {
        "notices.kind_changed": ("修改消息模板", "Message template changed"),
        "notices.settings_changed": ("修改消息设置", "Message settings changed"),
    }
)


async def set_kind(session: Session, by: Staff | System, code: str, setting: KindSetting) -> None:
    """Set how the shop sends a kind; audited. Raises NoticeKindUnknown, TemplateUnfit."""
    kind = kinds.kind(code)
    uses = {"mini": setting.mini, "official": setting.official}
    for app, use in uses.items():
        if use is not None:
            check_use(kind, use, app)
    before = await arrangement.kind_setting(session, code)
    await session.later(
        store.SET_KIND, code=code, is_on=setting.is_on,
        mini_template_id=_template(setting.mini), mini_keys=_keys(setting.mini),
        official_template_id=_template(setting.official), official_keys=_keys(setting.official),
    )  # fmt: skip
    if isinstance(by, Staff):
        act = Change("notices.kind_changed", code, before=_shown(before), after=_shown(setting))
        await identity.note_change(session, by, act)


def _shown(setting: KindSetting) -> dict[str, Any]:
    return {"on": setting.is_on, "mini": _template(setting.mini), "official": _template(setting.official)}


def _template(use: TemplateUse | None) -> str | None:
    return None if use is None else use.template_id


def _keys(use: TemplateUse | None) -> str | None:
    return None if use is None else wire.dumps(dict(use.keys)).decode()


async def set_settings(session: Session, by: Staff | System, settings: NoticeSettings) -> None:
    """Set quiet hours and the daily budget; audited."""
    before = await arrangement.settings(session)
    await session.later(store.SET_SETTINGS, **asdict(settings))
    if isinstance(by, Staff) and before != settings:
        subject = encode("shop", session.tenant)
        act = Change("notices.settings_changed", subject, before=_said(before), after=_said(settings))
        await identity.note_change(session, by, act)


def _said(settings: NoticeSettings) -> dict[str, Any]:
    hours = {"quiet_from": clock(settings.quiet_from), "quiet_to": clock(settings.quiet_to)}
    return hours | {"daily_budget": settings.daily_budget}


async def chosen_templates(db: Database, tenant: TenantId, app: AppKind) -> list[ChosenTemplate]:
    """The templates the shop chose in WeChat's console, asked of WeChat now.

    Raises:
        WeChatAppMissing, WeChatRefused, WeChatUnreachable
    """
    async with db.read(tenant) as session:
        keys = await shops.wechat_app(session, app)
    return [
        ChosenTemplate(one.template_id, one.title, template_keys(one.content))
        for one in await mini.templates(keys)
    ]
