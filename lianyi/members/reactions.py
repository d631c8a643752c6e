"""What members does when orders move, goods change their price, or people merge or leave. Each is safe to replay."""

from lianyi.catalog.events import PricesChanged
from lianyi.identity.events import PersonDeleted, PersonMerged
from lianyi.kit.db import Session
from lianyi.kit.outbox import on
from lianyi.members import actions
from lianyi.members.events import LevelChanged
from lianyi.members.rules.notices import BIRTHDAY, LEVEL_CHANGED, LEVEL_ENDING, POINTS_ENDING
from lianyi.messages import actions as messages
from lianyi.orders.events import (
    OrderClosed,
    OrderCompleted,
    OrderFormed,
    OrderPaid,
    OrderReopened,
    RefundGranted,
)

for kind in (BIRTHDAY, LEVEL_CHANGED, LEVEL_ENDING, POINTS_ENDING):
    messages.declare(kind)


@on(OrderReopened)
async def spend_points_again(session: Session, fact: OrderReopened) -> None:
    """Points that a closed order had given back are taken again when its money came after all."""
    await actions.spend_again(session, fact.order_id)


@on(OrderPaid)
async def take_paid_cards(session: Session, fact: OrderPaid) -> None:
    await actions.take_cards(session, fact.order_id)


@on(OrderFormed)
async def take_formed_cards(session: Session, fact: OrderFormed) -> None:
    await actions.take_cards(session, fact.order_id)


@on(OrderClosed)
async def give_points_back(session: Session, fact: OrderClosed) -> None:
    await actions.give_back(session, fact.order_id, whole=True)
    await actions.end_cards(session, fact.order_id)


@on(RefundGranted)
async def follow_refund(session: Session, fact: RefundGranted) -> None:
    """Points spent on what came back come back; points it had earned go; its cards end."""
    await actions.give_back(session, fact.order_id, whole=False)
    await actions.lessen(session, fact.order_id)
    await actions.end_cards(session, fact.order_id)


@on(OrderCompleted)
async def count_completed(session: Session, fact: OrderCompleted) -> None:
    await actions.earn(session, fact.order_id)


@on(LevelChanged)
async def tell_level(session: Session, fact: LevelChanged) -> None:
    await actions.tell_change(session, fact)


@on(PricesChanged)
async def restate_claims(session: Session, fact: PricesChanged) -> None:
    await actions.restate_margin(session, fact.sku_ids)


@on(PersonMerged)
async def merge_members(session: Session, fact: PersonMerged) -> None:
    await actions.merge(session, fact.from_person_id, fact.into_person_id)


@on(PersonDeleted)
async def forget_member(session: Session, fact: PersonDeleted) -> None:
    await actions.forget(session, fact.person_id)
