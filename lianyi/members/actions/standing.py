"""Levels of people: reached, kept, fallen from, each step written down."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from lianyi.identity.types import Staff
from lianyi.kit.db import Session
from lianyi.kit.ids import new_id
from lianyi.members import queries, store
from lianyi.members.events import LevelChanged
from lianyi.members.queries.standing import highest
from lianyi.members.rules import levels as rules
from lianyi.members.rules import notices, words
from lianyi.members.types import ChangeKind, Holding, Level, Way
from lianyi.messages import actions as messages

WARNED_BEFORE = timedelta(days=30)
NOBODY = "—"


@dataclass(frozen=True, slots=True)
class Stand:
    """A person whose row is held, the shop's levels, and what they hold."""

    person_id: UUID
    levels: list[Level]
    held: list[Holding]

    @property
    def level(self) -> Level | None:
        return highest(self.held, self.levels)[0]

    def by_way(self, way: Way) -> Level | None:
        """The highest level held by one way."""
        return highest([one for one in self.held if one.way == way], self.levels)[0]


async def hold(session: Session, person_id: UUID) -> Stand:
    """Hold a person's row, opening it, and read what they have."""
    await session.later(store.OPEN_PERSON, person_id=person_id)
    await session.later(store.LOCK_PERSON, person_id=person_id)
    return Stand(person_id, await queries.levels(session), await queries.holdings(session, person_id))


async def grant(session: Session, person_id: UUID, way: Way, level: Level, until_at: datetime | None) -> None:
    """Let somebody hold a level by a way until an instant."""
    await session.later(store.HOLD, person_id=person_id, way=way, level_id=level.id, until_at=until_at)


async def take_away(session: Session, person_id: UUID, way: Way, level_id: UUID | None = None) -> None:
    """End what somebody holds by a way: one level, or all."""
    await session.later(store.END_HOLDINGS, person_id=person_id, way=way, level_id=level_id)


async def note(
    session: Session, before: Stand, kind: ChangeKind, *, was: Level | None = None, by: Staff | None = None,
    why: str = "",
) -> None:  # fmt: skip
    """Write down what a step made of somebody's level, and tell it when it is another one. `was`: their level before."""
    was = was or before.level
    level, holding = highest(await queries.holdings(session, before.person_id), before.levels)
    change_id = new_id()
    await session.later(
        store.NOTE_CHANGE, id=change_id, person_id=before.person_id, kind=kind, from_name=was.name if was else "",
        to_name=level.name if level else "", until_at=holding.until_at if holding else None,
        by_id=by.staff if by else None, by_name=by.name if by else "", note=why,
    )  # fmt: skip
    ids = (was.id if was else None, level.id if level else None)
    if ids[0] != ids[1]:
        await session.emit(LevelChanged(before.person_id, change_id, *ids))


async def reassess(session: Session, person_id: UUID) -> None:
    """Raise somebody to the level that what counts has reached; nobody falls before their day. Safe to replay."""
    stand = await hold(session, person_id)
    plan = await queries.program(session)
    best = rules.reached(stand.levels, await queries.count_of(session, person_id, plan.window_days))
    now = stand.by_way("reached")
    if best is None or (now is not None and now.rank >= best.rank):
        return
    await take_away(session, person_id, "reached")
    await grant(session, person_id, "reached", best, session.now + timedelta(days=plan.hold_days))
    await note(session, stand, "reached")


async def end_levels(session: Session, limit: int) -> int:
    """Look at levels whose day has come: kept by what counts now, another one, or none. Safe to replay."""
    ended = await session.all(store.ENDED, limit=limit)
    for one in ended:
        await _end(session, one)
    return len(ended)


async def _end(session: Session, one: store.Ending) -> None:
    stand = await hold(session, one.person_id)
    gone = next((level for level in stand.levels if level.id == one.level_id), None)
    was = max((level for level in (gone, stand.level) if level), key=lambda level: level.rank, default=None)
    way: Way = "reached" if one.way == "reached" else "card" if one.way == "card" else "hand"
    await take_away(session, one.person_id, way, one.level_id)
    kind: ChangeKind = "card_ended" if way == "card" else "hand_ended"
    if way == "reached":
        plan = await queries.program(session)
        best = rules.reached(stand.levels, await queries.count_of(session, one.person_id, plan.window_days))
        if best is not None:
            await grant(session, one.person_id, "reached", best, session.now + timedelta(days=plan.hold_days))
        kind = "renewed" if best is not None and best.id == one.level_id else "fell"
    await note(session, stand, kind, was=was)


async def tell_change(session: Session, fact: LevelChanged) -> None:
    """Tell somebody about their new level, and why."""
    step = next(one for one in await queries.changes(session, fact.person_id) if one.id == fact.change_id)
    await messages.notify(
        session, notices.LEVEL_CHANGED, fact.person_id, key=str(step.id), page=notices.CENTRE_PAGE,
        values={"level": step.to_name or NOBODY, "reason": words.CHANGE_WORDS[step.kind][0], "at": step.at},
    )  # fmt: skip


async def warn_levels(session: Session, limit: int) -> int:
    """Tell people, once, that a level ends within 30 days and what happens then; how many."""
    near = await session.all(store.WARN_ENDING, until=session.now + WARNED_BEFORE, limit=limit)
    for one in near:
        await messages.notify(
            session, notices.LEVEL_ENDING, one.person_id, page=notices.CENTRE_PAGE, until=one.until_at,
            key=f"{one.person_id}:{one.level_id}:{one.until_at.isoformat()}",
            values={"level": one.level_name, "until": one.until_at, "note": notices.THEN[one.way]},
        )  # fmt: skip
    return len(near)
