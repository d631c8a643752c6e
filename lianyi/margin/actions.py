"""The profit gate: claims of plays, coupons and commission against the merchant's floor."""

from collections.abc import Sequence

from lianyi.catalog import queries as catalog
from lianyi.kit.db import Session
from lianyi.kit.ids import encode
from lianyi.kit.money import format_yuan
from lianyi.margin import queries, store
from lianyi.margin.errors import CostUnknown, MarginTooThin
from lianyi.margin.types import Room, Source, Wish

TITLES_SHOWN = 3


async def claim(
    session: Session, source: Source, wishes: Sequence[Wish], *, accept_unknown_cost: bool = False
) -> list[Room]:
    """Hold a source's worst case for every SKU, or for none; a claim of the source on a SKU is replaced.

    Cost: 3 waits (prices, floor, the guarded statement; the rows two claims would meet on are opened and locked in the
    pipe before it, by SKU id). Raises CostUnknown unless that was accepted, MarginTooThin with the limiting SKU, the one
    with the least left below its floor, and its arithmetic: nothing has moved then.
    """
    if not wishes:
        return []
    rooms = await _claim(session, source, wishes, forced=False, unknown_cost_accepted=accept_unknown_cost)
    unknown = [room for room in rooms if room.cost_fen is None]
    if unknown and not accept_unknown_cost:
        raise await _cost_unknown(session, unknown)
    thin = [room for room in rooms if not room.ok]
    if thin:
        raise await _too_thin(
            session, min(thin, key=lambda room: (room.left_fen - room.floor_fen, room.sku_id.int))
        )
    return rooms


async def restate(session: Session, source: Source, wishes: Sequence[Wish]) -> list[Room]:
    """Write a running source's claims as they have become, whatever is left; the caller alarms for rooms not `ok`."""
    if not wishes:
        return []
    return await _claim(session, source, wishes, forced=True, unknown_cost_accepted=True)


async def release(session: Session, source: Source) -> None:
    """A source has ended: it claims nothing any more. Safe to replay."""
    await session.later(store.RELEASE, source_kind=source.kind, source_id=source.id)


async def _claim(
    session: Session, source: Source, wishes: Sequence[Wish], *, forced: bool, unknown_cost_accepted: bool
) -> list[Room]:
    asked = await queries.asked(session, source, wishes)
    rows = {name: asked[name] for name in ("sku_ids", "prices_fen", "costs_fen", "floors_fen")}
    await session.later(store.OPEN_ROOMS, **rows)
    await session.later(store.LOCK_ROOMS, sku_ids=asked["sku_ids"])
    return await session.all(store.CLAIM, **asked, forced=forced, unknown_cost_accepted=unknown_cost_accepted)


async def _too_thin(session: Session, room: Room) -> MarginTooThin:
    worth = (await catalog.worth(session, [room.sku_id]))[room.sku_id]
    return MarginTooThin(
        sku_id=encode("sku", room.sku_id), title=f"{worth.title} {worth.option_text}".strip(),
        price_fen=room.price_fen, claim_fen=room.claim_fen, cost_fen=room.cost_fen, left_fen=room.left_fen,
        floor_fen=room.floor_fen, price_yuan=format_yuan(room.price_fen), claim_yuan=format_yuan(room.claim_fen),
        cost_yuan="-" if room.cost_fen is None else format_yuan(room.cost_fen),
        left_yuan=format_yuan(room.left_fen), floor_yuan=format_yuan(room.floor_fen),
    )  # fmt: skip


async def _cost_unknown(session: Session, rooms: Sequence[Room]) -> CostUnknown:
    worth = await catalog.worth(session, [room.sku_id for room in rooms])
    titles = list(dict.fromkeys(one.title for one in worth.values()))
    return CostUnknown(
        sku_ids=[encode("sku", room.sku_id) for room in rooms],
        titles="、".join(titles[:TITLES_SHOWN]) + ("…" if len(titles) > TITLES_SHOWN else ""),
    )
