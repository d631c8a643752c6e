"""Reads of commission: what a shopkeeper has, its statement, and why each line is what it is."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from lianyi.distribution.types.commissions import Balance, Commission, Entry, OrderSnapshot
from lianyi.kit.db import ReadSession, Statement
from lianyi.ledger import queries as ledger
from lianyi.ledger.types import AccountRef, Purpose

OWNER_KIND = "shopkeeper"
STANDING = (
    Purpose.COMMISSION_PENDING,
    Purpose.COMMISSION_FROZEN,
    Purpose.COMMISSION_AVAILABLE,
    Purpose.PAYOUT_HELD,
)
_COMMISSION = """order_line_id, order_id, shopkeeper_id, plan_id, scope, rate_bp, fixed_fen, cap_fen, factor_bp, base,
    base_fen, cost_fen, line_paid_fen, quantity, worked_fen, amount_fen, reversed_fen, reason, state, held, placed_at,
    release_at, released_at, payout_id"""
_ENTRY = "id, at, kind, order_id, order_line_id, shopkeeper_id, amount_fen, source, target, transfer_key"

SNAPSHOT = Statement(
    """
    select order_id, shopkeeper_id, level, grade, touch, channel, binding_id, rule_version, plan_id, campaign_id, placed_at
    from distribution_order where tenant_id = %(tenant)s and order_id = %(order_id)s
    """,
    OrderSnapshot,
)
OF_ORDER = Statement(
    f"""
    select {_COMMISSION} from distribution_commission
    where tenant_id = %(tenant)s and order_id = %(order_id)s order by order_line_id limit 200
    """,  # noqa: S608  our own column list
    Commission,
)
PAYABLE = Statement(
    f"""
    select {_COMMISSION} from distribution_commission
    where tenant_id = %(tenant)s and shopkeeper_id = %(shopkeeper_id)s and state = 'available' and payout_id is null
    order by released_at, order_line_id limit %(limit)s
    """,  # noqa: S608  our own column list
    Commission,
)
ENTRIES_OF_ORDER = Statement(
    f"""
    select {_ENTRY} from distribution_commission_entry
    where tenant_id = %(tenant)s and order_line_id = any(%(order_line_ids)s::uuid[]) order by id limit 2000
    """,  # noqa: S608  our own column list
    Entry,
)
STATEMENT = Statement(
    f"""
    select {_ENTRY} from distribution_commission_entry
    where tenant_id = %(tenant)s and shopkeeper_id = %(shopkeeper_id)s
      and (%(kind)s::text is null or kind = %(kind)s) and at >= %(from_at)s and at < %(to_at)s
      and (at, id) < (%(before_at)s, %(before_id)s)
    order by at desc, id desc limit %(limit)s
    """,  # noqa: S608  our own column list
    Entry,
)


def account(purpose: Purpose, shopkeeper_id: UUID) -> AccountRef:
    """A shopkeeper's account of a purpose."""
    return AccountRef(purpose, OWNER_KIND, shopkeeper_id)


async def balances(session: ReadSession, shopkeeper_ids: Sequence[UUID]) -> dict[UUID, Balance]:
    """What shopkeepers have, by id; zeroes for whoever never had anything. One statement."""
    refs = {
        (one, purpose): account(purpose, one).id_in(session.tenant)
        for one in shopkeeper_ids
        for purpose in STANDING
    }
    found = {
        row.id: row.posted_fen - row.held_fen
        for row in await ledger.accounts_by_id(session, list(refs.values()))
    }
    return {
        one: Balance(one, *(found.get(refs[one, purpose], 0) for purpose in STANDING))
        for one in shopkeeper_ids
    }


async def snapshot(session: ReadSession, order_id: UUID) -> OrderSnapshot | None:
    """Who brought an order, as it was placed; None when nobody did."""
    return await session.maybe(SNAPSHOT, order_id=order_id)


async def of_order(session: ReadSession, order_id: UUID) -> list[Commission]:
    """The commission of an order's lines; empty when nobody brought it."""
    return await session.all(OF_ORDER, order_id=order_id)


async def payable(session: ReadSession, shopkeeper_id: UUID, limit: int) -> list[Commission]:
    """What may be paid out and no pay-out has named, oldest first."""
    return await session.all(PAYABLE, shopkeeper_id=shopkeeper_id, limit=limit)


async def entries_of(session: ReadSession, order_line_ids: Sequence[UUID]) -> list[Entry]:
    """Every move of some lines' commission, oldest first."""
    return await session.all(ENTRIES_OF_ORDER, order_line_ids=list(order_line_ids))


async def statement(
    session: ReadSession, shopkeeper_id: UUID, *, from_at: datetime, to_at: datetime, before: tuple[datetime, UUID] | None,
    limit: int, kind: str | None = None,
) -> list[Entry]:  # fmt: skip
    """A shopkeeper's entries in a period, newest first."""
    before_at, before_id = before or (to_at, UUID(int=(1 << 128) - 1))
    return await session.all(
        STATEMENT, shopkeeper_id=shopkeeper_id, from_at=from_at, to_at=to_at, before_at=before_at, before_id=before_id,
        kind=kind, limit=limit,
    )  # fmt: skip
