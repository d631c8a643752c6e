"""How a shop sends notices, and what a person allows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from lianyi.kit.db import ReadSession, Statement
from lianyi.messages.types import KindSetting, NoticeSettings, TemplateUse


@dataclass(frozen=True, slots=True)
class KindRow:
    code: str
    is_on: bool
    mini_template_id: str | None
    mini_keys: dict[str, Any] | None
    official_template_id: str | None
    official_keys: dict[str, Any] | None


SETTINGS = Statement(
    "select quiet_from, quiet_to, daily_budget from messages_setting where tenant_id = %(tenant)s",
    NoticeSettings,
)
KINDS = Statement(
    """
    select code, is_on, mini_template_id, mini_keys, official_template_id, official_keys
    from messages_kind where tenant_id = %(tenant)s and (%(code)s::text is null or code = %(code)s)
    order by code limit 500
    """,
    KindRow,
)
SWITCHED_OFF = Statement(
    """
    select kind from messages_switch where tenant_id = %(tenant)s and person_id = %(person_id)s order by kind limit 500
    """,
    str,
)


@dataclass(frozen=True, slots=True)
class Remaining:
    app: str
    template_id: str
    remaining: int
    updated_at: datetime


REMAINING = Statement(
    """
    select app, template_id, greatest(by_client, by_push) - used as remaining, updated_at from messages_consent
    where tenant_id = %(tenant)s and person_id = %(person_id)s order by app, template_id limit 200
    """,
    Remaining,
)


async def settings(session: ReadSession) -> NoticeSettings:
    """Quiet hours and budget, the defaults where the shop moved nothing."""
    return await session.maybe(SETTINGS) or NoticeSettings()


async def kind_settings(session: ReadSession) -> dict[str, KindSetting]:
    """What the shop set, by kind; a kind it never touched is absent."""
    return {row.code: _setting(row) for row in await session.all(KINDS, code=None)}


async def kind_setting(session: ReadSession, code: str) -> KindSetting:
    """One kind's setting, the default where the shop set nothing."""
    row = await session.maybe(KINDS, code=code)
    return KindSetting() if row is None else _setting(row)


def _setting(row: KindRow) -> KindSetting:
    return KindSetting(
        row.is_on,
        _use(row.mini_template_id, row.mini_keys),
        _use(row.official_template_id, row.official_keys),
    )


def _use(template_id: str | None, keys: dict[str, Any] | None) -> TemplateUse | None:
    return None if template_id is None else TemplateUse(template_id, keys or {})


async def switched_off(session: ReadSession, person_id: UUID) -> frozenset[str]:
    """The kinds a person turned off."""
    return frozenset(await session.all(SWITCHED_OFF, person_id=person_id))


async def remaining(session: ReadSession, person_id: UUID) -> list[Remaining]:
    """How many messages a person still allows, by app and template."""
    return await session.all(REMAINING, person_id=person_id)
