"""Reads of appeals: lists of the shop and of a shopkeeper, one with the log it is about."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lianyi.distribution.errors.bindings import DisputeUnknown
from lianyi.distribution.queries import bindings, shopkeepers
from lianyi.distribution.types.bindings import Binding, Ownership
from lianyi.distribution.types.disputes import Dispute, DisputeState
from lianyi.distribution.types.shopkeepers import Keeper
from lianyi.kit.db import ReadSession, Statement
from lianyi.orders import queries as orders
from lianyi.orders.queries import Standing

COUNT_MAX = 10_000
DISPUTE = """id, shopkeeper_id, person_id, order_id, order_number, words, state, reply, decided_by, binding_id, created_at,
      decided_at"""

ONE = Statement(
    f"""
    select {DISPUTE} from distribution_dispute
    where tenant_id = %(tenant)s and id = %(id)s and (%(shopkeeper_id)s::uuid is null or shopkeeper_id = %(shopkeeper_id)s)
    """,  # noqa: S608  our own column list
    Dispute,
)
PAGE = Statement(
    f"""
    select {DISPUTE} from distribution_dispute
    where tenant_id = %(tenant)s and (%(state)s::text is null or state = %(state)s)
      and (%(shopkeeper_id)s::uuid is null or shopkeeper_id = %(shopkeeper_id)s)
      and (created_at, id) < (%(before_at)s, %(before_id)s)
    order by created_at desc, id desc limit %(limit)s
    """,  # noqa: S608  our own column list
    Dispute,
)
OPEN = Statement(
    """
    select count(*) as open from distribution_dispute
    where tenant_id = %(tenant)s and state = 'open' and (%(shopkeeper_id)s::uuid is null or shopkeeper_id = %(shopkeeper_id)s)
    """,
    int,
)


@dataclass(frozen=True, slots=True)
class CaseFile:
    """An appeal with all that the decision needs: the log, whose it was when the order was placed, and whose it is now.

    `then` is None when nobody owned the customer at that instant; without an order it is about now.
    """

    dispute: Dispute
    keeper: Keeper
    order: Standing | None
    lines: list[Binding]
    then: Ownership | None
    now: Ownership | None
    keepers: dict[UUID, Keeper]


async def dispute(session: ReadSession, dispute_id: UUID, keeper_id: UUID | None = None) -> Dispute:
    """One appeal, for staff or for its own shopkeeper. Raises DisputeUnknown."""
    found = await session.maybe(ONE, id=dispute_id, shopkeeper_id=keeper_id)
    if found is None:
        raise DisputeUnknown
    return found


async def page(
    session: ReadSession, *, state: DisputeState | None, keeper_id: UUID | None,
    before: tuple[datetime, UUID] | None, limit: int,
) -> list[Dispute]:  # fmt: skip
    """Appeals of the shop or of one shopkeeper, the newest first."""
    before_at, before_id = before or (session.now.replace(year=9999), UUID(int=2**128 - 1))
    return await session.all(
        PAGE, state=state, shopkeeper_id=keeper_id, before_at=before_at, before_id=before_id, limit=limit
    )


async def open_count(session: ReadSession, keeper_id: UUID | None = None) -> int:
    """How many wait for the staff, of all or of one shopkeeper."""
    return await session.one(OPEN, shopkeeper_id=keeper_id)


async def case_file(session: ReadSession, dispute_id: UUID) -> CaseFile:
    """Everything that a decision about an appeal rests on. Raises DisputeUnknown."""
    found = await dispute(session, dispute_id)
    order = None
    if found.order_id is not None:
        order = (await orders.standings(session, [found.order_id])).get(found.order_id)
    then_at = order.placed_at if order else session.now
    asked = [(found.person_id, then_at), (found.person_id, session.now)]
    owned = await bindings.ownership_at(session, list(dict.fromkeys(asked)))
    lines = await bindings.lines_of(session, found.person_id)
    ids = {found.shopkeeper_id} | {line.shopkeeper_id for line in lines if line.shopkeeper_id}
    ids |= {line.holder_id for line in lines if line.holder_id}
    keepers = await shopkeepers.keepers_by_ids(session, sorted(ids))
    return CaseFile(
        found, keepers[found.shopkeeper_id], order, lines, owned.get(asked[0]), owned.get(asked[1]),
        keepers,
    )  # fmt: skip
