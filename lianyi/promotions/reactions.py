"""What campaigns do when an order moves or people merge or leave. Each reaction is safe to replay."""

from lianyi.catalog.events import PricesChanged
from lianyi.identity.events import PersonMerged, WeChatPushed
from lianyi.kit.db import Session
from lianyi.kit.outbox import on
from lianyi.orders import actions as orders
from lianyi.orders.events import OrderClosed, OrderPaid, OrderRefunded
from lianyi.promotions import actions, queries, rules
from lianyi.promotions.events import ClaimLost, ClaimOver, ClaimSettled
from lianyi.promotions.store import claiming as store
from lianyi.promotions.store import granting, helping, reminding


@on(OrderPaid)
async def count_paid_claim(session: Session, fact: OrderPaid) -> None:
    await actions.count_paid(session, fact.order_id, fact.payable_fen, fact.paid_at)


@on(ClaimLost)
async def give_back_unkept(session: Session, fact: ClaimLost) -> None:
    """The price was the campaign's, and it has none left: the money goes back at once."""
    await orders.refund_unkept(session, fact.order_id, "付款晚了,活动名额已经用完,原路退款")


@on(ClaimSettled)
async def settle_claim(session: Session, fact: ClaimSettled) -> None:
    await actions.settle(session, fact.order_id, fact.given_fen)


@on(OrderClosed)
async def end_claim(session: Session, fact: OrderClosed) -> None:
    """Told on, because plays move their runs by this fact too, and a run is locked before a quota."""
    if await queries.holds_claim(session, fact.order_id):
        await session.emit(ClaimOver(fact.order_id, fact.reason == "refunded"))


@on(ClaimOver)
async def give_back_claim(session: Session, fact: ClaimOver) -> None:
    await actions.give_back(session, fact.order_id, refunded=fact.refunded)


@on(OrderRefunded)
async def count_refunded_claim(session: Session, fact: OrderRefunded) -> None:
    await actions.count_refunded(session, fact.order_id)


@on(PersonMerged)
async def merge_claims(session: Session, fact: PersonMerged) -> None:
    """Two records were one person: what both have used counts together."""
    people = {"from_person_id": fact.from_person_id, "into_person_id": fact.into_person_id}
    await session.later(store.MERGE_PERSON, **people)
    await session.later(store.MERGE_CLAIMS, **people)
    await session.later(granting.MERGE_GRANTS, **people)
    await session.later(reminding.MERGE_REMINDERS, **people)
    await session.later(helping.MERGE_RUNS, **people)
    await session.later(helping.MERGE_HELPS, **people)


@on(PricesChanged)
async def recheck_margins(session: Session, fact: PricesChanged) -> None:
    await actions.recheck(session, fact.sku_ids)


@on(WeChatPushed)
async def stop_when_punished(session: Session, fact: WeChatPushed) -> None:
    """WeChat's violation push (mini-program.md, appendix B): the campaigns it can mean stop before anybody reads it."""
    if fact.kind == rules.PUNISHED:
        reason, rectify_by_at = rules.punishment(fact.fields)
        await actions.stop_by_platform(session, reason, rectify_by_at)
