"""Runs whose helps look made up: what the staff look at, and what they decide."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from lianyi.identity import queries as identity
from lianyi.identity.edges import require
from lianyi.identity.types import PersonBrief, PersonId, Staff
from lianyi.kit.http import Language, Read, Write, edge
from lianyi.kit.ids import as_word
from lianyi.kit.paging import Page, PageQuery, next_cursor
from lianyi.promotions import actions, queries, rules
from lianyi.promotions.queries import HeldRun
from lianyi.promotions.types import HelpReview, HelpRunState, HelpState

helping_router = edge("/api/console", tags=["console: campaigns"])
Reader = Annotated[Staff, require("campaigns.read")]
Decider = Annotated[Staff, require("campaigns.stop")]
RunRef = Annotated[UUID, as_word("team")]


class HeldRunOut(BaseModel):
    """`reasons`: why it was held, in words."""

    id: RunRef
    campaign_id: Annotated[UUID, as_word("cmp")]
    campaign: str
    play: str
    owner: str
    need: int
    taken: int
    people: int
    state: HelpRunState
    review: HelpReview
    reasons: list[str]
    review_words: str
    held_at: datetime
    reviewed_at: datetime | None


def _held(run: HeldRun, owner: PersonBrief | None, language: str) -> HeldRunOut:
    words = [rules.REASON_WORDS[one] for one in run.reasons]
    return HeldRunOut(
        id=run.id, campaign_id=run.campaign_id, campaign=run.campaign, play=run.play,
        owner=owner.nickname if owner else "", need=run.need, taken=run.taken, people=run.people, state=run.state,
        review=run.review, reasons=[en if language == "en" else zh for zh, en in words],
        review_words=run.review_words, held_at=run.held_at, reviewed_at=run.reviewed_at,
    )  # fmt: skip


@helping_router.get("/help-runs")
async def held_runs(
    session: Read,
    _staff: Reader,
    page: PageQuery,
    language: Language,
    which: Literal["waiting", "decided"] | None = None,
) -> Page[HeldRunOut]:
    """Runs that were held for review, the latest first."""
    waiting = None if which is None else which == "waiting"
    found = await queries.held_runs(
        session, waiting=waiting, limit=page.limit, before=page.after(datetime, UUID)
    )
    shown = found[: page.limit]
    people = await identity.people_brief(session, list({PersonId(one.person_id) for one in shown}))
    return Page[HeldRunOut](
        items=[_held(one, people.get(PersonId(one.person_id)), language) for one in shown],
        next_cursor=next_cursor(found, page.limit, "held_at", "id"),
    )


class HelperRowOut(BaseModel):
    """A help as the staff look at it. `phone`, `network`: equal numbers are the same one; null: unknown or forgotten."""

    nickname: str
    phone: int | None
    network: int | None
    is_new: bool
    fresh: bool
    others: int
    steps: int
    state: HelpState
    at: datetime


class HeldRunDetailOut(BaseModel):
    run: HeldRunOut
    helps: list[HelperRowOut]


async def _detail(session: Read, run_id: UUID, language: str) -> HeldRunDetailOut:
    run = await queries.held_run(session, run_id)
    helps = await queries.helps_of(session, run_id)
    people = await identity.people_brief(
        session, [PersonId(run.person_id), *(PersonId(one.person_id) for one in helps)]
    )
    phones = {
        device: number
        for number, device in enumerate(dict.fromkeys(one.device for one in helps if one.device), 1)
    }
    networks = {
        word: number
        for number, word in enumerate(dict.fromkeys(one.network for one in helps if one.network), 1)
    }
    rows = []
    for one in helps:
        brief = people.get(PersonId(one.person_id))
        rows.append(
            HelperRowOut(
                nickname=brief.nickname if brief else "", phone=phones.get(one.device) if one.device else None,
                network=networks.get(one.network), is_new=one.is_new, fresh=one.fresh, others=one.others,
                steps=one.steps, state=one.state, at=one.at,
            )
        )  # fmt: skip
    return HeldRunDetailOut(run=_held(run, people.get(PersonId(run.person_id)), language), helps=rows)


@helping_router.get("/help-runs/{run_id}")
async def held_run(session: Read, _staff: Reader, run_id: RunRef, language: Language) -> HeldRunDetailOut:
    """A held run with everybody who helped."""
    return await _detail(session, run_id, language)


class DecideIn(BaseModel):
    """`words`: why, kept in the audit log; the owner of a refused run reads them."""

    words: Annotated[str, Field(min_length=2, max_length=200)]


@helping_router.post("/help-runs/{run_id}/release")
async def release(
    session: Write, staff: Decider, run_id: RunRef, given: DecideIn, language: Language
) -> HeldRunDetailOut:
    """The helps are real: the run goes on."""
    await actions.release_help_run(session, staff, run_id, given.words)
    return await _detail(session, run_id, language)


@helping_router.post("/help-runs/{run_id}/refuse")
async def refuse(
    session: Write, staff: Decider, run_id: RunRef, given: DecideIn, language: Language
) -> HeldRunDetailOut:
    """The helps are made up: nothing is given for them."""
    await actions.refuse_help_run(session, staff, run_id, given.words)
    return await _detail(session, run_id, language)
