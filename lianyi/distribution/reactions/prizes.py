"""What is owed when campaigns promise money, what its people are told, and what becomes of it when people merge."""

from uuid import UUID

from lianyi.distribution.actions import prizes as actions
from lianyi.distribution.events.prizes import PrizePaid, PrizeReturned
from lianyi.distribution.queries import prizes as queries
from lianyi.distribution.rules import prizes as rules
from lianyi.distribution.store import prizes as store
from lianyi.identity.events import PersonMerged
from lianyi.kit.db import Session
from lianyi.kit.outbox import on
from lianyi.messages import actions as messages
from lianyi.messages.types import NoticeKind, NoticeValue
from lianyi.promotions.events import PrizeDue

for declared in rules.KINDS:
    messages.declare(declared)


@on(PrizeDue)
async def owe_prize(session: Session, fact: PrizeDue) -> None:
    if await actions.owe(session, fact):
        until = rules.expiry(session.now)
        await _tell(session, rules.DUE, fact.grant_id, str(fact.grant_id), amount=fact.gross_fen, until=until)


@on(PrizePaid)
async def tell_prize_paid(session: Session, fact: PrizePaid) -> None:
    await _tell(session, rules.PAID, fact.prize_id, str(fact.prize_id), amount=fact.net_fen)


@on(PrizeReturned)
async def tell_prize_returned(session: Session, fact: PrizeReturned) -> None:
    """Each transfer that came to nothing is told once."""
    known = await queries.prize(session, fact.prize_id)
    key = f"{fact.prize_id}:{known.transfer_id}"
    await _tell(session, rules.RETURNED, fact.prize_id, key, amount=fact.gross_fen, why=fact.zh)


async def _tell(session: Session, kind: NoticeKind, prize_id: UUID, key: str, **values: NoticeValue) -> None:
    known = await queries.prize(session, prize_id)
    await messages.notify(
        session, kind, known.person_id, key=f"{kind.code}:{key}", page=rules.PAGE,
        values={"title": known.title, **values},
    )  # fmt: skip


@on(PersonMerged)
async def move_prizes(session: Session, fact: PersonMerged) -> None:
    people = {"from_person_id": fact.from_person_id, "into_person_id": fact.into_person_id}
    await session.later(store.PERSON_MERGED, **people)
