"""What an order is owed, before anybody talks to WeChat."""

from uuid import UUID

from lianyi.kit.db import Session, columns
from lianyi.kit.ids import new_id
from lianyi.payments import store
from lianyi.payments.errors import PaymentNotPending
from lianyi.payments.types import Due


async def intend(session: Session, *dues: Due) -> None:
    """Record what orders are owed. One statement in the pipe, no lock waited for."""
    fields = columns(dues, "order_id", "amount_fen", "expires_at")
    await session.later(
        store.INTEND, ids=[new_id() for _ in dues], order_ids=fields["order_id"], amounts_fen=fields["amount_fen"],
        descriptions=[due.description[:120] for due in dues], expires=fields["expires_at"],
    )  # fmt: skip


async def reprice(session: Session, order_id: UUID, amount_fen: int) -> None:
    """Ask for another amount from now on; attempts for the old one are closed at WeChat after the commit.

    Raises PaymentNotPending. Should somebody pay an old attempt meanwhile, that money goes back by itself.
    """
    if await session.maybe(store.REPRICE, order_id=order_id, amount_fen=amount_fen) is None:
        raise PaymentNotPending
    await session.defer("payments.close_stale", lock=f"pay:{order_id}", order_id=str(order_id))
