"""The verbs of becoming, being and ceasing to be a shopkeeper. Joining is free; nobody buys or pays to come in."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from lianyi.distribution.errors.shopkeepers import (
    AdultOnly,
    AgreementOutdated,
    AlreadyShopkeeper,
    InviteInvalid,
    InvitesTooMany,
    InviteUnknown,
    NotAnApplicant,
    StepImpossible,
)
from lianyi.distribution.events.shopkeepers import ShopkeeperApplied, ShopkeeperStepped
from lianyi.distribution.queries import shopkeepers as queries
from lianyi.distribution.queries import workbench
from lianyi.distribution.rules import joining as rules
from lianyi.distribution.rules.joining import Move
from lianyi.distribution.store import own_prices as price_store
from lianyi.distribution.store import shopkeepers as store
from lianyi.distribution.types.shopkeepers import (
    PREFIX,
    Grade,
    Invite,
    JoinSettings,
    JoinWay,
    Keeper,
    KeeperState,
    Shopkeeper,
)
from lianyi.identity import actions as identity
from lianyi.identity import queries as people
from lianyi.identity.types import Change, PersonId, Shopper, Staff, System
from lianyi.kit.clock import business_day
from lianyi.kit.db import Session
from lianyi.kit.ids import encode, new_id
from lianyi.kit.money import format_yuan
from lianyi.rulebook.content import Place

By = Shopper | Shopkeeper | Staff | System
WITHDRAWN = "本人撤回申请"
IN_TROUBLE = "此前在暂停中退出,或由商家结束,须审核"
NO_INVITE: tuple[None, None] = (None, None)

identity.name_acts(
    {
        "shopkeepers.approved": ("通过店主申请", "Shopkeeper approved"),
        "shopkeepers.refused": ("拒绝店主申请", "Shopkeeper declined"),
        "shopkeepers.confirmed": ("店主提前转正", "Probation ended by hand"),
        "shopkeepers.suspended": ("暂停店主", "Shopkeeper suspended"),
        "shopkeepers.resumed": ("恢复店主", "Shopkeeper resumed"),
        "shopkeepers.left": ("店主退出", "Shopkeeper left"),
        "shopkeepers.graded": ("调整店主等级", "Grade of a shopkeeper changed"),
        "shopkeepers.invited": ("生成邀请码", "Invitation code made"),
        "shopkeepers.invite_revoked": ("作废邀请码", "Invitation code revoked"),
    }
)
ACTS = {
    Move.APPROVE: "shopkeepers.approved", Move.REFUSE: "shopkeepers.refused", Move.CONFIRM: "shopkeepers.confirmed",
    Move.SUSPEND: "shopkeepers.suspended", Move.RESUME: "shopkeepers.resumed", Move.LEAVE: "shopkeepers.left",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Application:
    """What somebody says when they want to sell. `agreement_version` is the one they read and signed."""

    agreement_version: int
    is_adult: bool
    words: str = ""
    code: str | None = None


async def join(session: Session, shopper: Shopper, application: Application) -> Keeper:
    """Become a shopkeeper at once, or apply, as the shop has it; the code of an invitation opens its own door.

    Whoever left while they were suspended, or whose place the staff ended, is looked at first whatever the way: leaving
    and coming back ends no suspension.

    Raises:
        AdultOnly, AgreementMissing, AgreementOutdated: nothing is kept without both.
        InviteInvalid: used up, expired, revoked or never given.
        JoiningClosed: the shop takes nobody this way.
        AlreadyShopkeeper: applied or taken on before.
    """
    if not application.is_adult:
        raise AdultOnly(field="is_adult")
    signed = await queries.agreement(session)
    if signed.version != application.agreement_version:
        raise AgreementOutdated(field="agreement_version")
    settings = await queries.join_settings(session)
    rules.check_words({"words": application.words}, Place.JOIN, business_day(session.now))
    way = rules.way_of(settings, invited=application.code is not None)
    invite_id, invited_by = (
        NO_INVITE if application.code is None else await _use(session, application.code, way)
    )
    in_trouble = await queries.left_in_trouble(session, shopper.person)
    state = KeeperState.APPLIED if in_trouble else rules.first_state(way, settings.probation_days)
    brief = (await people.people_brief(session, [shopper.person])).get(shopper.person)
    keeper = await session.maybe(
        store.ADD, id=new_id(), person_id=shopper.person, state=state, way=way, invited_by=invited_by,
        invite_id=invite_id, agreement_version=signed.version, words=application.words.strip(),
        probation_until=rules.probation_end(session.now, state, settings.probation_days),
        shop_name=(brief.nickname if brief else "")[: rules.NAME_CHARS_MAX],
    )  # fmt: skip
    if keeper is None:
        raise AlreadyShopkeeper(state=await _state_word(session, shopper.person))
    await _stepped(session, keeper, shopper, "joined", application.words.strip())
    if in_trouble:
        await _note(session, keeper, System(session.tenant, "Lianyi"), IN_TROUBLE)
    if state is KeeperState.APPLIED:
        await session.emit(ShopkeeperApplied(keeper.id, keeper.person_id))
    return keeper


async def _use(session: Session, code: str, way: JoinWay) -> tuple[UUID | None, UUID | None]:
    """Use an invitation up once. A code brings nothing in a shop that does not open by invitation, and stays unused."""
    if way is not JoinWay.INVITATION:
        return NO_INVITE
    invite = await session.maybe(store.USE_INVITE, code=code.strip().upper())
    if invite is None:
        raise InviteInvalid(field="code")
    return invite.id, invite.shopkeeper_id


async def _state_word(session: Session, person: PersonId) -> str:
    keeper = await queries.keeper_of_person(session, person)
    return rules.state_word(keeper.state) if keeper else ""


async def review(session: Session, staff: Staff, keeper_id: UUID, *, approve: bool, words: str) -> Keeper:
    """Take an applicant on, or decline with words they will read. Raises ShopkeeperUnknown, StepImpossible."""
    if not approve:
        return await _move(session, staff, keeper_id, Move.REFUSE, KeeperState.REFUSED, words)
    settings = await queries.join_settings(session)
    state = rules.taken_on(settings.probation_days)
    until = rules.probation_end(session.now, state, settings.probation_days)
    return await _move(session, staff, keeper_id, Move.APPROVE, state, words, probation_until=until)


async def confirm(session: Session, by: Staff | System, keeper_id: UUID, words: str) -> Keeper:
    """A probation is over, by its date or by hand. Raises ShopkeeperUnknown, StepImpossible."""
    return await _move(session, by, keeper_id, Move.CONFIRM, KeeperState.ACTIVE, words)


async def suspend(
    session: Session, staff: Staff, keeper_id: UUID, words: str, until: datetime | None
) -> Keeper:
    """Stop a shopkeeper from selling until an instant, or until resumed by hand; what was earned stays theirs.

    Raises:
        SuspensionEndsBefore, ShopkeeperUnknown, StepImpossible
    """
    rules.check_until(session.now, until)
    return await _move(
        session, staff, keeper_id, Move.SUSPEND, KeeperState.SUSPENDED, words, suspended_until=until
    )


async def resume(session: Session, by: Staff | System, keeper_id: UUID, words: str) -> Keeper:
    """Let a suspended shopkeeper sell again. Raises ShopkeeperUnknown, StepImpossible."""
    keeper = await queries.keeper(session, keeper_id)
    state = rules.resumed(session.now, keeper.probation_until)
    return await _move(session, by, keeper_id, Move.RESUME, state, words)


async def leave(session: Session, by: By, keeper_id: UUID, words: str) -> Keeper:
    """End it for good, by the shopkeeper's own wish or by staff: customers are free, what was earned stays payable.

    Raises:
        ShopkeeperUnknown, StepImpossible
    """
    return await _move(session, by, keeper_id, Move.LEAVE, KeeperState.LEFT, words)


async def withdraw_application(session: Session, shopper: Shopper) -> Keeper:
    """Take an own application back before the shop decides; one may apply again at once.

    Raises:
        NotAnApplicant, StepImpossible: the shop was quicker.
    """
    keeper = await queries.keeper_of_person(session, shopper.person)
    if keeper is None:
        raise NotAnApplicant
    return await _move(session, shopper, keeper.id, Move.WITHDRAW, KeeperState.LEFT, WITHDRAWN)


async def regrade(session: Session, by: Staff | System, keeper_id: UUID, grade: int, words: str) -> Keeper:
    """Set a shopkeeper's grade. Raises GradeUnknown, ShopkeeperUnknown, StepImpossible."""
    rules.check_grade(await queries.join_settings(session), grade)
    before = await queries.keeper(session, keeper_id)
    keeper = await session.maybe(store.REGRADE, id=keeper_id, grade=grade)
    if keeper is None:
        if before.grade == grade:
            return before
        raise StepImpossible(state=rules.state_word(before.state))
    await _stepped(session, keeper, by, "graded", words)
    if isinstance(by, Staff):
        change = Change(
            "shopkeepers.graded", encode(PREFIX, keeper.id), {"grade": before.grade}, {"grade": grade, "words": words}
        )  # fmt: skip
        await identity.note_change(session, by, change)
    return keeper


