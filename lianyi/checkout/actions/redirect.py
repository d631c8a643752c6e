"""Sending an order elsewhere."""

from uuid import UUID

from lianyi.checkout import queries, rules
from lianyi.checkout.errors import AddressCostsMore
from lianyi.identity import queries as identity
from lianyi.identity.types import AddressId, Shopper
from lianyi.kit.db import Session
from lianyi.kit.money import format_yuan
from lianyi.orders import actions as orders
from lianyi.orders import queries as order_reads
from lianyi.orders.types import Actor


async def change_address(session: Session, shopper: Shopper, order_id: UUID, address_id: UUID) -> None:
    """The shopper sends an own order elsewhere, before anything has left and without a fen more.

    Cheaper freight is given while the order is unpaid, down to the last fen: what awaits payment goes on to be paid, and
    WeChat takes nothing less. Raises OrderUnknown, OrderInOtherState, AddressUnknown,
    NotDeliverable, AddressCostsMore.
    """
    order = await order_reads.order_of(session, shopper.person, order_id)
    address = await identity.address_for(session, shopper, AddressId(address_id))
    lines = await order_reads.lines(session, order_id)
    freight = await queries.freight_of_order(session, shopper.person, order_id, lines, address.region_code)
    rules.assert_deliverable(freight.not_deliverable, {line.sku_id: line.title for line in lines})
    if freight.fen > order.freight_fen:
        raise AddressCostsMore(more_yuan=format_yuan(freight.fen - order.freight_fen))
    actor = Actor("shopper", shopper.person)
    await orders.change_address(
        session, actor, order_id, rules.receiver_of(address), person_id=shopper.person
    )
    others_fen = order.payable_fen - order.freight_fen
    freight_fen = max(freight.fen, 0 if others_fen else orders.PAID_LEAST_FEN)
    if freight_fen < order.freight_fen and order.state == "awaiting_payment":
        await orders.change_price(
            session, Actor("system", name="checkout"), order_id, adjust_fen=order.adjust_fen,
            freight_fen=freight_fen, reason="address_changed",
        )  # fmt: skip
