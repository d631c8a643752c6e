"""Facts about shops and people, for those above."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from lianyi.kit.outbox import event


@event("identity.shop_opened", subject="shop_id")
@dataclass(frozen=True, slots=True)
class ShopOpened:
    shop_id: UUID
    name: str


@event("identity.staff_added", subject="staff_id")
@dataclass(frozen=True, slots=True)
class StaffAdded:
    staff_id: UUID
    role: str


@event("identity.person_joined", subject="person_id")
@dataclass(frozen=True, slots=True)
class PersonJoined:
    person_id: UUID
    way: str


@event("identity.person_merged", subject="into_person_id")
@dataclass(frozen=True, slots=True)
class PersonMerged:
    """Two records were one person: whatever belongs to `from_person_id` now belongs to `into_person_id`."""

    from_person_id: UUID
    into_person_id: UUID


@event("identity.person_deleted", subject="person_id")
@dataclass(frozen=True, slots=True)
class PersonDeleted:
    """A person left: every domain removes or anonymises what it keeps of them; orders stay without name and address.

    E-commerce law, articles 24 and 31; PIPL, article 47. `phone_blind` (hex) finds rows kept by phone alone.
    """

    person_id: UUID
    phone_blind: str | None


@event("identity.wechat_pushed", subject="appid")
@dataclass(frozen=True, slots=True)
class WeChatPushed:
    """WeChat pushed a proved message to one of the shop's apps; `kind` is its event, `fields` its plain words."""

    appid: str
    app_kind: str
    kind: str
    fields: dict[str, str]
