"""What an upheld appeal means for the order it was about."""

from lianyi.distribution.actions import correcting
from lianyi.distribution.events.bindings import OwnerCorrected
from lianyi.kit.db import Session
from lianyi.kit.outbox import on


@on(OwnerCorrected)
async def correct_commission(session: Session, fact: OwnerCorrected) -> None:
    await correcting.correct(session, fact)
