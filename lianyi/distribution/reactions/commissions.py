"""What commission does when an order moves. Each reaction is safe to replay."""

from uuid import UUID

from lianyi.catalog.events import PricesChanged
from lianyi.distribution.actions import bindings as log
from lianyi.distribution.actions import commissions as actions
from lianyi.distribution.actions import own_prices, plans
from lianyi.distribution.events.commissions import CommissionAccrued, CommissionReleased, CommissionReversed
from lianyi.distribution.queries import shopkeepers
from lianyi.distribution.rules import commission_notices as notices
from lianyi.identity.types import PersonId
from lianyi.kit.db import Session
from lianyi.kit.outbox import on
from lianyi.messages import actions as messages
from lianyi.messages.types import NoticeKind, NoticeValue
from lianyi.orders import queries as orders
from lianyi.orders.events import (
    OrderClosed,
    OrderDisputed,
    OrderPaid,
    OrderPlaced,
    OrderReceived,
    OrderRefunded,
)

for declared in notices.KINDS:
    messages.declare(declared)


@on(OrderPlaced)
async def snap(session: Session, fact: OrderPlaced) -> None:
    """Whose customer placed it: three statements in one wait for an order that nobody brought."""
    placed_at = fact.placed_at or (await orders.order(session, fact.order_id)).placed_at
    # Before anybody asks whose order it is: what the customer came by until then stands in the log.
    owner = await log.settle(session, PersonId(fact.person_id), placed_at)
    if owner is not None:
        await actions.snap(session, await orders.order(session, fact.order_id), owner)


@on(OrderPaid)
async def promise(session: Session, fact: OrderPaid) -> None:
    await actions.accrue(session, fact.order_id)


@on(OrderReceived)
async def freeze(session: Session, fact: OrderReceived) -> None:
    await actions.freeze(session, fact.order_id)


@on(OrderDisputed)
async def hold(session: Session, fact: OrderDisputed) -> None:
    await actions.keep_held(session, fact.order_id)


@on(OrderRefunded)
async def take_back(session: Session, fact: OrderRefunded) -> None:
    await actions.follow_refunds(session, fact.order_id)


@on(OrderClosed)
async def take_back_all(session: Session, fact: OrderClosed) -> None:
    """An order that closes has given back all that it will, some of it perhaps without any money moving."""
    await actions.follow_refunds(session, fact.order_id)


@on(PricesChanged)
async def recheck_plans(session: Session, fact: PricesChanged) -> None:
    await plans.recheck(session, fact.sku_ids)
    await own_prices.recheck(session, fact.sku_ids)


@on(CommissionAccrued)
async def tell_promised(session: Session, fact: CommissionAccrued) -> None:
    number = (await orders.order(session, fact.order_id)).number
    await _tell(
        session, notices.COMMISSION_PROMISED, fact.shopkeeper_id, f"commission_promised:{fact.order_id}",
        amount=fact.amount_fen, number=number,
    )  # fmt: skip


@on(CommissionReversed)
async def tell_back(session: Session, fact: CommissionReversed) -> None:
    number = (await orders.order(session, fact.order_id)).number
    await _tell(
        session, notices.COMMISSION_BACK, fact.shopkeeper_id, f"commission_back:{fact.order_id}:{fact.left_fen}",
        amount=fact.amount_fen, number=number,
    )  # fmt: skip


@on(CommissionReleased)
async def tell_available(session: Session, fact: CommissionReleased) -> None:
    await _tell(
        session, notices.COMMISSION_AVAILABLE, fact.shopkeeper_id, fact.transfer_key, amount=fact.amount_fen,
        lines=fact.lines,
    )  # fmt: skip


async def _tell(
    session: Session, kind: NoticeKind, shopkeeper_id: UUID, key: str, **values: NoticeValue
) -> None:
    person_id = (await shopkeepers.keeper(session, shopkeeper_id)).person_id
    await messages.notify(session, kind, person_id, key=key, page=notices.PAGE, values=values)
