"""Verbs of runs that others help: opened, helped, ordered, given back, ended, looked into by the staff.

A play keeps what a run is about in its own table and asks these verbs for everything that may be contested. Each locks
one run; a run is locked before the order and the budget.
"""

from datetime import datetime
from uuid import UUID

from lianyi.identity import queries as identity
from lianyi.identity.actions import name_acts, note_change
from lianyi.identity.types import Change, Channel, PersonId, Shopper, Staff
from lianyi.kit import failpoints
from lianyi.kit.clock import business_day, day_bounds
from lianyi.kit.db import Session
from lianyi.kit.ids import encode
from lianyi.promotions import queries, rules
from lianyi.promotions.actions.pricing import admit
from lianyi.promotions.errors import HelpRunMoved, HelpRunsUsedUp, ReviewDecided
from lianyi.promotions.events import HelpCounted, HelpRunEnded, HelpRunHeld, HelpRunReviewed
from lianyi.promotions.store import helping as store
from lianyi.promotions.types import Campaign, Help, HelpRun, HelpTerms, Marks

name_acts(
    {
        "help_run.released": ("助力核对通过", "Held run released"),
        "help_run.refused": ("助力核对不通过", "Held run refused"),
    }
)


async def open_help_run(
    session: Session, campaign: Campaign, owner: Shopper, marks: Marks | None, run_id: UUID, terms: HelpTerms, *,
    about: UUID | None, closes_at: datetime, ends_at: datetime,
) -> None:  # fmt: skip
    """Begin a run; the caller has admitted its owner. A lock on the owner's runs of the campaign, one guarded statement.

    Raises HelpRunsUsedUp: so many each, and one at a time about the same thing.
    """
    await _open(
        session, campaign, owner.person, run_id, terms, device=marks.device if marks else None,
        accounts=queries.accounts_of(owner), about=about, closes_at=closes_at, ends_at=ends_at,
    )  # fmt: skip


async def open_help_run_for(
    session: Session, campaign: Campaign, person_id: UUID, run_id: UUID, terms: HelpTerms, *,
    about: UUID | None, closes_at: datetime, ends_at: datetime,
) -> None:  # fmt: skip
    """As `open_help_run`, for somebody who is not here: an order of theirs brought it. Three statements."""
    accounts = queries.keyed_accounts(session.tenant, await identity.openids_of(session, PersonId(person_id)))
    await _open(
        session, campaign, person_id, run_id, terms, device=None, accounts=accounts, about=about, closes_at=closes_at,
        ends_at=ends_at,
    )  # fmt: skip


async def _open(
    session: Session, campaign: Campaign, person_id: UUID, run_id: UUID, terms: HelpTerms, *,
    device: UUID | None, accounts: list[str], about: UUID | None, closes_at: datetime, ends_at: datetime,
) -> None:  # fmt: skip
    await session.later(store.HANDS, marks=[f"{campaign.id}:{person_id}"])
    if not await session.run(
        store.OPEN, id=run_id, campaign_id=campaign.id, play=campaign.play, person_id=person_id, about=about,
        device=device, accounts=accounts, need=terms.need, weight_new=terms.weight_new, only_new=terms.only_new,
        per_person_max=terms.per_person_max, per_day_max=terms.per_day_max, early=terms.early,
        runs_max=terms.runs_max, closes_at=closes_at, ends_at=ends_at,
    ):  # fmt: skip
        raise HelpRunsUsedUp(runs_max=terms.runs_max)


async def confirm_help(
    session: Session, helper: Shopper, channel: Channel, run_id: UUID, marks: Marks
) -> tuple[HelpRun, Help]:
    """Somebody taps the button on a page that has told all rules: once a person, device and WeChat account.

    Answers the run as it stands now and the help. What looks made up holds the run for the staff; the help itself is
    never refused for it. Cost: nine statements, four of them (hands, lock, help, look) in two waits under the run's lock.
    Raises what the frame's door refuses (channel, window, audience), HelpRunUnknown, HelpedAlready, HelpRunOver,
    HelpYourself, HelpDeviceUsed, HelpForNew, HelpLimitReached: nothing has moved then.
    """
    run = await queries.help_run(session, run_id)
    await admit(session, helper, channel, run.campaign_id)
    known = await queries.newness(session, helper, marks.device)
    accounts = queries.accounts_of(helper)
    today, _ = day_bounds(business_day(session.now))
    who = {"run_id": run_id, "person_id": helper.person, "device": marks.device, "accounts": accounts}
    await session.later(store.HANDS, marks=[str(helper.person), str(marks.device), *accounts])
    await session.later(store.LOCK, run_id=run_id)
    moved = await session.maybe(
        store.HELP, **who, campaign_id=run.campaign_id, network=marks.network, is_new=known.is_new,
        fresh=known.fresh, today=today,
    )  # fmt: skip
    if moved is None:
        stands = await session.one(queries.STANDS, **who, today=today)
        raise rules.help_refusal(
            await queries.help_run(session, run_id), session.now, helper.person, is_new=known.is_new,
            by_person=stands.by_person, by_phone=stands.by_phone, owners_phone=stands.owners_phone,
            given=stands.given, given_today=stands.given_today,
        )  # fmt: skip
    failpoints.reach("promotions.help.counted")
    full = moved.taken == moved.need
    await session.emit(HelpCounted(run_id, run.play, helper.person, full))
    helps = await queries.helps_of(session, run_id)
    reasons = rules.suspicions(helps)
    if run.review is None and reasons:
        await session.later(store.HOLD, run_id=run_id, reasons=reasons)
        await session.emit(HelpRunHeld(run_id, run.play))
    return await queries.help_run(session, run_id), next(
        one for one in helps if one.person_id == helper.person
    )


