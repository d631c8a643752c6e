"""What messages does about facts."""

from lianyi.identity.events import PersonDeleted, PersonMerged, WeChatPushed
from lianyi.kit.db import Session
from lianyi.kit.outbox import on
from lianyi.messages import actions
from lianyi.messages.store import codes, consents, notices


@on(WeChatPushed)
async def take_report(session: Session, pushed: WeChatPushed) -> None:
    """What WeChat tells of subscribe messages: accepted, turned off, delivered."""
    await actions.take_report(session, pushed)


@on(PersonDeleted)
async def forget_person(session: Session, deleted: PersonDeleted) -> None:
    """Delete what was sent to a person who left, and what they allowed."""
    if deleted.phone_blind is not None:
        await codes.forget_phone(session, bytes.fromhex(deleted.phone_blind))
    for statement in (
        notices.FORGET_PERSON, consents.FORGET_PERSON, consents.FORGET_BUDGET, consents.FORGET_SWITCHES,
    ):  # fmt: skip
        await session.later(statement, person_id=deleted.person_id)


@on(PersonMerged)
async def move_person(session: Session, merged: PersonMerged) -> None:
    """Two records were one person: notices, consents, budget and switches follow."""
    both = {"from_person_id": merged.from_person_id, "into_person_id": merged.into_person_id}
    await session.later(notices.MOVE_PERSON, **both)
    for statement in (consents.MOVE_PERSON, consents.MOVE_BUDGET, consents.MOVE_SWITCHES):
        await session.later(statement, **both)
    for statement in (consents.FORGET_PERSON, consents.FORGET_BUDGET, consents.FORGET_SWITCHES):
        await session.later(statement, person_id=merged.from_person_id)
