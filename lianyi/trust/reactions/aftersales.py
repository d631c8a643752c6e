"""What after-sales does when money has arrived or a person has merged. Each reaction is safe to replay."""

from lianyi.identity.events import PersonMerged
from lianyi.kit.db import Session
from lianyi.kit.outbox import on
from lianyi.messages import actions as messages
from lianyi.orders.events import OrderRefunded
from lianyi.trust.actions import aftersales as actions
from lianyi.trust.rules.notices import KINDS
from lianyi.trust.store import aftersales as store

for kind in KINDS:
    messages.declare(kind)


@on(OrderRefunded)
async def end_refunded_case(session: Session, fact: OrderRefunded) -> None:
    await actions.refund_arrived(session, fact.refund_id)


@on(PersonMerged)
async def move_cases_of_person(session: Session, fact: PersonMerged) -> None:
    await session.later(
        store.PERSON_MERGED, from_person_id=fact.from_person_id, into_person_id=fact.into_person_id
    )
