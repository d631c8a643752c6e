"""The life of a commission: snapped as placed, promised when paid, frozen when received, then released or taken back.

Everything follows from the snapshot and from how the order stands, so that a fact told late or twice changes nothing.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from lianyi.distribution.actions import compliance
from lianyi.distribution.events.commissions import CommissionAccrued, CommissionReleased, CommissionReversed
from lianyi.distribution.queries import bindings, plans, shopkeepers
from lianyi.distribution.queries import commissions as reads
from lianyi.distribution.queries import own_prices as own_reads
from lianyi.distribution.rules import commissions as rules
from lianyi.distribution.rules import own_prices
from lianyi.distribution.rules.commissions import Sold, Worked
from lianyi.distribution.store import commissions as store
from lianyi.distribution.store.commissions import Move, Released
from lianyi.distribution.types.bindings import Ownership, Touch
from lianyi.distribution.types.commissions import Commission, EntryKind, Reason
from lianyi.distribution.types.plans import Plan
from lianyi.distribution.types.shopkeepers import SELLING
from lianyi.identity.types import PersonId
from lianyi.kit import failpoints
from lianyi.kit.db import Database, ReadSession, Session
from lianyi.kit.ids import TenantId, new_id
from lianyi.ledger import actions as ledger
from lianyi.ledger.types import AccountRef, Purpose, Subject, Transfer
from lianyi.orders import queries as orders
from lianyi.orders.types import Line, LineId, Order
from lianyi.payments import queries as payments
from lianyi.social import queries as social

# Where the fen of a state stand. A void line has none; a line paid out left `available` by its pay-out.
ACCOUNTS = {
    "pending": Purpose.COMMISSION_PENDING,
    "frozen": Purpose.COMMISSION_FROZEN,
    "available": Purpose.COMMISSION_AVAILABLE,
}
# Of one transaction: it holds two accounts of each for as long as it takes, some tenths of a second.
SHOPKEEPERS_MAX = 1000
LINES_EACH_MAX = 200
HANDS = 2


async def snap(session: Session, order: Order, owner: Ownership) -> bool:
    """Write down who brought an order and what each line of it will pay; False when it was written before.

    Nothing is promised before the order is paid. The owner, the plan and the grade are those of the instant it was
    placed, however late this runs; costs and categories have no versions and are those of today.
    """
    snapped = await work_out(
        session, order, owner.shopkeeper_id, owner.grade, stopped=await stopped(session, order, owner)
    )
    plan_id = snapped.plan.id if snapped.plan else None
    added = await session.maybe(
        store.ADD_ORDER, order_id=order.id, shopkeeper_id=owner.shopkeeper_id, grade=owner.grade, touch=owner.touch.value,
        channel=owner.channel, binding_id=owner.binding_id, rule_version=owner.rule_version, plan_id=plan_id,
        campaign_id=snapped.campaign_id, placed_at=order.placed_at,
    )  # fmt: skip
    if added is None:
        return False
    await store.add_lines(session, order, owner.shopkeeper_id, plan_id, snapped.sold, snapped.worked)
    return True


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """What an order pays a shopkeeper, with what it was worked out from; `sold` and `worked` line by line."""

    plan: Plan | None
    campaign_id: UUID | None
    sold: list[Sold]
    worked: list[Worked]


async def work_out(
    session: ReadSession, order: Order, shopkeeper_id: UUID, grade: int, *, stopped: Reason = ""
) -> WorkedOut:
    """What an order pays a shopkeeper of a grade by the plan of the instant it was placed. Writes nothing."""
    lines = await orders.lines(session, order.id)
    plan = await plans.in_force(session, order.placed_at)
    sold = await plans.sold(session, lines)
    campaign_id = await plans.campaign_of(session, order.id)
    borne = own_prices.borne_fen(await own_reads.sales(session, order.id), shopkeeper_id)
    worked = rules.work_order(plan, sold, campaign_id, grade, order.payable_fen, stopped=stopped, borne=borne)
    return WorkedOut(plan, campaign_id, sold, worked)


async def stopped(session: ReadSession, order: Order, owner: Ownership) -> Reason:
    """Why the whole order earns nothing. The staff are above devices, as they are when they say whose customer it is."""
    if owner.state not in SELLING:
        return "not_selling"
    if owner.touch is not Touch.STAFF:
        keeper = await shopkeepers.keeper(session, owner.shopkeeper_id)
        above = await bindings.chain_above(session, keeper.person_id)
        if await social.share_a_device(session, PersonId(order.person_id), {keeper.person_id, *above}):
            return "same_device"
    return "paused" if await compliance.is_paused(session, order.placed_at) else ""


async def accrue(session: Session, order_id: UUID) -> None:
    """The order is paid: what its lines pay is promised, within what its other shares leave. Safe to replay.

    Cost: one statement for an order that nobody brought.
    """
    lines = [one for one in await session.all(store.LOCK, order_id=order_id) if one.state == "placed"]
    if not lines:
        return
    plan = await plans.by_id(session, lines[0].plan_id) if lines[0].plan_id else None
    payment = await payments.of_order(session, order_id)
    paid_fen, others_fen = (payment.paid_fen, payment.claimed_fen) if payment else (0, 0)
    amounts = rules.within_order(
        paid_fen, plan.order_share_bp if plan else 0, others_fen, [one.amount_fen for one in lines]
    )
    await session.later(
        store.ACCRUE, order_line_ids=[one.order_line_id for one in lines], amounts_fen=amounts,
        reasons=[one.reason if amount == one.amount_fen else "order_share"
                 for one, amount in zip(lines, amounts, strict=True)],
    )  # fmt: skip
    parts = [(one, amount) for one, amount in zip(lines, amounts, strict=True) if amount]
    key = f"commission:{order_id}"
    if await _move(session, parts, "accrue", "promised", "pending", key, "commission"):
        total_fen = sum(amounts)
        await session.emit(CommissionAccrued(order_id, lines[0].shopkeeper_id, total_fen))


async def freeze(session: Session, order_id: UUID) -> None:
    """The order is received: its commission waits for the window, never shorter than until the order is completed."""
    lines = [one for one in await session.all(store.LOCK, order_id=order_id) if one.state == "pending"]
    if not lines:
        return
    order = await orders.order(session, order_id)
    plan = await plans.by_id(session, lines[0].plan_id) if lines[0].plan_id else None
    received_at = order.received_at or session.now
    release_at = received_at + timedelta(days=plan.freeze_days if plan else 0)
    ends = [at for at in (order.complete_at, order.completed_at) if at is not None]
    await session.later(
        store.FREEZE, order_id=order_id, release_at=max(release_at, *ends) if ends else release_at,
        held=order.open_cases > 0,
    )  # fmt: skip
    parts = [(one, one.left_fen) for one in lines if one.left_fen]
    await _move(
        session, parts, "freeze", "pending", "frozen", f"commission-freeze:{order_id}", "commission_freeze"
    )


async def keep_held(session: Session, order_id: UUID) -> None:
    """A case of after-sales was opened or has ended: while one is open, nothing of the order is released."""
    order = await orders.order(session, order_id)
    if order.open_cases:
        await session.later(store.NOT_DUE, order_id=order_id)
        await session.later(store.HOLD, order_id=order_id)
    else:
        await session.later(store.LET_GO, order_id=order_id)


async def follow_refunds(session: Session, order_id: UUID) -> None:
    """Take back what refunds have taken of each line, from wherever it is now. Safe to replay, in any order of refunds.

    From `available` it goes below zero when it was paid out before: later earnings repay it.
    """
    lines = [one for one in await session.all(store.LOCK, order_id=order_id) if one.state in ACCOUNTS]
    if not lines:
        return
    sold = {line.id: line for line in await orders.lines(session, order_id)}
    wanted = {one.order_line_id: _reversed(one, sold) for one in lines}
    changed = [one for one in lines if wanted[one.order_line_id] > one.reversed_fen]
    if not changed:
        return
    await session.later(
        store.REVERSE, order_line_ids=[one.order_line_id for one in changed],
        reversed_fen=[wanted[one.order_line_id] for one in changed],
    )  # fmt: skip
    for state in ACCOUNTS:
        taken = [(one, wanted[one.order_line_id] - one.reversed_fen) for one in changed if one.state == state]
        key = f"commission-back:{new_id()}"
        await _move(session, taken, "reverse", state, "promised", key, "commission_back")
    taken_fen = sum(wanted[one.order_line_id] - one.reversed_fen for one in changed)
    left_fen = sum(one.left_fen for one in lines) - taken_fen
    await session.emit(CommissionReversed(order_id, lines[0].shopkeeper_id, taken_fen, left_fen))


def _reversed(one: Commission, sold: Mapping[LineId, Line]) -> int:
    """Units that are all gone pay nothing, whatever staff kept of their price."""
    line = sold[LineId(one.order_line_id)]
    return rules.reversed_fen(one.amount_fen, one.line_paid_fen, line.left_fen if line.kept else 0)


async def release_due(db: Database, tenant: TenantId) -> list[Released]:
    """Make available what has waited longest: at most so many shopkeepers' and lines of each; who was given what.

    Several transactions at once, each with its own shopkeepers: one for each core of the smallest machine. Each stands for
    itself, and a kill between them leaves lines that are still due. Cost of each, whatever its number of lines: one
    statement moves and writes them down, three move the fen, one tells the facts. Locks what is due (what others hold is
    passed over), then the commissions, then the accounts.
    """
    async with db.read(tenant) as session:
        waiting = await reads.due(session, SHOPKEEPERS_MAX * HANDS)
    parts = [waiting[hand::HANDS] for hand in range(HANDS) if waiting[hand::HANDS]]
    async with asyncio.TaskGroup() as hands:
        done = [hands.create_task(_release_of(db, tenant, part)) for part in parts]
    return [one for task in done for one in task.result()]


async def _release_of(db: Database, tenant: TenantId, whose: Sequence[UUID]) -> list[Released]:
    async with db.write(tenant) as session:
        sweep_id = new_id()
        done = await session.all(
            store.RELEASE, shopkeeper_ids=list(whose), lines_each=LINES_EACH_MAX, sweep_id=sweep_id
        )
        await _released(session, sweep_id, done)
        failpoints.reach("distribution.release.written")
        return done


async def release_order(session: Session, order_id: UUID) -> None:
    """The same for one order that is completed this moment, when its window has passed. Safe to replay."""
    sweep_id = new_id()
    await _released(
        session, sweep_id, await session.all(store.RELEASE_ORDER, order_id=order_id, sweep_id=sweep_id)
    )


async def _released(session: Session, sweep_id: UUID, done: Sequence[Released]) -> None:
    paying = [(one, f"commission-release:{sweep_id}:{one.shopkeeper_id}") for one in done if one.fen]
    if paying:
        await ledger.transfer_all(
            session,
            [
                Transfer(
                    key, "commission_release", reads.account(Purpose.COMMISSION_FROZEN, one.shopkeeper_id),
                    reads.account(Purpose.COMMISSION_AVAILABLE, one.shopkeeper_id), one.fen,
                    Subject(reads.OWNER_KIND, one.shopkeeper_id),
                )
                for one, key in paying
            ],
        )  # fmt: skip
        await session.emit(
            *(CommissionReleased(one.shopkeeper_id, one.fen, one.lines, key) for one, key in paying)
        )


async def _move(
    session: Session, parts: Sequence[tuple[Commission, int]], kind: EntryKind, source: str, target: str, key: str,
    transfer_kind: str,
) -> bool:  # fmt: skip
    """Move parts of one order's lines in one transfer, with an entry each; False when there is nothing to move."""
    if not parts:
        return False
    one = parts[0][0]
    await ledger.transfer(
        session,
        Transfer(
            key, transfer_kind, _account(source, one.shopkeeper_id), _account(target, one.shopkeeper_id),
            sum(fen for _, fen in parts), Subject("order", one.order_id),
        ),
    )  # fmt: skip
    await store.enter(
        session,
        [
            Move(c.order_line_id, c.order_id, c.shopkeeper_id, kind, fen, source, target, key)
            for c, fen in parts
        ],
    )
    return True


def _account(side: str, shopkeeper_id: UUID) -> AccountRef:
    if side == "promised":
        return AccountRef(Purpose.COMMISSION_PROMISED)
    return reads.account(ACCOUNTS[side], shopkeeper_id)
