"""The board of complaints, one complaint whole, and what the staff do about it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Request
from pydantic import BaseModel, Field

from lianyi.identity.edges import check_permission, require
from lianyi.identity.types import Staff
from lianyi.kit import idempotency
from lianyi.kit.db import ReadSession
from lianyi.kit.http import Own, Read, Write, edge
from lianyi.kit.ids import as_word
from lianyi.kit.paging import Page, PageQuery, next_cursor
from lianyi.orders import queries as orders
from lianyi.trust.actions import complaints as actions
from lianyi.trust.actions.complaints.acting import Wanted
from lianyi.trust.queries import complaints as queries
from lianyi.trust.rules.complaints import acts_of, column_of
from lianyi.trust.types.complaints import (
    ActKind,
    ActState,
    Board,
    BoardCounts,
    Complaint,
    DueFor,
    Side,
    Source,
    State,
    Verdict,
)

router = edge("/api/console", tags=["console: complaints"])
outside = edge("/api/console", tags=["console: complaints"], own=True)
ComplaintRef = Annotated[UUID, as_word("cpl")]
RefundRef = Annotated[UUID, as_word("rfd")]
Reader = Annotated[Staff, require("complaints.read")]
Writer = Annotated[Staff, require("complaints.write")]


class ComplaintOut(BaseModel):
    """`order_*` are null when the transaction is none of this shop's orders."""

    id: ComplaintRef
    source: Source
    wechat_id: str
    wechat_state: str
    state: State
    column: Board
    order_id: Annotated[UUID, as_word("ord")] | None
    order_number: str | None
    order_state: str | None
    transaction_id: str
    amount_fen: int
    apply_refund_fen: int | None
    problem_type: str
    problem: str
    detail: str
    phone_last4: str | None
    user_waits: bool
    times: int
    full_refunded: bool
    verdict: Verdict | None
    created_at: datetime
    replied_at: datetime | None
    due_at: datetime | None
    due_for: DueFor | None
    finish_due_at: datetime | None
    finished_at: datetime | None
    acts: list[ActKind]


class ComplaintCountsOut(BaseModel):
    overdue: int
    due: int
    waiting: int
    finished: int


class ComplaintWatchOut(BaseModel):
    """Whether WeChat calls us; `error` is what it said when it refused."""

    registered: bool
    url: str | None
    error: str | None
    listed_at: datetime | None


class ComplaintBoardOut(BaseModel):
    """`now` is the shop's clock, from which what is left is counted down."""

    now: datetime
    counts: ComplaintCountsOut
    watch: ComplaintWatchOut


class ComplaintWordOut(BaseModel):
    at: datetime
    side: Side
    kind: str
    words: str
    pictures: list[str]


class ComplaintActOut(BaseModel):
    id: Annotated[UUID, as_word("cpa")]
    kind: ActKind
    words: str
    state: ActState
    staff_name: str
    error: str | None
    created_at: datetime


class ComplaintRefundOut(BaseModel):
    id: RefundRef
    state: str
    amount_fen: int
    created_at: datetime


class WholeComplaintOut(ComplaintOut):
    """With everything said, done and given back; `pictures` are WeChat's addresses or media ids."""

    pictures: list[str]
    words: list[ComplaintWordOut]
    done: list[ComplaintActOut]
    refunds: list[ComplaintRefundOut]


@router.get("/complaints")
async def list_complaints(
    session: Read, _staff: Reader, page: PageQuery, column: Board = "overdue"
) -> Page[ComplaintOut]:
    """One column of the board: what is due first comes first."""
    by = "finished_at" if column == "finished" else "due_at"
    after = page.after(datetime | None, UUID)  # type: ignore[arg-type]
    found = await queries.board_page(session, column, after, page.limit + 1)
    return Page[ComplaintOut](
        items=await _shown(session, found[: page.limit]), next_cursor=next_cursor(found, page.limit, by, "id")
    )


@router.get("/complaints/board")
async def board(session: Read, _staff: Reader) -> ComplaintBoardOut:
    """How many stand in each column, and whether WeChat calls us."""
    watch = await session.maybe(queries.WATCH)
    return ComplaintBoardOut(
        now=session.now,
        counts=_counts(await queries.board_counts(session)),
        watch=ComplaintWatchOut(
            registered=bool(watch and watch.registered_at), url=watch.url if watch else None,
            error=watch.error if watch else None, listed_at=watch.listed_at if watch else None,
        ),
    )  # fmt: skip


