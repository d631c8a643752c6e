"""Prizes in money as a page may see them. Money in fen."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class PrizeState(StrEnum):
    """waiting: for its person to ask for it (again); the next three are WeChat's; paid and lapsed are ends."""

    WAITING = "waiting"
    SENDING = "sending"
    CONFIRMING = "confirming"
    PAYING = "paying"
    PAID = "paid"
    LAPSED = "lapsed"


AT_WECHAT = frozenset({PrizeState.SENDING, PrizeState.CONFIRMING, PrizeState.PAYING})


@dataclass(frozen=True, slots=True)
class Prize:
    """What a campaign owes somebody: `gross_fen` = `net_fen` + `tax_fen`. Named like the grant that pays it.

    `transfer_id` is the number at WeChat of the transfer that was asked for last; a transfer that came to nothing is over
    for good, and asking again makes another one. `title`: the campaign's name, as WeChat is told.
    """

    id: UUID
    campaign_id: UUID
    person_id: UUID
    title: str
    state: PrizeState
    gross_fen: int
    tax_fen: int
    net_fen: int
    transfer_id: UUID | None
    month: date | None
    appid: str | None
    openid: str | None
    mchid: str | None
    wechat_state: str | None
    bill_no: str | None
    package_info: str | None
    confirm_until: datetime | None
    error: str | None
    reason: str | None
    tries: int
    next_try_at: datetime | None
    due_at: datetime
    expires_at: datetime
    sent_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class PrizeSum:
    """How many prizes stand in a state, and what they come to before and after tax."""

    state: PrizeState
    count: int
    gross_fen: int
    net_fen: int
