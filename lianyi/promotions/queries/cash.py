"""Reads of prizes in money: how much campaigns may owe a day, and how much of today they do."""

from dataclasses import dataclass
from datetime import date

from lianyi.kit.clock import business_day
from lianyi.kit.db import ReadSession, Statement
from lianyi.payments import queries as payments
from lianyi.promotions.errors import CashNotReady


@dataclass(frozen=True, slots=True)
class CashToday:
    """Fen that campaigns may owe people a day, and of that what they do today."""

    limit_fen: int
    used_fen: int


CASH = Statement(
    """
    select coalesce((select day_fen from promotions_cash_limit where tenant_id = %(tenant)s), 0)::bigint as limit_fen,
      coalesce((select fen from promotions_cash_day where tenant_id = %(tenant)s and day = %(day)s), 0)::bigint as used_fen
    """,
    CashToday,
)


async def cash(session: ReadSession, day: date) -> CashToday:
    """One statement."""
    return await session.one(CASH, day=day)


async def cash_limit_fen(session: ReadSession) -> int:
    """How much prizes in money may come to a day; 0 until two persons have set it. One statement."""
    return (await cash(session, business_day(session.now))).limit_fen


async def assert_pays_cash(session: ReadSession, fen: int) -> None:
    """Whether a campaign may promise so much money a time: the shop can transfer, two persons set a limit.

    Two statements. Raises CashNotReady.
    """
    if not await payments.is_configured(session) or await cash_limit_fen(session) < fen:
        raise CashNotReady
