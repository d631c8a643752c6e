"""What an order is owed, before anybody talks to WeChat."""

from datetime import datetime
from uuid import UUID

from lianyi.kit.db import Session
from lianyi.kit.ids import new_id
from lianyi.payments import store
from lianyi.payments.errors import PaymentNotPending
from lianyi.payments.types import PaymentId


async def intend(
    session: Session, order_id: UUID, amount_fen: int, description: str, expires_at: datetime
) -> PaymentId:
    """Record that an order is owed `amount_fen` (≥ 1) until `expires_at`. One statement in the pipe, no lock waited for."""
    payment = PaymentId(new_id())
    await session.later(
        store.INTEND,
        id=payment, order_id=order_id, amount_fen=amount_fen, description=description[:120], expires_at=expires_at,
    )  # fmt: skip
    return payment


async def reprice(session: Session, order_id: UUID, amount_fen: int) -> None:
    """Ask for another amount from now on; attempts for the old one are closed at WeChat after the commit.

    Raises PaymentNotPending. Should somebody pay an old attempt meanwhile, that money goes back by itself.
    """
    if await session.maybe(store.REPRICE, order_id=order_id, amount_fen=amount_fen) is None:
        raise PaymentNotPending
    await session.defer("payments.close_stale", lock=f"pay:{order_id}", order_id=str(order_id))
