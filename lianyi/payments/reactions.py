"""What payments do about their own facts, a transaction later. Safe to replay."""

from lianyi.kit.db import Session
from lianyi.kit.outbox import on
from lianyi.payments import actions
from lianyi.payments.events import PaymentSucceeded


@on(PaymentSucceeded)
async def claim_standing_shares(session: Session, fact: PaymentSucceeded) -> None:
    """Receivers with a standing part have it registered as soon as the order is paid."""
    if fact.guaranteed is not False:
        await actions.claim_standing(session, fact.order_id)
