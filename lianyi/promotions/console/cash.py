"""Prizes in money: how much campaigns may owe people a day, set by two persons."""

from typing import Annotated

from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from lianyi.identity.edges import WAITS, FreshCode, require, waiting
from lianyi.identity.types import Staff
from lianyi.kit.clock import business_day
from lianyi.kit.db import ReadSession
from lianyi.kit.http import Read, Write, edge
from lianyi.promotions import actions, queries

cash_router = edge("/api/console/cash-prizes", tags=["console: cash prizes"])
Reader = Annotated[Staff, require("payouts.read")]
Writer = Annotated[Staff, require("payouts.write")]


class CashLimitOut(BaseModel):
    """Fen that campaigns may owe people a day, 0 for none, and of that what they owe of today."""

    day_fen: int
    today_fen: int


class CashLimitIn(BaseModel):
    day_fen: Annotated[int, Field(ge=0, le=100_000_000)]


async def _limit(session: ReadSession) -> CashLimitOut:
    found = await queries.cash(session, business_day(session.now))
    return CashLimitOut(day_fen=found.limit_fen, today_fen=found.used_fen)


@cash_router.get("/limit")
async def limit(session: Read, _staff: Reader) -> CashLimitOut:
    """The daily limit of prizes in money."""
    return await _limit(session)


@cash_router.put("/limit", response_model=CashLimitOut, responses=WAITS)
async def change_limit(
    given: CashLimitIn, session: Write, staff: Writer, code: FreshCode
) -> CashLimitOut | JSONResponse:
    """Change it, when a second person agrees."""
    waits = await actions.change_cash_limit(session, staff, given.day_fen, code)
    return waiting(waits) if waits else await _limit(session)