async def sign_again(session: Session, keeper: Shopkeeper, version: int) -> None:
    """A shopkeeper agrees to the newest agreement. Raises AgreementOutdated."""
    if (await queries.agreement(session)).version != version:
        raise AgreementOutdated(field="agreement_version")
    await session.later(store.AGREE, id=keeper.id, agreement_version=version)


async def _move(
    session: Session, by: By, keeper_id: UUID, move: Move, state: KeeperState, words: str,
    *, probation_until: datetime | None = None, suspended_until: datetime | None = None,
) -> Keeper:  # fmt: skip
    moved = await session.maybe(
        store.MOVE, id=keeper_id, state=state, words=words, decides=move in {Move.APPROVE, Move.REFUSE},
        probation_until=probation_until, suspended_until=suspended_until, origins=list(rules.FROM[move]),
    )  # fmt: skip
    if moved is None:
        found = await queries.keeper(session, keeper_id)
        raise StepImpossible(state=rules.state_word(found.state))
    await _stepped(session, moved, by, move, words)
    if isinstance(by, Staff):
        after = {"state": state, "words": words}
        await identity.note_change(session, by, Change(ACTS[move], encode(PREFIX, keeper_id), None, after))
    return moved


async def _stepped(session: Session, keeper: Keeper, by: By, move: str, words: str) -> None:
    await _note(session, keeper, by, words)
    await session.emit(
        ShopkeeperStepped(keeper.id, keeper.person_id, keeper.state, keeper.grade, move, words, session.now)
    )


