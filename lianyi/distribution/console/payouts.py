"""Pay-outs as staff see them: the queue, one with everything about it, review, the batch, the rules."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field, StringConstraints

from lianyi.distribution.actions import payouts as actions
from lianyi.distribution.actions import sending, transfers
from lianyi.distribution.queries import payouts as queries
from lianyi.distribution.queries import tax as tax_queries
from lianyi.distribution.rules import payouts as rules
from lianyi.distribution.shop.payouts import (
    PaidLine,
    PayoutRef,
    name_out,
    paid_lines,
    reason_text,
    state_text,
    working_text,
)
from lianyi.distribution.shop.payouts import RealNameOut as NameOut
from lianyi.distribution.types.payouts import Path, Payout, PayoutSettings, PayoutState, StateSum
from lianyi.distribution.types.tax import Strategy
from lianyi.identity import queries as identity
from lianyi.identity.edges import WAITS, FreshCode, require, waiting
from lianyi.identity.types import PersonBrief, PersonId, Staff
from lianyi.kit.http import Language, Read, Write, edge
from lianyi.kit.ids import as_word
from lianyi.kit.paging import Page, PageQuery, next_cursor
from lianyi.ledger import queries as ledger

router = edge("/api/console/distribution", tags=["console: pay-outs"])
Reader = Annotated[Staff, require("payouts.read")]
Writer = Annotated[Staff, require("payouts.write")]
KeeperRef = Annotated[UUID, as_word("shk")]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=100)]
Chosen = Annotated[list[PayoutRef], Field(min_length=1, max_length=rules.BATCH_MAX)]
Tab = Literal["review", "ready", "confirming", "failed", "done", "all"]
TABS: dict[Tab, tuple[PayoutState, ...]] = {
    "review": (PayoutState.REVIEW,),
    "ready": (PayoutState.READY,),
    "confirming": (
        PayoutState.SENDING, PayoutState.CONFIRMING, PayoutState.PAYING, PayoutState.CANCELLING, PayoutState.SHARING,
    ),
    "failed": (PayoutState.FAILED, PayoutState.CANCELLED, PayoutState.REFUSED),
    "done": (PayoutState.PAID,),
    "all": tuple(PayoutState),
}  # fmt: skip


class KeeperOut(BaseModel):
    """Who is paid; nothing of the real name but its mask."""

    shopkeeper_id: KeeperRef
    nickname: str
    avatar_url: str | None


class PayoutRow(BaseModel):
    """`error` is WeChat's last no or silence while it is asked again; `reason` is why it came to nothing, in words."""

    id: PayoutRef
    keeper: KeeperOut
    path: Path
    state: PayoutState
    state_text: str
    gross_fen: int
    fee_fen: int
    tax_fen: int
    net_fen: int
    error: str | None
    reason: str | None
    requested_at: datetime
    sent_at: datetime | None
    confirm_until: datetime | None
    ended_at: datetime | None


class SumOut(BaseModel):
    tab: Tab
    count: int
    gross_fen: int
    net_fen: int


class PayoutPage(Page[PayoutRow]):
    """`sums`: count and money of every tab."""

    sums: list[SumOut]


class StepRow(BaseModel):
    """`who`: a colleague's name, or `shopkeeper`, `system`, `wechat`."""

    at: datetime
    state: PayoutState
    state_text: str
    who: str
    words: str


class MoneyStep(BaseModel):
    """One transfer of the ledger that belongs to it."""

    at: datetime
    kind: str
    stage: str
    amount_fen: int
    source: str
    target: str
    reference: str


class PayoutFull(PayoutRow):
    """Everything there is: steps, commissions, tax, ledger, WeChat's numbers. `balance_fen` is available now."""

    number: str
    bill_no: str | None
    wechat_state: str | None
    tries: int
    next_try_at: datetime | None
    balance_fen: int
    real_name: NameOut | None
    steps: list[StepRow]
    lines: list[PaidLine]
    working: str | None
    money: list[MoneyStep]


class ChosenIn(BaseModel):
    ids: Chosen


class ApprovedOut(BaseModel):
    approved: int


class BatchOut(BaseModel):
    id: Annotated[UUID, as_word("pyb")]


class RefuseIn(BaseModel):
    reason: Reason


class PayoutRules(BaseModel):
    """Sums in fen. `auto_below_fen`: requests up to it need no review. `fee_bp` in 1/100 of a percent."""

    path: Path
    strategy: Strategy
    min_fen: int
    max_fen: int
    day_fen: int
    day_count: int
    month_fen: int
    auto_below_fen: int
    fee_fen: int
    fee_bp: int
    batch_day_fen: int
    job_title: Annotated[str, StringConstraints(strip_whitespace=True, max_length=32)]


@router.get("/payouts")
async def payouts(
    session: Read, _staff: Reader, paging: PageQuery, language: Language, tab: Tab = "all",
    shopkeeper_id: KeeperRef | None = None,
) -> PayoutPage:  # fmt: skip
    """The shop's pay-outs of a tab, newest first."""
    rows = await queries.listed(
        session, TABS[tab], paging.after(datetime, UUID), paging.limit + 1, shopkeeper_id=shopkeeper_id
    )
    shown = rows[: paging.limit]
    people = await identity.people_brief(session, [PersonId(row.person_id) for row in shown])
    return PayoutPage(
        items=[_row(row, people.get(PersonId(row.person_id)), language) for row in shown],
        next_cursor=next_cursor(rows, paging.limit, "requested_at", "id"),
        sums=_sums(await queries.sums(session)),
    )


