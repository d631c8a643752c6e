"""The verbs of social: sharing, opening a share, and a device turning out to be somebody's."""

import secrets
from dataclasses import replace
from uuid import UUID

from lianyi.identity.types import PersonId
from lianyi.kit.clock import business_day
from lianyi.kit.db import Session
from lianyi.kit.ids import new_id
from lianyi.social import queries, rules, store
from lianyi.social.errors import NobodyShares, ShareTokenInvalid
from lianyi.social.events import PersonCame
from lianyi.social.types import Share, Sharing, Visit, Visiting, VisitKind


async def share(session: Session, sharing: Sharing) -> Share:
    """Give the node of this sharer, target, campaign and parent, made now if it is new. Raises NobodyShares.

    Its parent is the share its sharer last came by to the same target or campaign, else to anything within 30 days.
    """
    await _know(session, sharing.visitor_id, sharing.person_id)
    made_by = sharing.person_id or sharing.visitor_id
    if made_by is None:
        raise NobodyShares(field="Lianyi-Visitor")
    place = await queries.place_of(session, sharing)
    same = place.same or await queries.same_of_person(session, sharing, place.parent_id)
    if same is not None:
        row = await session.one(store.SHOW_SHARER, id=same, shows_sharer=sharing.shows_sharer)
        return queries.share_of(session.tenant, row)
    row = await session.one(
        store.SHARE, id=new_id(), number=secrets.randbits(rules.NUMBER_BITS), made_by=made_by,
        visitor_id=sharing.visitor_id, person_id=sharing.person_id, target_kind=sharing.target.kind,
        target_id=sharing.target.id, campaign_id=sharing.campaign_id, parent_id=place.parent_id,
        root_id=place.root_id, depth=place.depth, channel=sharing.channel, shows_sharer=sharing.shows_sharer,
    )  # fmt: skip
    return queries.share_of(session.tenant, row)


async def visit(session: Session, visiting: Visiting) -> Visit:
    """Count an opening: of somebody else, of the sharer, or of a program, each kept apart.

    Raises:
        ShareTokenInvalid: forged, cut off, of another shop, or long gone; nothing has moved then.
    """
    found = await queries.share_by_token(session, visiting.token)
    if found is None:
        raise ShareTokenInvalid(field="token")
    if rules.is_robot(visiting.agent, visiting.scene):
        named = replace(visiting, visitor_id=rules.robot_visitor(visiting.agent), person_id=None)
        return await _count(session, named, found, VisitKind.ROBOT)
    device = visiting.visitor_id or visiting.person_id
    if device is None:  # no page of ours: those always send a number
        named = replace(visiting, visitor_id=rules.robot_visitor(visiting.agent))
        return await _count(session, named, found, VisitKind.ROBOT)
    await _know(session, visiting.visitor_id, visiting.person_id)
    seen = await session.one(store.SEE, visitor_id=device, person_id=visiting.person_id)
    opener = replace(visiting, visitor_id=device)
    if _is_own(found, device, seen.person_id):
        return await _count(session, opener, found, VisitKind.SELF)
    too_fast = seen.minute_opens > rules.OPENS_A_MINUTE_MAX
    return await _count(session, opener, found, VisitKind.ROBOT if too_fast else VisitKind.HUMAN)


def _is_own(found: Share, device: UUID, person_id: UUID | None) -> bool:
    by_person = found.sharer_person_id is not None and found.sharer_person_id == person_id
    return by_person or found.sharer_visitor_id == device


async def _count(session: Session, visiting: Visiting, found: Share, kind: VisitKind) -> Visit:
    opens = await session.one(
        store.VISIT, share_id=found.id, visitor_id=visiting.visitor_id, day=business_day(session.now),
        person_id=visiting.person_id, kind=kind, scene=visiting.scene, channel=visiting.channel,
    )  # fmt: skip
    if kind is not VisitKind.SELF and found.opened_at is None:
        await session.later(store.OPEN, id=found.id)
    if kind is VisitKind.HUMAN and visiting.person_id is not None and found.sharer_person_id is not None:
        await session.emit(PersonCame(visiting.person_id))
    return Visit(found, kind, first=opens == 1)


async def _know(session: Session, visitor_id: UUID | None, person_id: PersonId | None) -> None:
    """Join a signed-in device unless that was done before."""
    if visitor_id is None or person_id is None:
        return
    if await queries.person_of_visitor(session, visitor_id) != person_id:
        await join(session, visitor_id, person_id)


async def join(session: Session, visitor_id: UUID, person_id: PersonId) -> bool:
    """What a device shared and opened before somebody signed in on it becomes theirs; tells whether there was any.

    What was joined to somebody else on the same device before stays theirs.
    """
    await session.later(store.KNOW_VISITOR, visitor_id=visitor_id, person_id=person_id)
    shares = await session.run(store.JOIN_SHARES, visitor_id=visitor_id, person_id=person_id)
    visits = await session.run(store.JOIN_VISITS, visitor_id=visitor_id, person_id=person_id)
    if shares or visits:
        await session.later(store.MARK_OWN, person_id=person_id)
    if visits:
        await session.emit(PersonCame(person_id))
    return bool(shares or visits)
