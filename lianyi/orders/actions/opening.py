"""Opening an order and closing one that was not paid."""

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from lianyi.identity.types import Shopper, Staff
from lianyi.inventory import actions as inventory
from lianyi.kit import failpoints, wire
from lianyi.kit.clock import business_day
from lianyi.kit.db import Database, Session, columns
from lianyi.kit.ids import TenantId, new_id
from lianyi.kit.secrets import vault
from lianyi.orders import queries, store
from lianyi.orders.errors import OrderAlreadyPaid
from lianyi.orders.events import OrderClosed, OrderPlaced
from lianyi.orders.rules import amounts, search
from lianyi.orders.types import Actor, CloseReason, Opened, OpenLine, OpenOrder, Receiver
from lianyi.payments import actions as payments
from lianyi.payments.types import Closing


async def open_order(session: Session, wanted: OpenOrder) -> Opened:
    """Write an order that awaits payment, with its lines, snapshot hashes and first step of history.

    Cost: one statement and one outbox row, no lock but the new rows. Raises PayableOutOfRange.
    """
    lines = wanted.lines
    totals = amounts.totals(
        [line.price_fen * line.quantity for line in lines],
        [line.sku_id for line in lines],
        wanted.freight_fen,
        wanted.adjust_fen,
        [line.adjust_fen for line in lines],
    )
    order_id = wanted.id or new_id()
    opened = await session.one(
        store.OPEN,
        id=order_id,
        day=business_day(session.now).strftime("%y%m%d"),
        person_id=wanted.person_id,
        quote_id=wanted.quote_id,
        goods_fen=totals.goods_fen,
        freight_fen=totals.freight_fen,
        adjust_fen=totals.adjust_fen,
        payable_fen=totals.payable_fen,
        item_count=sum(line.quantity for line in lines),
        search_words=search.words_of_titles(
            [f"{line.title} {line.option_text} {line.sku_code}" for line in lines]
        ),
        terms_version=wanted.terms_version,
        buyer_note=wanted.note,
        pay_deadline_at=wanted.pay_deadline_at,
        waits=wanted.waits,
        event_id=new_id(),
        **sealed(order_id, wanted.receiver),
        **_line_columns(lines, totals),
    )
    await session.emit(OrderPlaced(opened.id, wanted.person_id, opened.payable_fen))
    return opened


def _line_columns(lines: Sequence[OpenLine], totals: amounts.Totals) -> dict[str, object]:
    named = {
        "sku_ids": "sku_id", "product_ids": "product_id", "sku_codes": "sku_code", "titles": "title",
        "option_texts": "option_text", "picture_urls": "picture_url", "prices_fen": "price_fen",
        "quantities": "quantity", "snapshot_hashes": "snapshot_hash", "return_policies": "return_policy",
        "no_return_confirmed": "no_return_confirmed",
    }  # fmt: skip
    fields = columns(lines, *named.values())
    return {
        "line_ids": [new_id() for _ in lines],
        "freight_shares_fen": list(totals.freight_shares_fen),
        "adjust_shares_fen": list(totals.adjust_shares_fen),
        **{parameter: fields[field] for parameter, field in named.items()},
    }


def sealed(order_id: UUID, receiver: Receiver) -> dict[str, object]:
    """A receiver as the columns of an order: sealed whole, masked for the eye, blind for the search."""
    safe = vault()
    plain = wire.dumps(asdict(receiver)).decode()
    return {
        "receiver_sealed": safe.seal(plain, f"orders_order.receiver:{order_id}"),
        "province": receiver.province,
        "city": receiver.city,
        "district": receiver.district,
        "region_code": receiver.region_code,
        **asdict(search.traces_of(receiver, safe)),
    }


async def cancel_for(db: Database, shopper: Shopper, order_id: UUID, reason: str) -> None:
    """Close the shopper's unpaid order: at WeChat first, then here, and give back what it held.

    Closed by the shopper before, it is well: whoever lost the answer asks again.
    Raises OrderUnknown, OrderInOtherState, OrderAlreadyPaid (WeChat has the money: the order goes on).
    """
    async with db.read(shopper.tenant) as session:
        order = await queries.order_of(session, shopper.person, order_id)
        if order.close_reason == "shopper":
            return
        if order.state != "awaiting_payment":
            await queries.refuse_state(session, order_id)
    actor = Actor("shopper", shopper.person)
    await close_unpaid(db, shopper.tenant, order_id, "shopper", actor, reason)


async def close_by_staff(db: Database, staff: Staff, order_id: UUID, reason: str) -> None:
    """Close an unpaid order for the shop; closed by the shop before, it is well.

    Raises OrderUnknown, OrderInOtherState, OrderAlreadyPaid.
    """
    async with db.read(staff.tenant) as session:
        order = await queries.order(session, order_id)
        if order.close_reason == "staff":
            return
        if order.state != "awaiting_payment":
            await queries.refuse_state(session, order_id)
    await close_unpaid(db, staff.tenant, order_id, "staff", Actor("staff", staff.staff, staff.name), reason)


async def close_unpaid(
    db: Database, tenant: TenantId, order_id: UUID, close_reason: CloseReason, actor: Actor, note: str = ""
) -> None:
    """Close at WeChat, then here. Between the two nothing can be paid any more.

    Raises OrderAlreadyPaid when WeChat has the money (payments tells it upwards and the order goes on), and whatever
    payments raises when WeChat does not answer: then nothing has changed.
    """
    if await payments.close(db, tenant, order_id) is Closing.PAID:
        raise OrderAlreadyPaid
    failpoints.reach("orders.close.unpayable")
    async with db.write(tenant) as session:
        closed = await session.maybe(store.CLOSE_UNPAID, order_id=order_id, reason=close_reason)
        if closed is None:
            await queries.refuse_state(session, order_id)
        await store.remember(session, order_id, "closed", actor, note, reason=close_reason)
        await session.emit(OrderClosed(order_id, closed.person_id, close_reason))
        await inventory.release(session, order_id)
