"""What campaigns bring: a table with every figure, two to four side by side, a sheet."""

import asyncio
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends, Query, Response
from pydantic import BaseModel

from lianyi.identity.edges import require
from lianyi.identity.types import Staff
from lianyi.insight import queries
from lianyi.insight.console.spans import span_of
from lianyi.insight.rules import growth as rules
from lianyi.insight.types import Compared, Growth, GrowthPage, GrowthSort
from lianyi.kit.db import ReadSession
from lianyi.kit.files import XLSX, gives
from lianyi.kit.http import Read, edge
from lianyi.kit.ids import as_word
from lianyi.promotions import queries as promotions
from lianyi.promotions.types import CampaignState

growth_router = edge("/api/console/growth", tags=["console: growth"])
Reader = Annotated[Staff, require("campaigns.read")]
CampaignRef = Annotated[UUID, as_word("cmp")]
DAYS_USUAL, DAYS_MAX = 30, 366


class GrowthRowOut(BaseModel):
    """What a campaign brought and cost within the span; null: cannot be told (nothing to divide by, a cost unknown).

    `loss_fen`: what a campaign whose budget bears its loss has lost; null for any other. `shared_orders`: of the paid ones,
    those in which another campaign took part as well. `costs_unknown`: SKUs of its orders whose cost nobody has said.
    `few`: too few paid orders for shares of them to say much.
    """

    id: CampaignRef
    play: str
    title: str
    state: CampaignState
    starts_at: datetime
    ends_at: datetime
    budget_fen: int | None
    shares: int
    people: int
    opens: int
    helpers: int
    orders: int
    paid_orders: int
    shared_orders: int
    buyers: int
    paid_fen: int
    refunded_fen: int
    new_customers: int
    cost_fen: int
    cost_per_new_customer_fen: int | None
    goods_cost_fen: int | None
    contribution_fen: int | None
    loss_fen: int | None
    return_bp: int | None
    costs_unknown: int
    few: bool


class TogetherOut(BaseModel):
    """All campaigns of the table: an order, a person and a fen count once."""

    paid_orders: int
    paid_fen: int
    refunded_fen: int
    new_customers: int


class GrowthOut(BaseModel):
    """`cut`: there are more campaigns than one page names; narrow the span."""

    first: date
    last: date
    rows: list[GrowthRowOut]
    together: TogetherOut
    cut: bool


async def _asked(
    session: Read, first: date | None = None, last: date | None = None,
    play: Annotated[str | None, Query(pattern=r"^[a-z_]{1,40}$")] = None,
    state: Literal["published", "paused", "stopped", "ended"] | None = None, sort: GrowthSort = "starts_at",
    order: Literal["asc", "desc"] = "desc",
) -> tuple[date, date, GrowthPage]:  # fmt: skip
    begin, end = span_of(session, first, last, usual=DAYS_USUAL, days_max=DAYS_MAX)
    found = await queries.growth(
        session, begin, end, play=play, state=state, sort=sort, descending=order == "desc"
    )
    return begin, end, found


Asked = Annotated[tuple[date, date, GrowthPage], Depends(_asked)]


@growth_router.get("")
async def growth(_staff: Reader, asked: Asked) -> GrowthOut:
    """Campaigns whose window touches the span (the last thirty days), and what came of them in it."""
    first, last, found = asked
    return GrowthOut(
        first=first, last=last, rows=[_row(one) for one in found.rows],
        together=TogetherOut.model_validate(found.together, from_attributes=True), cut=found.cut,
    )  # fmt: skip


def _row(one: Growth) -> GrowthRowOut:
    row = one.brought
    return GrowthRowOut(
        id=row.id, play=row.play, title=row.title, state=row.state, starts_at=row.starts_at, ends_at=row.ends_at,
        budget_fen=row.budget_fen, shares=one.shares, people=one.people, opens=one.opens, helpers=one.helpers,
        orders=row.orders, paid_orders=row.paid_orders, shared_orders=row.shared_orders, buyers=row.buyers,
        paid_fen=row.paid_fen, refunded_fen=row.refunded_fen, new_customers=row.new_customers, cost_fen=row.cost_fen,
        cost_per_new_customer_fen=one.cost_per_new_customer_fen, goods_cost_fen=one.goods_cost_fen,
        contribution_fen=one.contribution_fen, loss_fen=one.loss_fen, return_bp=one.return_bp,
        costs_unknown=one.costs_unknown, few=one.few,
    )  # fmt: skip


@growth_router.get("/export.xlsx", response_class=Response, responses=gives(XLSX))
async def export(_staff: Reader, asked: Asked) -> Response:
    """The same table as a sheet, with what every figure means."""
    sheet = await asyncio.to_thread(rules.sheet, asked[2].rows, promotions.play_titles())
    return Response(
        sheet, media_type=XLSX, headers={"Content-Disposition": 'attachment; filename="growth.xlsx"'}
    )


class ComparedDayOut(BaseModel):
    """The campaign's n-th day: people who came by a share, orders paid."""

    nth: int
    day: date
    people: int
    paid_orders: int
    paid_fen: int
    new_customers: int


class ComparedOut(BaseModel):
    row: GrowthRowOut
    days: list[ComparedDayOut]


class CompareOut(BaseModel):
    """Over their whole lives, by the day of each. `orders_twice`: counted for more than one of them."""

    campaigns: list[ComparedOut]
    together: TogetherOut
    orders_twice: int


@growth_router.get("/compare")
async def compare(
    session: Read, _staff: Reader, campaigns: Annotated[list[CampaignRef], Query(alias="id", max_length=8)]
) -> CompareOut:
    """Two to four campaigns side by side."""
    return await _compared(session, campaigns)


async def _compared(session: ReadSession, ids: list[UUID]) -> CompareOut:
    found, together = await queries.compare(session, ids)
    return CompareOut(
        campaigns=[_one(each) for each in found],
        together=TogetherOut.model_validate(together, from_attributes=True),
        orders_twice=sum(each.growth.brought.paid_orders for each in found) - together.paid_orders,
    )


def _one(each: Compared) -> ComparedOut:
    return ComparedOut(
        row=_row(each.growth),
        days=[ComparedDayOut.model_validate(day, from_attributes=True) for day in each.days],
    )
