"""Opening an order and closing one that was not paid."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
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
from lianyi.orders.events import OrderClosed, OrderPaid, OrderPlaced
from lianyi.orders.rules import amounts, search
from lianyi.orders.rules.deadlines import SHIP_WITHIN
from lianyi.orders.types import Actor, CloseReason, Opened, OpenOrder, OrderId, Receiver
from lianyi.payments import actions as payments
from lianyi.payments.types import Closing

CHECKOUT = Actor("system", name="checkout")


async def open_orders(session: Session, wanted: Sequence[OpenOrder]) -> list[Opened]:
    """Write orders with their lines, snapshot hashes and first step of history.

    They await payment; one that comes to nothing is paid by its discounts at once and tells so, as a payment would: it
    is to ship, or waits for whom it waits. The caller sells its stock (`inventory.sell`). Cost: one statement and one for
    the outbox whatever their number, no lock but the new rows; a step of history for each that is free, piped. Raises
    PayableOutOfRange.
    """
    drafts = [_Draft(one.id or new_id(), one, _totals(one)) for one in wanted]
    rows = await session.all(
        store.OPEN,
        day=business_day(session.now).strftime("%y%m%d"),
        event_ids=[new_id() for _ in drafts],
        ship_by_at=session.now + SHIP_WITHIN,
        **_order_columns(drafts),
        **_line_columns(drafts),
    )
    opened = {row.id: row for row in rows}
    placed = [opened[OrderId(draft.id)] for draft in drafts]
    for row in placed:
        if row.free:
            await store.remember(session, row.id, "nothing_to_pay", CHECKOUT)
    facts: list[OrderPlaced | OrderPaid] = []
    for row, one in zip(placed, wanted, strict=True):
        facts.append(OrderPlaced(row.id, one.person_id, row.payable_fen, session.now))
        if row.free:
            facts.append(OrderPaid(row.id, one.person_id, row.payable_fen, session.now, one.waits))
    await session.emit(*facts)
    return placed


@dataclass(frozen=True, slots=True)
class _Draft:
    id: UUID
    order: OpenOrder
    totals: amounts.Totals


def _totals(wanted: OpenOrder) -> amounts.Totals:
    lines = wanted.lines
    return amounts.totals(
        [line.price_fen * line.quantity for line in lines],
        [line.sku_id for line in lines],
        wanted.freight_fen,
        wanted.adjust_fen,
        [line.adjust_fen for line in lines],
    )


def _order_columns(drafts: Sequence[_Draft]) -> dict[str, object]:
    orders, totals = [draft.order for draft in drafts], [draft.totals for draft in drafts]
    receivers = [_receiver_row(draft.id, draft.order.receiver) for draft in drafts]
    return {
        "ids": [draft.id for draft in drafts],
        "person_ids": [one.person_id for one in orders],
        "quote_ids": [one.quote_id for one in orders],
        "goods_fen": [one.goods_fen for one in totals],
        "freights_fen": [one.freight_fen for one in totals],
        "adjusts_fen": [one.adjust_fen for one in totals],
        "payables_fen": [one.payable_fen for one in totals],
        "item_counts": [sum(line.quantity for line in one.lines) for one in orders],
        "receivers_sealed": [sealed for sealed, _ in receivers],
        "receivers_masked": [traces.receiver_masked for _, traces in receivers],
        "phones_masked": [traces.phone_masked for _, traces in receivers],
        "phones_last4": [traces.phone_last4 for _, traces in receivers],
        "phones_blind": [traces.phone_blind for _, traces in receivers],
        "names_blind": [traces.name_blind for _, traces in receivers],
        "provinces": [one.receiver.province for one in orders],
        "cities": [one.receiver.city for one in orders],
        "districts": [one.receiver.district for one in orders],
        "region_codes": [one.receiver.region_code for one in orders],
        "search_words": [" ".join(search.words_of_lines(one.lines)) for one in orders],
        "terms_versions": [one.terms_version for one in orders],
        "buyer_notes": [one.note for one in orders],
        "pay_deadlines": [one.pay_deadline_at for one in orders],
        "waits": [one.waits for one in orders],
    }


def _line_columns(drafts: Sequence[_Draft]) -> dict[str, object]:
    lines = [line for draft in drafts for line in draft.order.lines]
    named = {
        "sku_ids": "sku_id", "product_ids": "product_id", "sku_codes": "sku_code", "titles": "title",
        "option_texts": "option_text", "picture_urls": "picture_url", "prices_fen": "price_fen",
        "quantities": "quantity", "snapshot_hashes": "snapshot_hash", "return_policies": "return_policy",
        "no_return_confirmed": "no_return_confirmed",
    }  # fmt: skip
    fields = columns(lines, *named.values())
    return {
        "line_ids": [new_id() for _ in lines],
        "order_ids": [draft.id for draft in drafts for _ in draft.order.lines],
        "seqs": [seq for draft in drafts for seq in range(1, len(draft.order.lines) + 1)],
        "freight_shares_fen": [fen for draft in drafts for fen in draft.totals.freight_shares_fen],
        "adjust_shares_fen": [fen for draft in drafts for fen in draft.totals.adjust_shares_fen],
        **{parameter: fields[field] for parameter, field in named.items()},
    }


def _receiver_row(order_id: UUID, receiver: Receiver) -> tuple[bytes, search.Traces]:
    safe = vault()
    plain = wire.dumps(receiver).decode()
    return safe.seal(plain, f"orders_order.receiver:{order_id}"), search.traces_of(receiver, safe)


def sealed(order_id: UUID, receiver: Receiver) -> dict[str, object]:
    """A receiver as the columns of an order: sealed whole, masked for the eye, blind for the search."""
    row, traces = _receiver_row(order_id, receiver)
    return {
        "receiver_sealed": row,
        "province": receiver.province,
        "city": receiver.city,
        "district": receiver.district,
        "region_code": receiver.region_code,
        **asdict(traces),
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
            order = await queries.order(session, order_id)
            if (
                order.close_reason == close_reason
            ):  # another tap of the same hand was faster: it is what was wished
                return
            await queries.refuse_state(session, order_id)
        await store.remember(session, order_id, "closed", actor, note, reason=close_reason)
        await session.emit(OrderClosed(order_id, closed.person_id, close_reason))
        await inventory.release(session, order_id)