async def _note(session: Session, keeper: Keeper, by: By, words: str) -> None:
    kind, by_id, name = _who(by)
    await session.later(
        store.NOTE_STEP, id=keeper.id, state=keeper.state, grade=keeper.grade, by=kind, by_id=by_id, name=name,
        words=words,
    )  # fmt: skip


def _who(by: By) -> tuple[str, UUID | None, str]:
    if isinstance(by, Staff):
        return "staff", by.staff, by.name
    if isinstance(by, System):
        return "system", None, by.name
    return "person", by.person, ""


# -- invitations ---------------------------------------------------------------------------------------------------


async def invite(
    session: Session, by: Staff | Shopkeeper, *, note: str, uses_max: int, days: int = rules.INVITE_DAYS
) -> Invite:
    """Make a code that lets people in. A shopkeeper's earns them nothing: who invited whom is evidence alone.

    Raises:
        InvitesTooMany: there are as many unused ones as a shop or a shopkeeper may have.
    """
    await session.later(store.LOCK_INVITES)
    own = by.id if isinstance(by, Shopkeeper) else None
    most = rules.INVITES_MAX if own is None else rules.OWN_INVITES_MAX
    if await queries.open_invites(session, own) >= most:
        raise InvitesTooMany(invites_max=most)
    code = "".join(secrets.choice(rules.CODE_LETTERS) for _ in range(rules.CODE_CHARS))
    made = await session.one(
        store.ADD_INVITE, id=new_id(), code=code, shopkeeper_id=own,
        staff_id=by.staff if isinstance(by, Staff) else None, note=note, uses_max=uses_max,
        expires_at=session.now + timedelta(days=days),
    )  # fmt: skip
    if isinstance(by, Staff):
        after = {"uses_max": uses_max, "days": days, "note": note}
        await identity.note_change(
            session, by, Change("shopkeepers.invited", encode("inv", made.id), None, after)
        )
    return made


