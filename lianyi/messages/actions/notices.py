"""Telling a person something: declared by the domain that knows it, written once, sent by a job after the commit."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from lianyi.kit import wire
from lianyi.kit.db import Session
from lianyi.kit.ids import new_id
from lianyi.messages.queries import kinds
from lianyi.messages.rules import fitting
from lianyi.messages.store import notices as store
from lianyi.messages.types import NoticeKind, NoticeValue

SEND = "messages.send_notice"


def declare(kind: NoticeKind) -> NoticeKind:
    """Make a kind known, once, when the reactions of its domain are imported. Raises ValueError for a second meaning."""
    if kinds.DECLARED.setdefault(kind.code, kind) != kind:
        raise ValueError(f"two kinds of notices are called {kind.code}")
    return kind


async def notify(
    session: Session, kind: NoticeKind, person_id: UUID, *, key: str, page: str, values: Mapping[str, NoticeValue],
    until: datetime | None = None,
) -> bool:  # fmt: skip
    """Tell a person something, in the shop's inbox at once and by WeChat after the commit; False when it was told before.

    `key` names the happening (`order_shipped:<parcel>`), so that a fact told twice is one notice. `page` is a page of
    the shop with its query, without a leading slash. `values` holds every field: an amount in fen, a time as an
    instant, everything else as text. After `until` it is no longer true: it leaves the
    inbox, and WeChat is not asked any more.

    One statement and one outbox row; locks nothing.

    Raises:
        ValueError: the fields are not those of the kind.
    """
    data = fitting.texts(kind, values)
    notice = await session.maybe(
        store.ADD, id=new_id(), kind=kind.code, key=key, person_id=person_id, page=page,
        data=wire.dumps(data).decode(), state="queued", try_at=session.now, until_at=until,
    )  # fmt: skip
    if notice is None:
        return False
    await session.defer(SEND, lock=f"notice:{notice}", notice_id=str(notice))
    return True


async def withdraw(session: Session, kind: NoticeKind, key: str) -> None:
    """Take back what is no longer true: it leaves the inbox, and WeChat is not asked any more; none is fine, too."""
    await session.later(store.WITHDRAW, kind=kind.code, key=key)
