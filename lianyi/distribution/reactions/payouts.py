"""What shopkeepers are told about their pay-outs, and what becomes of those of people who left or were merged."""

from uuid import UUID

from lianyi.distribution.actions import real_names
from lianyi.distribution.events.payouts import PayoutConfirmable, PayoutPaid, PayoutReturned
from lianyi.distribution.queries import payouts as queries
from lianyi.distribution.rules import payout_notices as notices
from lianyi.distribution.store import payouts as store
from lianyi.distribution.store import tax as tax_store
from lianyi.identity.events import PersonDeleted, PersonMerged
from lianyi.kit.db import Session
from lianyi.kit.ids import encode
from lianyi.kit.outbox import on
from lianyi.messages import actions as messages
from lianyi.messages.types import NoticeKind, NoticeValue

for declared in notices.KINDS:
    messages.declare(declared)


@on(PayoutConfirmable)
async def ask_to_confirm(session: Session, fact: PayoutConfirmable) -> None:
    """WeChat waits a day; what is not confirmed goes back by itself."""
    found = await queries.payout(session, fact.payout_id)
    if found.confirm_until is not None:
        await _tell(
            session, notices.CONFIRMABLE, fact.payout_id, amount=fact.net_fen, until=found.confirm_until
        )


@on(PayoutPaid)
async def tell_paid(session: Session, fact: PayoutPaid) -> None:
    await _tell(session, notices.PAID, fact.payout_id, amount=fact.net_fen, at=session.now)


@on(PayoutReturned)
async def tell_returned(session: Session, fact: PayoutReturned) -> None:
    """What somebody withdrew themselves needs no notice."""
    if fact.state != "cancelled":
        await _tell(
            session, notices.RETURNED, fact.payout_id, amount=fact.gross_fen, why=fact.zh, at=session.now
        )


async def _tell(session: Session, kind: NoticeKind, payout_id: UUID, **values: NoticeValue) -> None:
    person_id = (await queries.payout(session, payout_id)).person_id
    page = f"{notices.PAGE}?id={encode('pyo', payout_id)}"
    await messages.notify(session, kind, person_id, key=f"{kind.code}:{payout_id}", page=page, values=values)


@on(PersonDeleted)
async def forget_real_name(session: Session, fact: PersonDeleted) -> None:
    """What tax law wants stays sealed; the rest goes at once (E-commerce law, article 24)."""
    await real_names.forget_person(session, fact.person_id)


@on(PersonMerged)
async def move_payouts(session: Session, fact: PersonMerged) -> None:
    people = {"from_person_id": fact.from_person_id, "into_person_id": fact.into_person_id}
    await session.later(store.PERSON_MERGED, **people)
    await session.later(tax_store.NAME_MERGED, **people)
