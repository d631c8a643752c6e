"""Everything that the log has to be read again from, in pages."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from lianyi.distribution.queries.bindings import BINDING
from lianyi.distribution.rules.replaying import Seller, Snapshot
from lianyi.distribution.types.bindings import Binding, Customer
from lianyi.kit.db import ReadSession, Statement

PAGE = 500
SELLERS_MAX = 200_000

PEOPLE = Statement(
    """
    select distinct person_id from distribution_binding
    where tenant_id = %(tenant)s and person_id > %(after)s order by person_id limit %(limit)s
    """,
    UUID,
)
LINES = Statement(
    f"""
    select {BINDING} from distribution_binding
    where tenant_id = %(tenant)s and person_id = any(%(people)s::uuid[]) order by person_id, seq
    """,  # noqa: S608  our own column list
    Binding,
)
CUSTOMERS = Statement(
    """
    select person_id, shopkeeper_id, binding_id, since, protected_until, valid_until, counted_at, first_at
    from distribution_customer where tenant_id = %(tenant)s and person_id = any(%(people)s::uuid[])
    """,
    Customer,
)
SELLERS = Statement(
    """
    select id, person_id, left_at from distribution_shopkeeper where tenant_id = %(tenant)s limit %(limit)s
    """,
    Seller,
)
# A snapshot's customer is the one of its line: two people may have become one since. An order that an appeal wrote down
# later has a line that counts after it, and as of its own instant nobody brought it.
SNAPSHOTS = Statement(
    """
    select o.order_id, b.person_id, o.placed_at, o.shopkeeper_id
    from distribution_order o join distribution_binding b on b.tenant_id = %(tenant)s and b.id = o.binding_id
    where o.tenant_id = %(tenant)s and o.order_id = any(%(orders)s::uuid[]) and b.counts_at <= o.placed_at
    """,
    Snapshot,
)
MERGED = Statement(
    """
    select person_id from distribution_binding
    where tenant_id = %(tenant)s and person_id = any(%(people)s::uuid[]) and touch = 'merged'
    """,
    UUID,
)


async def people(session: ReadSession, after: UUID) -> list[UUID]:
    """The next customers of the log, by id."""
    return await session.all(PEOPLE, after=after, limit=PAGE)


async def lines(session: ReadSession, who: Sequence[UUID]) -> dict[UUID, list[Binding]]:
    """Some customers' lines, oldest first."""
    found: dict[UUID, list[Binding]] = defaultdict(list)
    for row in await session.all(LINES, people=list(who)):
        found[row.person_id].append(row)
    return found


async def customers(session: ReadSession, who: Sequence[UUID]) -> list[Customer]:
    """What is kept of some customers; of those who have left, nothing."""
    return await session.all(CUSTOMERS, people=list(who))


async def sellers(session: ReadSession) -> list[Seller]:
    """Everybody who sells or sold."""
    return await session.all(SELLERS, limit=SELLERS_MAX)


async def snapshots(session: ReadSession, order_ids: Sequence[UUID]) -> dict[UUID, Snapshot]:
    """What was written down for some orders, by order."""
    return {row.order_id: row for row in await session.all(SNAPSHOTS, orders=list(order_ids))}


async def merged(session: ReadSession, who: Sequence[UUID]) -> set[UUID]:
    """Those of some customers who took over what another record of theirs had come by."""
    return set(await session.all(MERGED, people=list(who)))