async def take_help_run(session: Session, run: HelpRun, person_id: UUID, order_id: UUID) -> None:
    """An order of its owner takes the run at the step it was priced at: one guarded statement.

    Raises HelpRunInReview, HelpRunOver, HelpRunMoved (somebody helped since the price was asked): nothing has moved then.
    """
    if await session.run(store.TAKE, run_id=run.id, person_id=person_id, taken=run.taken, order_id=order_id):
        return
    rules.assert_usable(await queries.help_run(session, run.id), person_id, session.now)
    raise HelpRunMoved


async def give_back_help_run(session: Session, order_id: UUID) -> None:
    """The order closed unpaid: the run is its owner's again until it ends. Safe to replay."""
    await session.run(store.GIVE_BACK, order_id=order_id)


async def take_help_run_again(session: Session, order_id: UUID) -> None:
    """An order was paid after it had closed. Raises HelpRunMoved when the run has been used, ended or held meanwhile."""
    if not await session.run(store.TAKE_AGAIN, order_id=order_id):
        raise HelpRunMoved


async def use_help_run(session: Session, order_id: UUID) -> UUID | None:
    """The order was paid: the run is complete. Answers the run, None when it was complete before. Safe to replay."""
    return await session.maybe(store.USE, order_id=order_id)


async def complete_help_run(session: Session, run_id: UUID) -> None:
    """A full run whose play has given what it is for without an order. The caller holds the run. Safe to replay."""
    await session.run(store.COMPLETE, run_id=run_id)


async def end_help_runs(session: Session, limit: int) -> int:
    """End what the clock has passed, at most `limit`; the plays hear of it. Answers how many."""
    over = await session.all(store.END, limit=limit)
    await session.emit(*(HelpRunEnded(one.id, one.play) for one in over))
    return len(over)


async def forget_marks(session: Session, limit: int) -> int:
    """Forget by which phone, network and account somebody helped, MARKS_KEPT after the campaign's end; at most `limit` each.

    Answers how many rows; who helped whom, and what was given for it, stays.
    """
    before = session.now - rules.MARKS_KEPT
    return sum(
        [
            await session.run(statement, before=before, limit=limit)
            for statement in (store.FORGET_HELPS, store.FORGET_RUNS, store.FORGET_ACCOUNTS)
        ]
    )


async def release_help_run(session: Session, staff: Staff, run_id: UUID, words: str) -> None:
    """The staff have looked: the helps are real, the run goes on, its owner has a day at least. Audited.

    Raises HelpRunUnknown, ReviewDecided.
    """
    await _decide(session, staff, run_id, words, released=True)


async def refuse_help_run(session: Session, staff: Staff, run_id: UUID, words: str) -> None:
    """The staff have looked: the helps are made up, nothing is given for them; its owner reads why. Audited.

    Raises HelpRunUnknown, ReviewDecided.
    """
    await _decide(session, staff, run_id, words, released=False)


async def _decide(session: Session, staff: Staff, run_id: UUID, words: str, *, released: bool) -> None:
    held = await queries.held_run(session, run_id)
    await session.later(store.LOCK, run_id=run_id)
    statement = store.RELEASE if released else store.REFUSE
    if await session.maybe(statement, run_id=run_id, words=words) is None:
        raise ReviewDecided
    act = "help_run.released" if released else "help_run.refused"
    after = {"campaign": held.campaign, "people": held.people, "words": words}
    await note_change(session, staff, Change(act, encode("team", run_id), after=after))
    await session.emit(HelpRunReviewed(run_id, held.play, released))
