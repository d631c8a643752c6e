"""What the staff does for one member by hand: each with a reason, each in the audit log."""

from datetime import datetime
from uuid import UUID

from lianyi.identity import actions as identity
from lianyi.identity import queries as identity_reads
from lianyi.identity.types import Change, PersonId, Staff
from lianyi.kit.clock import business_day
from lianyi.kit.db import Session
from lianyi.kit.ids import encode, new_id
from lianyi.ledger.types import Subject
from lianyi.members import queries, store
from lianyi.members.actions import points as moving
from lianyi.members.actions import standing
from lianyi.members.errors import (
    AdjustmentTooLarge,
    MemberUnknown,
    PointsOff,
    PointsShort,
    UntilPast,
)
from lianyi.members.rules import points as rules
from lianyi.members.types import Lot

identity.name_acts(
    {
        "members.points_adjusted": ("调整会员积分", "Points adjusted"),
        "members.level_set": ("设置会员等级", "Member level set"),
        "members.super_user_set": ("标记超级用户", "Super user flagged"),
    }
)


async def _assert_person(session: Session, person_id: UUID) -> None:
    if not await identity_reads.people_brief(session, [PersonId(person_id)]):
        raise MemberUnknown


async def adjust_points(session: Session, staff: Staff, person_id: UUID, points: int, reason: str) -> None:
    """Give points, or take them (negative), for a reason the person reads in their statement.

    Raises MemberUnknown, PointsOff, AdjustmentTooLarge, PointsShort: more cannot be taken than is there.
    """
    await _assert_person(session, person_id)
    plan = await queries.program(session)
    if not plan.points_on:
        raise PointsOff
    if not 0 < abs(points) <= rules.ADJUST_MAX:
        raise AdjustmentTooLarge(field="points", points_max=rules.ADJUST_MAX)
    await session.later(store.OPEN_PERSON, person_id=person_id)
    words = {
        "key": f"points_adjusted:{new_id()}", "kind": "points_adjusted", "subject": Subject("person", person_id),
        "memo": reason,
    }  # fmt: skip
    if points > 0:
        day = rules.expires_on(business_day(session.now), plan.points_months)
        await moving.give(session, person_id, [Lot(day, points)], **words)  # type: ignore[arg-type]
    else:
        there = sum(lot.points for lot in (await moving.hold(session, [person_id]))[person_id])
        if there < -points:
            raise PointsShort(points=there, wanted=-points)
        await moving.take(session, person_id, -points, **words)  # type: ignore[arg-type]
    after = {"points": points, "reason": reason}
    await identity.note_change(
        session, staff, Change("members.points_adjusted", encode("psn", person_id), after=after)
    )


async def set_level_by_hand(
    session: Session,
    staff: Staff,
    person_id: UUID,
    level_id: UUID | None,
    until_at: datetime | None,
    reason: str,
) -> None:
    """Let somebody hold a level until an instant (None: until it is taken back), or take back what was set.

    Raises MemberUnknown, LevelUnknown, UntilPast.
    """
    await _assert_person(session, person_id)
    if until_at is not None and until_at <= session.now:
        raise UntilPast(field="until_at")
    level = None if level_id is None else await queries.level(session, level_id)
    stand = await standing.hold(session, person_id)
    await standing.take_away(session, person_id, "hand")
    if level is not None:
        await standing.grant(session, person_id, "hand", level, until_at)
    await standing.note(session, stand, "hand" if level else "hand_ended", by=staff, why=reason)
    was = stand.by_way("hand")
    await identity.note_change(
        session, staff,
        Change(
            "members.level_set", encode("psn", person_id), before={"level": was.name if was else None},
            after={"level": level.name if level else None, "reason": reason},
        ),
    )  # fmt: skip


async def set_super_user(session: Session, staff: Staff, person_id: UUID, *, super_user: bool) -> None:
    """Flag somebody as a super user of the shop, or no more. Raises MemberUnknown."""
    await _assert_person(session, person_id)
    await session.later(store.OPEN_PERSON, person_id=person_id)
    await session.later(store.SET_SUPER, person_id=person_id, super_user=super_user)
    await identity.note_change(
        session, staff,
        Change("members.super_user_set", encode("psn", person_id), after={"super_user": super_user}),
    )  # fmt: skip
