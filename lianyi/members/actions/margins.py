"""Between the levels and the profit gate: what the best level and the points take off every SKU, claimed when saved."""

from collections.abc import AsyncIterator, Mapping, Sequence
from uuid import UUID

from lianyi.catalog import queries as catalog
from lianyi.kit.db import ReadSession, Session
from lianyi.margin import actions as margin
from lianyi.margin import queries as margin_reads
from lianyi.margin.types import Room, Source, Wish
from lianyi.members import queries
from lianyi.members.rules import benefits as rules
from lianyi.members.types import Level, Program

CHUNK = 2_000
THIN_SHOWN = 20
Own = Mapping[tuple[UUID, UUID], int | None]


def sources(tenant: UUID) -> tuple[Source, Source]:
    """Who claims: the levels' prices where discounts stand, the points a purchase earns where credits stand."""
    return Source("members", tenant, "discount"), Source("points", tenant, "credit")


async def _chunks(session: ReadSession) -> AsyncIterator[list[UUID]]:
    after: UUID | None = None
    while sku_ids := await catalog.on_sale(session, after, CHUNK):
        yield sku_ids
        after = sku_ids[-1]


async def _wishes(
    session: ReadSession, plan: Program, levels: Sequence[Level], own: Own, sku_ids: Sequence[UUID]
) -> tuple[list[Wish], list[Wish]]:
    goods = await catalog.worth(session, sku_ids)
    prices = [
        Wish(sku_id, off)
        for sku_id, worth in goods.items()
        if (off := rules.worst_fen(levels, own, sku_id, worth.price_fen))
    ]
    if not plan.points_on:
        return prices, []
    points = [
        Wish(sku_id, rules.points_cost_fen(levels, plan.earn_per_yuan, plan.points_per_yuan, worth.price_fen))
        for sku_id, worth in goods.items()
    ]
    return prices, points


async def _own(session: ReadSession) -> Own:
    return {(one.level_id, one.sku_id): one.price_fen for one in await queries.sku_prices(session)}


async def claim(
    session: Session, plan: Program, levels: Sequence[Level], *, accept_unknown_cost: bool
) -> None:
    """Claim what levels and points may take off every SKU on sale, in place of what they claimed.

    Raises MarginTooThin with the SKU that is short, CostUnknown unless that was accepted; nothing has moved then.
    """
    both = sources(session.tenant)
    for source in both:
        await margin.release(session, source)
    own = await _own(session)
    async for sku_ids in _chunks(session):
        wishes = await _wishes(session, plan, levels, own, sku_ids)
        for source, part in zip(both, wishes, strict=True):
            await margin.claim(session, source, part, accept_unknown_cost=accept_unknown_cost)


async def look(session: ReadSession, plan: Program, levels: Sequence[Level]) -> tuple[list[Room], int, int]:
    """What saving these levels would leave of prices: (the thinnest SKUs below their floor, how many, without a cost)."""
    source, _ = sources(session.tenant)
    own = await _own(session)
    thin: list[Room] = []
    unknown = 0
    async for sku_ids in _chunks(session):
        prices, points = await _wishes(session, plan, levels, own, sku_ids)
        off = {wish.sku_id: wish.claim_fen for wish in points}
        for wish in prices:
            off[wish.sku_id] = off.get(wish.sku_id, 0) + wish.claim_fen
        rooms = await margin_reads.look(session, source, [Wish(sku_id, fen) for sku_id, fen in off.items()])
        thin += [room for room in rooms if not room.ok]
        unknown += sum(room.cost_fen is None for room in rooms)
    thin.sort(key=lambda room: (room.left_fen - room.floor_fen, room.sku_id.int))
    return thin[:THIN_SHOWN], len(thin), unknown


async def restate_margin(session: Session, sku_ids: Sequence[UUID]) -> None:
    """Prices or costs have moved, or SKUs are new: what the levels claim of them, as it is now. Safe to replay."""
    plan, levels = await queries.program(session), await queries.levels(session)
    if plan.version == 0:
        return
    wishes = await _wishes(session, plan, levels, await _own(session), sku_ids)
    for source, part in zip(sources(session.tenant), wishes, strict=True):
        await margin.restate(session, source, part)


async def claim_new(session: Session, limit: int) -> int:
    """Claim for goods that were put on sale since the levels were saved; how many SKUs. Safe to replay."""
    if (await queries.program(session)).version == 0:
        return 0
    new: list[UUID] = []
    async for sku_ids in _chunks(session):
        known = await margin_reads.claimed(session, ("members", "points"), sku_ids)
        new += [sku_id for sku_id in sku_ids if sku_id not in known]
        if len(new) >= limit:
            break
    await restate_margin(session, new[:limit])
    return len(new[:limit])
