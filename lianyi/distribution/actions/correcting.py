"""An appeal about an order was upheld: what it pays becomes somebody else's, as far as it is not available yet.

The snapshot stays as it was written. What may have been asked for already stays, too: the staff see it and decide otherwise.
An order that paid nothing only for what its shopkeeper was (suspended, on one device with the buyer) is worked out for the
other one by the rule it was written down with.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from lianyi.distribution.actions import commissions
from lianyi.distribution.events.bindings import OwnerCorrected
from lianyi.distribution.events.commissions import CommissionAccrued
from lianyi.distribution.queries import bindings, plans, shopkeepers
from lianyi.distribution.queries import commissions as reads
from lianyi.distribution.queries import own_prices as own_reads
from lianyi.distribution.rules import commissions as rules
from lianyi.distribution.rules import own_prices
from lianyi.distribution.rules.commission_words import CORRECTED
from lianyi.distribution.rules.commissions import Worked
from lianyi.distribution.store import commissions as store
from lianyi.distribution.store import disputes as writes
from lianyi.distribution.store.commissions import Move
from lianyi.distribution.types.bindings import Ownership
from lianyi.distribution.types.commissions import Commission, Reason
from lianyi.distribution.types.shopkeepers import ShopkeeperId
from lianyi.kit.db import ReadSession, Session
from lianyi.ledger import actions as ledger
from lianyi.ledger.types import AccountRef, Purpose, Subject, Transfer
from lianyi.orders import queries as orders
from lianyi.orders.types import Order

MOVABLE = ("placed", "pending", "frozen")


async def correct(session: Session, fact: OwnerCorrected) -> None:
    """Move what an order pays to the shopkeeper whose appeal was right. Safe to replay.

    An order that nobody had brought is written down as theirs, by what they were when it was placed, and goes through what
    has happened to it since.
    Locks what is due of the order, its commissions, then the accounts.
    """
    if await reads.snapshot(session, fact.order_id) is None:
        await _write_down(session, fact)
        return
    await session.later(writes.LOCK_DUE, order_id=fact.order_id)
    lines = await session.all(store.LOCK, order_id=fact.order_id)
    if stopped := _stopped(lines):
        await _work_again(session, fact, stopped)
        return
    movable = [one for one in lines if _is_movable(one, fact.shopkeeper_id)]
    if not movable:
        return
    moved_fen = 0
    for state in ("pending", "frozen"):
        parts = [one for one in movable if one.state == state and one.left_fen]
        moved_fen += await _hand_over(session, fact, state, parts)
    ids = [one.order_line_id for one in movable]
    for statement in (writes.CORRECT_DUE, writes.CORRECT):
        await session.later(statement, shopkeeper_id=fact.shopkeeper_id, order_line_ids=ids)
    if moved_fen:
        await session.emit(CommissionAccrued(fact.order_id, fact.shopkeeper_id, moved_fen))


async def at_most_fen(session: ReadSession, order_id: UUID, shopkeeper_id: UUID) -> int:
    """What upholding an appeal of a shopkeeper's about an order could give them, before refunds take of it; moves nothing."""
    lines = await reads.of_order(session, order_id)
    stopped = _stopped(lines)
    if lines and not stopped:
        return sum(one.left_fen for one in lines if _is_movable(one, shopkeeper_id))
    order = await orders.order(session, order_id)
    was = await shopkeepers.was_at(session, shopkeeper_id, order.placed_at)
    if was is None:
        return 0
    if stopped:
        worked = await _worked_again(session, order, shopkeeper_id, was.grade, stopped)
    else:
        worked = (await commissions.work_out(session, order, shopkeeper_id, was.grade)).worked
    return sum(one.amount_fen for one in worked)


def _is_movable(one: Commission, shopkeeper_id: UUID) -> bool:
    return one.state in MOVABLE and one.shopkeeper_id != shopkeeper_id


def _stopped(lines: Sequence[Commission]) -> dict[UUID, Commission]:
    """The lines that pay nothing only for what their shopkeeper was; an order is stopped whole."""
    return {
        one.order_line_id: one
        for one in lines
        if one.reason in rules.SHOPKEEPERS_STOPS and one.state in ("placed", "void")
    }


