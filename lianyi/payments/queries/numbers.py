"""What our own tables know of the numbers on a bill of WeChat's: reads for reconciliation and for "why"."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from lianyi.kit.db import ReadSession, Statement
from lianyi.payments.types import Attempt, Refund

_ATTEMPT = """out_trade_no, payment_id, order_id, method, appid, payer_openid, amount_fen, state, prepay,
              prepay_until, expires_at, polls"""


@dataclass(frozen=True, slots=True)
class OwnNumber:
    """A number of ours or of WeChat's and the order it belongs to."""

    number: str
    order_id: UUID | None


TRADES = Statement(
    """
    select out_trade_no as number, order_id from payments_attempt
    where tenant_id = %(tenant)s and out_trade_no = any(%(numbers)s::text[])
    """,
    OwnNumber,
)
TRANSACTIONS = Statement(
    """
    select transaction_id as number, order_id from payments_attempt
    where tenant_id = %(tenant)s and transaction_id = any(%(numbers)s::text[])
    """,
    OwnNumber,
)
REFUNDS = Statement(
    """
    select out_refund_no as number, order_id from payments_refund
    where tenant_id = %(tenant)s and out_refund_no = any(%(numbers)s::text[])
    """,
    OwnNumber,
)
ATTEMPT = Statement(
    f"""
    select {_ATTEMPT} from payments_attempt
    where tenant_id = %(tenant)s and (out_trade_no = %(number)s or transaction_id = %(number)s)
    """,  # noqa: S608  our own column list
    Attempt,
)
REFUND = Statement(
    """
    select id, order_id, out_refund_no, transaction_id, amount_fen, total_fen, reason, state, tries, error
    from payments_refund where tenant_id = %(tenant)s and out_refund_no = %(number)s
    """,
    Refund,
)


async def trades(session: ReadSession, out_trade_nos: Sequence[str]) -> dict[str, UUID | None]:
    """The orders of numbers under which payments were asked for; other numbers are missing."""
    return {one.number: one.order_id for one in await session.all(TRADES, numbers=list(out_trade_nos))}


async def transactions(session: ReadSession, transaction_ids: Sequence[str]) -> dict[str, UUID | None]:
    """The orders of WeChat's numbers of payments that are booked here; other numbers are missing."""
    return {
        one.number: one.order_id for one in await session.all(TRANSACTIONS, numbers=list(transaction_ids))
    }


async def refunds(session: ReadSession, out_refund_nos: Sequence[str]) -> dict[str, UUID | None]:
    """The orders of our numbers of refunds; other numbers are missing."""
    return {one.number: one.order_id for one in await session.all(REFUNDS, numbers=list(out_refund_nos))}


async def attempt(session: ReadSession, number: str) -> Attempt | None:
    """The attempt with this number of ours, or with this number of WeChat's."""
    return await session.maybe(ATTEMPT, number=number)


async def refund(session: ReadSession, out_refund_no: str) -> Refund | None:
    """The refund with this number of ours."""
    return await session.maybe(REFUND, number=out_refund_no)
