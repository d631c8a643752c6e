"""The console's first page."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel

from lianyi.identity.actions import kinds_decided_by
from lianyi.identity.edges import require
from lianyi.identity.types import Staff
from lianyi.insight import queries
from lianyi.insight.types import AttentionKind, DayFigures
from lianyi.kit.http import Read, edge
from lianyi.kit.ids import as_word

router = edge("/api/console", tags=["console: overview"])


class DayOut(BaseModel):
    """`visitors` is null until visits are counted: a figure that is not measured is not shown."""

    paid_fen: int
    paid_orders: int
    placed_orders: int
    refunded_fen: int
    new_people: int
    visitors: None = None


class TrendOut(BaseModel):
    day: date
    paid_fen: int
    paid_orders: int


class WaitOut(BaseModel):
    kind: AttentionKind
    count: int
    link: str


class TopOut(BaseModel):
    id: Annotated[UUID, as_word("prd")]
    title: str
    picture_url: str | None
    quantity: int
    paid_fen: int


class OverviewOut(BaseModel):
    today: DayOut
    yesterday: DayOut
    trend: list[TrendOut]
    attention: list[WaitOut]
    top_products: list[TopOut]


@router.get("/overview")
async def overview(session: Read, staff: Annotated[Staff, require("orders.read")]) -> OverviewOut:
    """Today's money and orders by business day, thirty days, what needs attention first."""
    found = await queries.overview(session, staff, kinds_decided_by(staff.role))
    return OverviewOut(
        today=_day(found.today),
        yesterday=_day(found.yesterday),
        trend=[TrendOut.model_validate(day, from_attributes=True) for day in found.trend],
        attention=[WaitOut.model_validate(wait, from_attributes=True) for wait in found.attention],
        top_products=[
            TopOut(
                id=one.product_id, title=one.title, picture_url=one.picture_url, quantity=one.quantity,
                paid_fen=one.paid_fen,
            )
            for one in found.top_products
        ],
    )  # fmt: skip


def _day(figures: DayFigures) -> DayOut:
    orders = figures.orders
    return DayOut(
        paid_fen=orders.paid_fen,
        paid_orders=orders.paid_orders,
        placed_orders=orders.placed_orders,
        refunded_fen=orders.refunded_fen,
        new_people=figures.new_people,
    )
