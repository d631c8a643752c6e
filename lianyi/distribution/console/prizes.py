"""Prizes in money as staff see them: what is owed, what is under way, what WeChat will not take."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel

from lianyi.distribution.actions import prizes as actions
from lianyi.distribution.queries import prizes as queries
from lianyi.distribution.rules import prizes as rules
from lianyi.distribution.types.prizes import AT_WECHAT, PrizeState
from lianyi.identity import queries as identity
from lianyi.identity.edges import require
from lianyi.identity.types import PersonBrief, PersonId, Staff
from lianyi.kit.http import Language, Read, Write, edge
from lianyi.kit.ids import as_word
from lianyi.kit.paging import Page, PageQuery, next_cursor

router = edge("/api/console/prizes", tags=["console: prizes in money"])
Reader = Annotated[Staff, require("payouts.read")]
Writer = Annotated[Staff, require("payouts.write")]
PrizeRef = Annotated[UUID, as_word("prz")]
Tab = Literal["all", "waiting", "under_way", "paid", "lapsed"]
TABS: dict[Tab, tuple[PrizeState, ...]] = {
    "all": tuple(PrizeState),
    "waiting": (PrizeState.WAITING,),
    "under_way": tuple(sorted(AT_WECHAT)),
    "paid": (PrizeState.PAID,),
    "lapsed": (PrizeState.LAPSED,),
}


class PrizeRow(BaseModel):
    """`error`: what WeChat refuses for now and is asked again; `reason`: why the last transfer came to nothing."""

    id: PrizeRef
    person_id: Annotated[UUID, as_word("psn")]
    nickname: str
    campaign_id: Annotated[UUID, as_word("cmp")]
    title: str
    state: PrizeState
    state_text: str
    gross_fen: int
    tax_fen: int
    net_fen: int
    bill_no: str | None
    reason: str | None
    error: str | None
    due_at: datetime
    expires_at: datetime
    ended_at: datetime | None


class PrizeSumOut(BaseModel):
    state: PrizeState
    count: int
    gross_fen: int
    net_fen: int


class PrizeSums(BaseModel):
    items: list[PrizeSumOut]


@router.get("")
async def prizes(
    session: Read, _staff: Reader, page: PageQuery, language: Language, tab: Tab = "all"
) -> Page[PrizeRow]:
    """Prizes in money, the newest first."""
    found = await queries.listed(session, TABS[tab], page.after(datetime, UUID), page.limit + 1)
    shown, english = found[: page.limit], language == "en"
    people = await identity.people_brief(session, [PersonId(one.person_id) for one in shown])
    nobody = PersonBrief("", None, None)
    items = [
        PrizeRow(
            id=one.id, person_id=one.person_id, nickname=people.get(PersonId(one.person_id), nobody).nickname,
            campaign_id=one.campaign_id, title=one.title, state=one.state, state_text=rules.STATE_WORDS[one.state][english],
            gross_fen=one.gross_fen, tax_fen=one.tax_fen, net_fen=one.net_fen, bill_no=one.bill_no,
            reason=None if one.reason is None else rules.reason_words(one.reason)[english], error=one.error,
            due_at=one.due_at, expires_at=one.expires_at, ended_at=one.ended_at,
        )
        for one in shown
    ]  # fmt: skip
    return Page(items=items, next_cursor=next_cursor(found, page.limit, "due_at", "id"))


@router.get("/sums")
async def sums(session: Read, _staff: Reader) -> PrizeSums:
    """How many prizes stand where, and what they come to."""
    found = await queries.sums(session)
    return PrizeSums(items=[PrizeSumOut.model_validate(one, from_attributes=True) for one in found])


@router.post("/{prize_id}/retry", status_code=204)
async def retry(session: Write, _staff: Writer, prize_id: PrizeRef) -> None:
    """Ask WeChat now, after what was missing is there."""
    await actions.retry(session, prize_id)
