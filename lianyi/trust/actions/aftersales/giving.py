"""The money and the goods of a case: given back through orders, taken back into stock."""

from uuid import UUID

from lianyi.inventory import actions as inventory
from lianyi.inventory.errors import ReturnExceedsSale
from lianyi.kit import failpoints
from lianyi.kit.db import Session
from lianyi.orders import actions as orders
from lianyi.orders import queries as order_reads
from lianyi.orders.types import Actor
from lianyi.trust.actions.aftersales.moving import SYSTEM, ended, moved
from lianyi.trust.queries import aftersales as queries
from lianyi.trust.rules import amounts
from lianyi.trust.rules.reasons import REASON_WORDS, seller_pays
from lianyi.trust.store import aftersales as store
from lianyi.trust.store.aftersales import Guard
from lianyi.trust.types.aftersales import Case, Said


async def give(
    session: Session, actor: Actor, case: Case, guard: Guard, said: Said | None = None, *, kind: str = "refunding"
) -> Case:  # fmt: skip
    """Give the money of a held case back: granted in the order, asked of WeChat after the commit. Once a case.

    The original freight comes back with the last goods of an order that the seller is at fault for. Locks order, case,
    payment, ledger. Raises CaseInOtherState, OrderInOtherState.
    """
    case = await moved(session, case, "refunding", guard)
    parts = await queries.lines(session, case.id)
    order_lines = await order_reads.lines(session, case.order_id)
    asked = await orders.refund_returned(
        session, actor, case.order_id, f"case:{case.id}", amounts.portions(case.kind, parts, order_lines),
        with_freight=seller_pays(case.reason), reason=f"售后退款:{REASON_WORDS[case.reason][0]}",
    )  # fmt: skip
    refund = await order_reads.refund(session, asked.refund_id)
    await session.later(
        store.REFUND, case_id=case.id, refund_id=refund.id, freight_fen=refund.freight_fen,
        refunded_fen=refund.amount_fen,
    )  # fmt: skip
    await store.remember(session, case.id, kind, actor, said, amount_fen=refund.amount_fen)
    failpoints.reach("trust.case.given")
    if asked.state == "succeeded":
        return await money_arrived(session, case)
    return case


async def money_arrived(session: Session, case: Case) -> Case:
    """The shopper has the money: the case ends. The caller holds the order; raises CaseInOtherState when told before."""
    done = await ended(session, case, "refunded", Guard(("refunding",)))
    await store.remember(session, case.id, "refunded", SYSTEM, amount_fen=done.refunded_fen)
    return done


async def take_back(session: Session, actor: Actor, case: Case, *, restock: bool) -> bool:
    """Book the goods of a held case: back onto the shelf or written off, once. False when they were booked before.

    A piece that an exchange sold anew is taken back from that case. Locks stock.
    """
    if not await session.run(store.RESTOCKED, case_id=case.id, restocked=restock):
        return False
    skus: dict[UUID, UUID] = {
        line.id: line.sku_id for line in await order_reads.lines(session, case.order_id)
    }
    for part in await queries.lines(session, case.id):
        sku_id = skus[part.line_id]
        again = [
            one.case_id for one in await queries.exchanged(session, part.line_id) if one.case_id != case.id
        ]
        sources = [case.order_id, *again]
        if not await _give_back(session, sources, sku_id, part.quantity, restock=restock):
            for _ in range(part.quantity):
                await _give_back(session, sources, sku_id, 1, restock=restock)
    await store.remember(session, case.id, "restocked" if restock else "written_off", actor)
    return True


async def _give_back(
    session: Session, sources: list[UUID], sku_id: UUID, quantity: int, *, restock: bool
) -> bool:
    for source in sources:
        try:
            async with session.savepoint():
                await inventory.give_back(session, source, [(sku_id, quantity)], restock=restock)
        except ReturnExceedsSale:
            continue
        return True
    return False
