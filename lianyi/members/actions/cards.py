"""Paid cards: an ordinary product, bought like any other, that brings a level from the payment on."""

from datetime import datetime, timedelta
from uuid import UUID

from lianyi.kit.db import Session
from lianyi.members import queries, store
from lianyi.members.actions import standing
from lianyi.members.types import Card, Level
from lianyi.orders import actions as orders
from lianyi.orders import queries as order_reads
from lianyi.orders.types import Actor, Line

MEMBERS = Actor("system", name="members")


async def take_cards(session: Session, order_id: UUID) -> int:
    """An order is paid and nothing waits: the cards in it work from now; how many. Safe to replay.

    A further card of a level is added to its end. An order of cards alone is handed over at once.
    """
    levels = {level.card_sku_id: level for level in await queries.levels(session) if level.card_sku_id}
    if not levels:
        return 0
    order = await order_reads.order(session, order_id)
    lines = await order_reads.lines(session, order_id)
    cards = [line for line in lines if line.sku_id in levels]
    if not cards or order.state not in {"to_ship", "shipped", "received", "completed"}:
        return 0
    taken = 0
    for line in cards:
        taken += await _take(session, order_id, order.person_id, line, levels[line.sku_id])
    if len(cards) == len(lines):
        await orders.hand_over(session, MEMBERS, order_id)
    return taken


async def _take(session: Session, order_id: UUID, person_id: UUID, line: Line, level: Level) -> int:
    assert level.card_days is not None
    stand = await standing.hold(session, person_id)
    if not await session.run(
        store.ADD_CARD, order_id=order_id, line_id=line.id, person_id=person_id, level_id=level.id, units=line.kept,
        days=level.card_days,
    ):  # fmt: skip
        return 0
    until_at = _ends(stand, level.id) or session.now
    await standing.grant(
        session, person_id, "card", level, until_at + timedelta(days=level.card_days * line.kept)
    )
    await standing.note(session, stand, "card")
    return 1


def _ends(stand: standing.Stand, level_id: UUID) -> datetime | None:
    return next((one.until_at for one in stand.held if one.way == "card" and one.level_id == level_id), None)


async def end_cards(session: Session, order_id: UUID) -> int:
    """Cards that were given back bring nothing any more; how many days were taken. Safe to replay."""
    lines = {line.id: line for line in await order_reads.lines(session, order_id)}
    days = 0
    for card in await queries.cards(session, order_id):
        line = next(one for key, one in lines.items() if key == card.line_id)
        days += await _end(session, card, card.units - line.kept)
    return days


async def _end(session: Session, card: Card, ended_units: int) -> int:
    stand = await standing.hold(session, card.person_id)
    if ended_units <= card.ended_units or not await session.run(
        store.END_CARD_UNITS, order_id=card.order_id, line_id=card.line_id, ended_units=ended_units
    ):
        return 0
    days = card.days * (ended_units - card.ended_units)
    level = next((one for one in stand.levels if one.id == card.level_id), None)
    ends_at = _ends(stand, card.level_id)
    if level is None or ends_at is None:
        return days
    until_at = ends_at - timedelta(days=days)
    if until_at <= session.now:
        await standing.take_away(session, card.person_id, "card", card.level_id)
    else:
        await standing.grant(session, card.person_id, "card", level, until_at)
    await standing.note(session, stand, "card_ended")
    return days