@router.get("/complaints/{complaint_id}")
async def show(session: Read, _staff: Reader, complaint_id: ComplaintRef) -> WholeComplaintOut:
    """One complaint with what was said, done and given back."""
    return await _whole(session, complaint_id)


class ComplaintActIn(BaseModel):
    """`days`: for an approved refund, working days until it is sent (0: today)."""

    kind: ActKind
    words: str = Field(default="", max_length=200)
    days: int | None = Field(default=None, ge=0, le=30)


class ComplaintActedOut(BaseModel):
    """`state` asked: WeChat has not answered, it is asked again by itself."""

    state: ActState
    complaint: WholeComplaintOut


@outside.post("/complaints/{complaint_id}/acts")
async def act(
    db: Own, request: Request, staff: Writer, complaint_id: ComplaintRef, given: ComplaintActIn
) -> ComplaintActedOut:
    """Tell WeChat: reply, say yes or no to the refund, finish, or what the mini program's rules ask for."""
    wanted = Wanted(given.kind, given.words.strip(), given.days)
    state = await actions.act(db, staff, complaint_id, wanted, idempotency.key_of(request))
    async with db.read(staff.tenant) as session:
        return ComplaintActedOut(state=state, complaint=await _whole(session, complaint_id))


@outside.post("/complaints/{complaint_id}/ask")
async def ask(db: Own, staff: Writer, complaint_id: ComplaintRef) -> WholeComplaintOut:
    """Ask WeChat how it stands right now."""
    async with db.read(staff.tenant) as session:
        known = await queries.complaint(session, complaint_id)
    await actions.ask_now(db, staff.tenant, known)
    async with db.read(staff.tenant) as session:
        return await _whole(session, complaint_id)


class ComplaintRefundIn(BaseModel):
    reason: str = Field(default="", max_length=200)


@router.post("/complaints/{complaint_id}/refund", status_code=201)
async def refund(
    session: Write, staff: Writer, complaint_id: ComplaintRef, given: ComplaintRefundIn
) -> WholeComplaintOut:
    """Give back all that is left of an order that has not been shipped."""
    check_permission(staff, "orders.refund")
    await actions.refund_now(session, staff, complaint_id, given.reason.strip())
    return await _whole(session, complaint_id)


class ComplaintPhoneOut(BaseModel):
    phone: str


@router.post("/complaints/{complaint_id}/phone")
async def phone(
    session: Write, staff: Annotated[Staff, require("people.reveal")], complaint_id: ComplaintRef
) -> ComplaintPhoneOut:
    """Show the shopper's phone; who looked is written down."""
    return ComplaintPhoneOut(phone=await actions.reveal_phone(session, staff, complaint_id))


def _counts(counts: BoardCounts) -> ComplaintCountsOut:
    return ComplaintCountsOut.model_validate(counts, from_attributes=True)


async def _shown(session: ReadSession, found: list[Complaint]) -> list[ComplaintOut]:
    words = await orders.words_of(session, [one.order_id for one in found if one.order_id is not None])
    shown = []
    for one in found:
        order = words.get(one.order_id) if one.order_id is not None else None
        known = {name: getattr(one, name) for name in ComplaintOut.model_fields if hasattr(one, name)}
        shown.append(
            ComplaintOut(
                **known,
                column=column_of(one, session.now),
                acts=acts_of(one),
                order_number=order.number if order else None,
                order_state=order.state if order else None,
            )
        )
    return shown


async def _whole(session: ReadSession, complaint_id: UUID) -> WholeComplaintOut:
    found = await queries.complaint(session, complaint_id)
    (shown,) = await _shown(session, [found])
    given = set(await queries.refunds(session, complaint_id))
    refunds = await orders.refunds(session, found.order_id) if found.order_id is not None and given else []
    return WholeComplaintOut(
        **shown.model_dump(),
        pictures=found.pictures,
        words=[
            ComplaintWordOut.model_validate(one, from_attributes=True)
            for one in await queries.words(session, complaint_id)
        ],
        done=[
            ComplaintActOut.model_validate(one, from_attributes=True)
            for one in await queries.acts(session, complaint_id)
        ],
        refunds=[
            ComplaintRefundOut.model_validate(one, from_attributes=True) for one in refunds if one.id in given
        ],
    )