async def _work_again(session: Session, fact: OwnerCorrected, lines: Mapping[UUID, Commission]) -> None:
    order = await orders.order(session, fact.order_id)
    owner = await _owner(session, fact, order)
    if owner is None:
        return
    why = await commissions.stopped(session, order, owner)
    worked = await _worked_again(session, order, owner.shopkeeper_id, owner.grade, lines, stopped=why)
    await session.later(
        writes.REWORK, shopkeeper_id=owner.shopkeeper_id, order_line_ids=[one.order_line_id for one in worked],
        factors_bp=[one.factor_bp for one in worked], worked_fen=[one.worked_fen for one in worked],
        amounts_fen=[one.amount_fen for one in worked], reasons=[one.reason for one in worked],
    )  # fmt: skip
    await _catch_up(session, order)


async def _worked_again(
    session: ReadSession, order: Order, shopkeeper_id: UUID, grade: int, lines: Mapping[UUID, Commission], *,
    stopped: Reason = "",
) -> list[Worked]:  # fmt: skip
    """What stopped lines pay somebody else: rule, base and cost are those that were written down, the grade is theirs."""
    plan_id = next(one.plan_id for one in lines.values())
    plan = await plans.by_id(session, plan_id) if plan_id else None
    sold = [
        replace(piece, paid_fen=line.line_paid_fen, cost_fen=line.cost_fen)
        for piece in await plans.sold(session, await orders.lines(session, order.id))
        if (line := lines.get(piece.order_line_id)) is not None
    ]
    worked = [
        rules.work_by(rules.rule_of(lines[piece.order_line_id]), plan, piece, grade)
        if plan
        else rules.work(None, piece, None, grade)
        for piece in sold
    ]
    borne = own_prices.borne_fen(await own_reads.sales(session, order.id), shopkeeper_id)
    return rules.settle_order(plan, sold, worked, order.payable_fen, stopped=stopped, borne=borne)


async def _hand_over(session: Session, fact: OwnerCorrected, state: str, parts: Sequence[Commission]) -> int:
    """Back to what is promised, and promised to the other one; an entry of each side with the key of its transfer."""
    fen = sum(one.left_fen for one in parts)
    if not fen:
        return 0
    promised = AccountRef(Purpose.COMMISSION_PROMISED)
    purpose = commissions.ACCOUNTS[state]
    key = f"{CORRECTED}{fact.dispute_id}:{state}"
    before, after = reads.account(purpose, parts[0].shopkeeper_id), reads.account(purpose, fact.shopkeeper_id)
    subject = Subject("order", fact.order_id)
    await ledger.transfer(session, Transfer(f"{key}:from", "commission_back", before, promised, fen, subject))
    await ledger.transfer(session, Transfer(f"{key}:to", "commission", promised, after, fen, subject))
    await store.enter(
        session,
        [
            *(
                Move(one.order_line_id, one.order_id, one.shopkeeper_id, "reverse", one.left_fen, state, "promised",
                     f"{key}:from")
                for one in parts
            ),
            *(
                Move(one.order_line_id, one.order_id, fact.shopkeeper_id, "accrue", one.left_fen, "promised", state,
                     f"{key}:to")
                for one in parts
            ),
        ],
    )  # fmt: skip
    return fen


async def _write_down(session: Session, fact: OwnerCorrected) -> None:
    order = await orders.order(session, fact.order_id)
    owner = await _owner(session, fact, order)
    if owner is None:
        return
    await commissions.snap(session, order, owner)
    await _catch_up(session, order)


async def _owner(session: ReadSession, fact: OwnerCorrected, order: Order) -> Ownership | None:
    """Whoever was upheld, as what they were when the order was placed."""
    line = await bindings.line(session, fact.binding_id)
    was = await shopkeepers.was_at(session, fact.shopkeeper_id, order.placed_at)
    if line is None or was is None:
        return None
    return Ownership(
        fact.person_id, order.placed_at, ShopkeeperId(was.shopkeeper_id), line.id, line.rule_version, line.touch,
        line.channel, line.share_id, was.state, was.grade,
    )  # fmt: skip


async def _catch_up(session: Session, order: Order) -> None:
    """Take lines that were only placed through what has happened to their order since."""
    if order.paid_at is not None:
        await commissions.accrue(session, order.id)
    if order.received_at is not None:
        await commissions.freeze(session, order.id)
    await commissions.follow_refunds(session, order.id)
