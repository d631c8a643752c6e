"""An appeal about an order was upheld: what it pays becomes somebody else's, as far as it is not available yet.

The snapshot stays as it was written. What may have been asked for already stays, too: the staff see it and decide otherwise.
"""

from collections.abc import Sequence

from lianyi.distribution.actions import commissions
from lianyi.distribution.events.bindings import OwnerCorrected
from lianyi.distribution.events.commissions import CommissionAccrued
from lianyi.distribution.queries import bindings, shopkeepers
from lianyi.distribution.queries import commissions as reads
from lianyi.distribution.rules.commission_words import CORRECTED
from lianyi.distribution.store import commissions as store
from lianyi.distribution.store import disputes as writes
from lianyi.distribution.store.commissions import Move
from lianyi.distribution.types.bindings import Ownership
from lianyi.distribution.types.commissions import Commission
from lianyi.distribution.types.shopkeepers import ShopkeeperId
from lianyi.kit.db import Session
from lianyi.ledger import actions as ledger
from lianyi.ledger.types import AccountRef, Purpose, Subject, Transfer
from lianyi.orders import queries as orders

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
    lines = [
        one
        for one in await session.all(store.LOCK, order_id=fact.order_id)
        if one.state in MOVABLE and one.shopkeeper_id != fact.shopkeeper_id
    ]
    if not lines:
        return
    moved_fen = 0
    for state in ("pending", "frozen"):
        parts = [one for one in lines if one.state == state and one.left_fen]
        moved_fen += await _hand_over(session, fact, state, parts)
    ids = [one.order_line_id for one in lines]
    for statement in (writes.CORRECT_DUE, writes.CORRECT):
        await session.later(statement, shopkeeper_id=fact.shopkeeper_id, order_line_ids=ids)
    if moved_fen:
        await session.emit(CommissionAccrued(fact.order_id, fact.shopkeeper_id, moved_fen))


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
    line = await bindings.line(session, fact.binding_id)
    was = await shopkeepers.was_at(session, fact.shopkeeper_id, order.placed_at)
    if line is None or was is None:
        return
    owner = Ownership(
        fact.person_id, order.placed_at, ShopkeeperId(was.shopkeeper_id), line.id, line.rule_version, line.touch,
        line.channel, line.share_id, was.state, was.grade,
    )  # fmt: skip
    await commissions.snap(session, order, owner)
    if order.paid_at is not None:
        await commissions.accrue(session, order.id)
    if order.received_at is not None:
        await commissions.freeze(session, order.id)
    await commissions.follow_refunds(session, order.id)