@router.get("/payouts/rules")
async def payout_rules(session: Read, _staff: Reader) -> PayoutRules:
    """Limits, fee, review, path and formula."""
    return PayoutRules.model_validate(await queries.settings(session), from_attributes=True)


@router.put("/payouts/rules", response_model=PayoutRules, responses=WAITS)
async def change_rules(
    given: PayoutRules, session: Write, staff: Writer, code: FreshCode
) -> PayoutRules | JSONResponse:
    """Change them, when a second person agrees."""
    waits = await sending.change_settings(session, staff, PayoutSettings(**given.model_dump()), code)
    return waiting(waits) if waits else await payout_rules(session, staff)


@router.post("/payouts/approve")
async def approve(given: ChosenIn, session: Write, staff: Writer) -> ApprovedOut:
    """Let reviewed requests pass."""
    return ApprovedOut(approved=await actions.approve(session, staff, given.ids))


@router.post("/payouts/send", response_model=BatchOut, responses=WAITS)
async def send(given: ChosenIn, session: Write, staff: Writer, code: FreshCode) -> BatchOut | JSONResponse:
    """Send what is ready as one batch, when a second person agrees."""
    batch_id, waits = await sending.send(session, staff, given.ids, code)
    return waiting(waits) if waits else BatchOut(id=batch_id)


@router.get("/payouts/{payout_id}")
async def payout(session: Read, _staff: Reader, payout_id: PayoutRef, language: Language) -> PayoutFull:
    """One pay-out with its steps, commissions, tax and ledger."""
    found = await queries.payout(session, payout_id)
    people = await identity.people_brief(session, [PersonId(found.person_id)])
    row = _row(found, people.get(PersonId(found.person_id)), language)
    trail = await ledger.trail(session, "payout", payout_id)
    steps = await queries.steps(session, payout_id)
    return PayoutFull(
        **row.model_dump(), number=found.number, bill_no=found.bill_no, wechat_state=found.wechat_state,
        tries=found.tries, next_try_at=found.next_try_at,
        balance_fen=await queries.available_fen(session, await queries.accountable(session, found.person_id)),
        real_name=name_out(await tax_queries.real_name(session, found.person_id)),
        steps=[
            StepRow(at=one.at, state=one.state, state_text=state_text(one.state, language), who=one.who, words=one.words)
            for one in steps
        ],
        lines=await paid_lines(session, payout_id),
        working=working_text(await tax_queries.working(session, payout_id), language),
        money=[
            MoneyStep(
                at=one.at, kind=ledger.kind_name(one.kind, language), stage=one.stage.value, amount_fen=one.amount_fen,
                source=ledger.account_name(one.source, language), target=ledger.account_name(one.target, language),
                reference=one.reference,
            )
            for one in trail
        ],
    )  # fmt: skip


@router.post("/payouts/{payout_id}/refuse", status_code=204)
async def refuse(given: RefuseIn, session: Write, staff: Writer, payout_id: PayoutRef) -> None:
    """Decline a request; the shopkeeper reads the reason and has the money back."""
    await actions.refuse(session, staff, payout_id, given.reason)


@router.post("/payouts/{payout_id}/cancel", status_code=204)
async def cancel(session: Write, staff: Writer, payout_id: PayoutRef) -> None:
    """Withdraw one that nobody has confirmed; WeChat is asked when it has left."""
    await actions.cancel(session, payout_id, staff.name)


@router.post("/payouts/{payout_id}/retry", status_code=204)
async def retry(session: Write, _staff: Writer, payout_id: PayoutRef) -> None:
    """Ask WeChat now."""
    await transfers.retry(session, payout_id)


def _row(found: Payout, person: PersonBrief | None, language: str) -> PayoutRow:
    keeper = KeeperOut(
        shopkeeper_id=found.shopkeeper_id, nickname=person.nickname if person else "",
        avatar_url=person.avatar_url if person else None,
    )  # fmt: skip
    return PayoutRow(
        id=found.id, keeper=keeper, path=found.path, state=found.state, state_text=state_text(found.state, language),
        gross_fen=found.gross_fen, fee_fen=found.fee_fen, tax_fen=found.tax_fen, net_fen=found.net_fen,
        error=found.error, reason=reason_text(found, language), requested_at=found.requested_at, sent_at=found.sent_at,
        confirm_until=found.confirm_until, ended_at=found.ended_at,
    )  # fmt: skip


def _sums(found: list[StateSum]) -> list[SumOut]:
    sums = []
    for tab, states in TABS.items():
        inside = [one for one in found if one.state in states]
        sums.append(
            SumOut(
                tab=tab, count=sum(one.count for one in inside), gross_fen=sum(one.gross_fen for one in inside),
                net_fen=sum(one.net_fen for one in inside),
            )
        )  # fmt: skip
    return sums
