"""Birthdays (optional, with consent), people who are one, people who leave."""

from datetime import timedelta
from uuid import UUID

from lianyi.identity.types import Shopper
from lianyi.kit.clock import business_day
from lianyi.kit.db import Session
from lianyi.ledger import actions as ledger
from lianyi.ledger.types import Subject, Transfer
from lianyi.members import queries, store
from lianyi.members.actions import points as moving
from lianyi.members.actions import standing
from lianyi.members.errors import BirthdayInvalid, BirthdayNeedsConsent, BirthdaySetRecently
from lianyi.members.queries.standing import PERSON, highest
from lianyi.members.rules import points as rules
from lianyi.members.rules.accounts import of_person
from lianyi.members.rules.notices import BIRTHDAY, POINTS_PAGE
from lianyi.members.types import Lot
from lianyi.messages import actions as messages

SET_EVERY = timedelta(days=365)


async def set_birthday(session: Session, shopper: Shopper, month: int, day: int, *, consent: bool) -> None:
    """Keep the day somebody wants to be congratulated on, without the year; once in 365 days.

    Raises BirthdayNeedsConsent (PIPL, article 13: optional data by consent), BirthdayInvalid, BirthdaySetRecently.
    """
    if not consent:
        raise BirthdayNeedsConsent(field="consent")
    if not rules.is_a_day(month, day):
        raise BirthdayInvalid(field="day")
    await session.later(store.OPEN_PERSON, person_id=shopper.person)
    if not await session.run(
        store.SET_BIRTHDAY, person_id=shopper.person, month=month, day=day, set_before=session.now - SET_EVERY
    ):
        found = await session.one(PERSON, person_id=shopper.person)
        set_at = found.birthday_set_at or session.now
        raise BirthdaySetRecently(until=(business_day(set_at + SET_EVERY)).isoformat())


async def forget_birthday(session: Session, shopper: Shopper) -> None:
    """Take the birthday out again: consent is withdrawn. Nothing kept is well."""
    await session.later(store.FORGET_BIRTHDAY, person_id=shopper.person)


async def give_birthdays(session: Session, limit: int) -> int:
    """Give today's birthday presents, once a person and year; how many birthdays were looked at. Safe to replay."""
    plan, levels = await queries.program(session), await queries.levels(session)
    if not plan.points_on or not any(level.birthday_points for level in levels):
        return 0
    today = business_day(session.now)
    days = rules.birthdays_kept(today)
    people = await session.all(
        store.KEEP_BIRTHDAYS,
        year=today.year,
        days=days,
        months=sorted({day // 100 for day in days}),
        limit=limit,
    )
    for person_id in people:
        level, _ = highest(await queries.holdings(session, person_id), levels)
        if level is not None and level.birthday_points:
            day = rules.expires_on(today, plan.points_months)
            given = await moving.give(
                session, person_id, [Lot(day, level.birthday_points)], kind="points_birthday",
                key=f"points_birthday:{person_id}:{today.year}", subject=Subject("person", person_id),
            )  # fmt: skip
            if given:
                await messages.notify(
                    session, BIRTHDAY, person_id, key=f"{person_id}:{today.year}", page=POINTS_PAGE,
                    values={"points": str(level.birthday_points), "level": level.name},
                )  # fmt: skip
    return len(people)


async def merge(session: Session, from_person_id: UUID, into_person_id: UUID) -> None:
    """Two records were one person: levels, points, cards and history of orders are together. Safe to replay."""
    lots = await moving.hold(session, [from_person_id, into_person_id])
    stand = await standing.hold(session, into_person_id)
    await session.later(store.MERGE_ROWS, from_person_id=from_person_id, into_person_id=into_person_id)
    moved = lots[from_person_id]
    if moved:
        total = sum(lot.points for lot in moved)
        await ledger.transfer(
            session,
            Transfer(
                f"points_merged:{from_person_id}:{into_person_id}", "points_merged", of_person(from_person_id),
                of_person(into_person_id), total, Subject("person", into_person_id),
            ),
        )  # fmt: skip
        await session.later(
            store.MOVE_LOTS, people=[into_person_id for _ in moved], days=[lot.expires_on for lot in moved],
            points=[lot.points for lot in moved],
        )  # fmt: skip
    await session.later(store.FORGET, person_id=from_person_id)
    await standing.note(session, stand, "merged")
    await standing.reassess(session, into_person_id)


async def forget(session: Session, person_id: UUID) -> None:
    """Somebody left: points are given up, level and birthday forgotten; what orders counted stays without a name."""
    there = sum(lot.points for lot in (await moving.hold(session, [person_id]))[person_id])
    if there:
        await moving.take(
            session, person_id, there, key=f"points_forfeited:{person_id}", kind="points_forfeited",
            subject=Subject("person", person_id),
        )  # fmt: skip
    await session.later(store.FORGET, person_id=person_id)
