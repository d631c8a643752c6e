"""Prizes in money: what campaigns owe the reader, asking for it, confirming it at WeChat."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel

from lianyi.distribution.actions import prizes as actions
from lianyi.distribution.queries import prizes as queries
from lianyi.distribution.queries import tax as tax_queries
from lianyi.distribution.rules import prizes as rules
from lianyi.distribution.shop.payouts import ConfirmOut
from lianyi.distribution.types.prizes import Prize, PrizeState
from lianyi.identity.edges import CurrentChannel, CurrentShopper
from lianyi.kit.http import Language, Read, Write, edge
from lianyi.kit.ids import as_word
from lianyi.kit.limits import rate_limit

router = edge("/api/shop/prizes", tags=["shop: prizes in money"])
PrizeRef = Annotated[UUID, as_word("prz")]


class PrizeOut(BaseModel):
    """`gross_fen` − `tax_fen` = `net_fen`, which arrives. `until`: from when on asking or confirming is too late.

    `reason`: why the last transfer came to nothing.
    """

    id: PrizeRef
    title: str
    state: PrizeState
    state_text: str
    gross_fen: int
    tax_fen: int
    net_fen: int
    reason: str | None
    until: datetime
    due_at: datetime
    ended_at: datetime | None
    can_collect: bool
    can_confirm: bool


class MyPrizes(BaseModel):
    """`named`: the reader's real name is there, which the tax office wants of a prize's winner."""

    named: bool
    items: list[PrizeOut]
    server_time: datetime


@router.get("")
async def prizes(session: Read, shopper: CurrentShopper, language: Language) -> MyPrizes:
    """The reader's prizes in money, the newest first."""
    name = await tax_queries.real_name(session, shopper.person)
    found = await queries.own(session, shopper.person)
    items = [_out(one, language, session.now) for one in found]
    return MyPrizes(named=name is not None, items=items, server_time=session.now)


def _out(one: Prize, language: str, now: datetime) -> PrizeOut:
    english = language == "en"
    waits = one.state is PrizeState.WAITING and one.expires_at > now
    state = PrizeState.LAPSED if one.state is PrizeState.WAITING and not waits else one.state
    reason = None if one.reason is None else rules.reason_words(one.reason)[english]
    return PrizeOut(
        id=one.id, title=one.title, state=state, state_text=rules.STATE_WORDS[state][english], gross_fen=one.gross_fen,
        tax_fen=one.tax_fen, net_fen=one.net_fen, reason=reason, until=actions.lasts_until(one), due_at=one.due_at,
        ended_at=one.ended_at, can_collect=waits,
        can_confirm=one.state is PrizeState.CONFIRMING and one.package_info is not None,
    )  # fmt: skip


@router.post("/{prize_id}/collect", status_code=204, dependencies=[rate_limit("20/minute", name="prize")])
async def collect(
    session: Write, shopper: CurrentShopper, channel: CurrentChannel, prize_id: PrizeRef
) -> None:
    """Ask for a prize: WeChat is asked for the transfer, which the person then confirms."""
    await actions.collect(session, shopper.person, prize_id, channel)


@router.get("/{prize_id}/confirmation")
async def confirmation(session: Read, shopper: CurrentShopper, prize_id: PrizeRef) -> ConfirmOut:
    """What the client hands to WeChat so that the person can confirm."""
    found = await queries.prize_for(session, shopper.person, prize_id)
    return ConfirmOut.model_validate(queries.confirmation(found), from_attributes=True)


@router.post("/{prize_id}/confirmed", status_code=204, dependencies=[rate_limit("20/minute", name="prize")])
async def confirmed(session: Write, shopper: CurrentShopper, prize_id: PrizeRef) -> None:
    """The client says that the person confirmed: WeChat is asked now, and only its answer counts."""
    await queries.prize_for(session, shopper.person, prize_id)
    await actions.retry(session, prize_id)
