"""Prizes in money: what campaigns owe people, within what two persons agreed may leave the shop on a day.

Who pays stands above: it hears PrizeDue, asks the person to confirm, withholds the tax, and gives back what was never taken.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from lianyi.identity import actions as identity
from lianyi.identity.types import ApprovalId, Change, Channel, Staff, Wish
from lianyi.kit.clock import business_day
from lianyi.kit.db import Session
from lianyi.promotions import queries
from lianyi.promotions.actions.granting import grant, keep_of_grant
from lianyi.promotions.errors import CashLimitReached, CashLimitWrong
from lianyi.promotions.events import PrizeDue
from lianyi.promotions.store import cash as store
from lianyi.promotions.types import Campaign

# WeChat Pay, merchant transfer: by default 100,000 yuan a day from one merchant, up to 1,000,000 when WeChat agreed.
DAY_MAX_FEN = 100_000_000
SUBJECT = "cash_prizes"
identity.name_acts(
    {"cash_prizes.limit_changed": ("修改现金奖金每日额度", "Daily limit of cash prizes changed")}
)


async def change_cash_limit(
    session: Session, staff: Staff, day_fen: int, code: str | None
) -> ApprovalId | None:
    """Set how much prizes in money may come to a day, 0 for none, when a second person agrees.

    Raises CashLimitWrong, and as `identity.ask_or_do`.
    """
    if not 0 <= day_fen <= DAY_MAX_FEN:
        raise CashLimitWrong(field="day_fen")
    before_fen = await queries.cash_limit_fen(session)
    if before_fen == day_fen:
        return None
    wish = Wish(SUBJECT, {"day_fen": day_fen}, {"day_fen": before_fen}, {"day_fen": day_fen})
    return await identity.ask_or_do(session, staff, _changed, wish, code)


@identity.approvable(
    "cash_prizes.limit",
    permission="payouts.write",
    zh="修改现金奖金每日额度",
    en="Change the daily limit of cash prizes",
)
async def _changed(session: Session, by: Staff, given: Mapping[str, Any]) -> None:
    before = {"day_fen": await queries.cash_limit_fen(session)}
    day_fen = int(given["day_fen"])
    await session.later(store.SAVE_LIMIT, day_fen=day_fen)
    change = Change("cash_prizes.limit_changed", SUBJECT, before, {"day_fen": day_fen})
    await identity.note_change(session, by, change)


async def award(
    session: Session, campaign: Campaign, person_id: UUID, fen: int, key: str, channel: Channel
) -> UUID:
    """Owe a person `fen` in money, before tax, out of a campaign's budget; answers the grant, which names the prize.

    `key` names the act, which its play has guarded to happen once. Cost: as `grant`, one guarded statement on the day
    before it, one event. Locks the day, then as `grant`. Raises CashLimitReached, BudgetSpent: nothing has moved then.
    """
    day = business_day(session.now)
    if not await session.run(store.COUNT_DAY, day=day, fen=fen):
        raise CashLimitReached
    grant_id = await grant(session, campaign, person_id, fen, key)
    await session.emit(PrizeDue(grant_id, campaign.id, person_id, fen, channel.value, campaign.title))
    return grant_id


async def prize_lapsed(session: Session, grant_id: UUID) -> None:
    """A prize in money was never taken: its fen are the budget's again. Safe to replay."""
    await keep_of_grant(session, grant_id, 0)
