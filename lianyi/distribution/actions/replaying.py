"""Reads a shop's whole log again and holds it against everything that was written because of it. Writes nothing."""

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

from lianyi.distribution.queries import bindings
from lianyi.distribution.queries import replaying as queries
from lianyi.distribution.rules import replaying as rules
from lianyi.distribution.rules.replaying import Snapshot
from lianyi.distribution.types.bindings import AttributionRule, Binding, Difference, Replayed
from lianyi.kit.db import Database, ReadSession
from lianyi.kit.ids import TenantId
from lianyi.orders import queries as orders

DIFFERENCES_MAX = 1000
START_AT = datetime(2000, 1, 1, tzinfo=UTC)
FIRST_ID = UUID(int=0)


async def replay(db: Database, tenant: TenantId) -> Replayed:
    """Work out every line, circle, customer and order again, page by page; each page is a short transaction."""
    async with db.read(tenant) as session:
        versions = {rule.version: rule for rule in await bindings.rules(session)}
        sellers = await queries.sellers(session)
    who_sells = {seller.person_id for seller in sellers}
    of_sellers: list[Binding] = []
    found: list[Difference] = []
    read_lines = read_people = 0
    after = FIRST_ID
    while True:
        async with db.read(tenant) as session:
            people = await queries.people(session, after)
            lines = await queries.lines(session, people)
            kept = await queries.customers(session, people)
        for person in people:
            found += rules.decisions(lines[person], versions)
            of_sellers += lines[person] if person in who_sells else []
        for one in kept:
            found += rules.customer(lines[one.person_id], versions, one)
        read_people += len(people)
        read_lines += sum(map(len, lines.values()))
        if len(people) < queries.PAGE:
            break
        after = people[-1]
    found += rules.chains(of_sellers, versions, sellers)
    read_orders, of_orders = await _orders(db, tenant, versions)
    return Replayed(read_lines, read_people, read_orders, tuple([*found, *of_orders][:DIFFERENCES_MAX]))


async def _orders(
    db: Database, tenant: TenantId, versions: dict[int, AttributionRule]
) -> tuple[int, list[Difference]]:
    found: list[Difference] = []
    count, at, last = 0, START_AT, FIRST_ID
    while True:
        async with db.read(tenant) as session:
            page = await orders.placed_after(session, at, last, queries.PAGE)
            snapshots = await _snapshots(session, page)
            lines = await queries.lines(session, sorted({one.person_id for one in snapshots}))
        found += rules.orders(snapshots, lines, versions)
        count += len(page)
        if len(page) < queries.PAGE:
            return count, found
        at, last = page[-1].placed_at, page[-1].id


async def _snapshots(session: ReadSession, page: Iterable[orders.Placed]) -> list[Snapshot]:
    """What was written down for a page of orders, and for those without, that nobody was.

    An order of somebody who took over another record is left out when nobody was written down: which of the two placed
    it, orders no longer say.
    """
    placed = list(page)
    written = await queries.snapshots(session, [one.id for one in placed])
    bare = [one for one in placed if one.id not in written]
    merged = await queries.merged(session, sorted({one.person_id for one in bare}))
    nobody = [
        Snapshot(one.id, one.person_id, one.placed_at, None) for one in bare if one.person_id not in merged
    ]
    return [*written.values(), *nobody]
