"""What the console's edges of shopkeepers answer with."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, StringConstraints

from lianyi.distribution.rules import joining
from lianyi.distribution.types.shopkeepers import PREFIX, JoinWay, Keeper, KeeperState
from lianyi.identity.edges import PersonRef
from lianyi.identity.types import PersonBrief, PersonId
from lianyi.kit.ids import as_word

ShopkeeperRef = Annotated[UUID, as_word(PREFIX)]
Words = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=2, max_length=joining.WORDS_CHARS_MAX)
]
MaybeWords = Annotated[str, StringConstraints(strip_whitespace=True, max_length=joining.WORDS_CHARS_MAX)]


class KeeperCard(BaseModel):
    """A shopkeeper in a list. `phone_last4` only for staff who may see people."""

    id: ShopkeeperRef
    person_id: PersonRef
    nickname: str
    avatar_url: str | None
    phone_last4: str | None
    shop_name: str
    state: KeeperState
    grade: int
    way: JoinWay
    words: str
    applied_at: datetime
    started_at: datetime | None
    probation_until: datetime | None
    suspended_until: datetime | None


def keeper_card(keeper: Keeper, briefs: Mapping[PersonId, PersonBrief], *, whole: bool) -> KeeperCard:
    """A shopkeeper as the staff see them."""
    brief = briefs.get(keeper.person_id)
    return KeeperCard(
        id=keeper.id, person_id=keeper.person_id, nickname=brief.nickname if brief else "",
        avatar_url=brief.avatar_url if brief else None, phone_last4=brief.phone_last4 if brief and whole else None,
        shop_name=keeper.shop_name, state=keeper.state, grade=keeper.grade, way=keeper.way, words=keeper.words,
        applied_at=keeper.applied_at, started_at=keeper.started_at, probation_until=keeper.probation_until,
        suspended_until=keeper.suspended_until,
    )  # fmt: skip


class KeeperName(BaseModel):
    """A shopkeeper named in passing."""

    id: ShopkeeperRef
    shop_name: str
    state: KeeperState


def keeper_name(keeper: Keeper) -> KeeperName:
    """The same."""
    return KeeperName(id=keeper.id, shop_name=keeper.shop_name, state=keeper.state)
