"""How WeChat is asked for a transfer: asked about before it is asked for again, under one number for good.

Whatever is paid by transfer (a pay-out, a prize) is asked for here; no transaction is open meanwhile.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from lianyi.wechat import transfers
from lianyi.wechat.pay import PayKeys, PayRefused, PayUnanswered
from lianyi.wechat.transfers import Bill, BillState

UNCONFIRMED = frozenset({BillState.ACCEPTED, BillState.PROCESSING, BillState.WAIT_USER_CONFIRM})
# WeChat knows a number for 30 days; one that it may have forgotten is not asked for again, because it might be a second time.
KNOWN_FOR = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Asked:
    """A transfer as the books know it: whether it is still to be asked for or to be ended, and how often it was tried."""

    number: str
    sending: bool
    cancelling: bool
    tries: int
    has_package: bool
    sent_at: datetime | None


async def ask(keys: PayKeys, known: Asked, wanted: transfers.Wanted, now: datetime) -> Bill | None:
    """What WeChat says; None for one that is to end and that WeChat never heard of."""
    if known.cancelling:
        return await _cancel(keys, known.number)
    if known.tries or not known.sending:
        bill = await transfers.query_transfer(keys, known.number)
        # Only the answer to the asking itself brings what the user's client needs; asked again, it is the same transfer.
        lacks_package = (
            bill is not None and bill.state is BillState.WAIT_USER_CONFIRM and not known.has_package
        )
        if bill is not None and not lacks_package:
            return bill
        if bill is None and not known.sending:
            raise PayUnanswered("WeChat does not know the number any more")
    if known.sent_at is not None and now - known.sent_at > KNOWN_FOR:
        raise PayUnanswered("too old to be asked for again; look at WeChat Pay's own platform")
    try:
        return await transfers.transfer(keys, wanted)
    except PayRefused:
        bill = await transfers.query_transfer(keys, known.number)
        if bill is None:
            raise
        return bill


async def _cancel(keys: PayKeys, number: str) -> Bill | None:
    bill = await transfers.query_transfer(keys, number)
    if bill is None or bill.state not in UNCONFIRMED:
        return bill
    try:
        return replace(bill, state=await transfers.cancel_transfer(keys, number))
    except PayRefused:  # confirmed this very moment
        return await transfers.query_transfer(keys, number)