async def revoke_invite(session: Session, by: Staff | Shopkeeper, invite_id: UUID) -> None:
    """A code lets nobody in any more. Raises InviteUnknown."""
    own = by.id if isinstance(by, Shopkeeper) else None
    if await session.maybe(store.REVOKE_INVITE, id=invite_id, shopkeeper_id=own) is None:
        raise InviteUnknown
    if isinstance(by, Staff):
        await identity.note_change(
            session, by, Change("shopkeepers.invite_revoked", encode("inv", invite_id))
        )


async def sweep(session: Session, by: System, limit: int) -> int:
    """Probations and suspensions whose time has come, one each; tells how many."""
    due = await session.all(store.DUE, limit=limit)
    for keeper in due:
        if keeper.state is KeeperState.PROBATION:
            await confirm(session, by, keeper.id, "试用期满")
        else:
            await resume(session, by, keeper.id, "暂停到期")
    return len(due)


async def grade_by_sales(session: Session, by: System, limit: int) -> int:
    """Raise whose own sales of 90 days reach a grade; nobody sinks, nobody rises by whom they brought. How many were seen."""
    settings = await queries.join_settings(session)
    if all(grade.own_sales_fen is None for grade in settings.grades):
        return 0
    due = await session.all(store.DUE_GRADES, limit=limit)
    for keeper in due:
        sold_fen = await workbench.own_sales_fen(session, keeper.id, session.now - rules.SALES_LOOKED_AT)
        grade = rules.grade_reached(settings.grades, keeper.grade, sold_fen)
        if grade > keeper.grade:
            await regrade(session, by, keeper.id, grade, f"近 90 天自己的成交 {format_yuan(sold_fen)} 元")
    await session.later(store.GRADED, ids=[keeper.id for keeper in due])
    return len(due)


def _grade_words(grade: Grade) -> str:
    """A grade's name, and what is sold to reach it: whoever lowers that raises what people are paid."""
    return grade.name if grade.own_sales_fen is None else f"{grade.name} ≥¥{format_yuan(grade.own_sales_fen)}"


def settings_words(settings: JoinSettings) -> dict[str, object]:
    """Settings as the audit shows them."""
    return {
        "ways": list(settings.ways), "probation_days": settings.probation_days, "picks_max": settings.picks_max,
        "pool_all": settings.pool_all, "grades": [_grade_words(grade) for grade in settings.grades],
    }  # fmt: skip


async def forget_person(session: Session, by: System, person: UUID) -> None:
    """A person left the shop altogether: their micro-shop closes and its words go; what was earned stays in the books."""
    keeper = await queries.keeper_of_person(session, person)
    if keeper is None:
        return
    if keeper.state is not KeeperState.LEFT:
        await leave(session, by, keeper.id, "")
    await session.later(store.BLANK_PICKS, person_id=person)
    await session.later(price_store.DROP_OF_PERSON, person_id=person)
    await session.later(store.BLANK, person_id=person)


async def merge_people(session: Session, by: System, gone: UUID, into: UUID) -> None:
    """Two records are one person: the place goes along. Of two places the one kept is that of the record that stays.

    The other ends, and belongs to the same person: what it earned is paid to them all the same.
    """
    theirs = await queries.keeper_of_person(session, gone)
    if theirs is None:
        return
    own = await queries.keeper_of_person(session, into)
    if own is not None and KeeperState.LEFT not in {own.state, theirs.state}:
        await leave(session, by, theirs.id, by.name)
    await session.later(store.TO_PERSON, from_person_id=gone, into_person_id=into)
