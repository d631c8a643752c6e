"""What messages does about facts."""

from lianyi.identity.events import PersonDeleted
from lianyi.kit.db import Session
from lianyi.kit.outbox import on
from lianyi.messages import store


@on(PersonDeleted)
async def forget_phone(session: Session, deleted: PersonDeleted) -> None:
    """Delete what was sent to the phone of a person who left."""
    if deleted.phone_blind is not None:
        await store.forget_phone(session, bytes.fromhex(deleted.phone_blind))
