"""The console's first page, and what an order's payment becomes."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel

from lianyi.identity.actions import kinds_decided_by
from lianyi.identity.edges import require
from lianyi.identity.types import Staff
from lianyi.insight import queries
from lianyi.insight.types import AttentionKind, Block, DayFigures, Milestone, Part, Place
from lianyi.kit.http import Read, edge
from lianyi.kit.ids import as_word

router = edge("/api/console", tags=["console: overview"])
OrderRef = Annotated[UUID, as_word("ord")]


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


class ProceedsOut(BaseModel):
    """`paid_fen` less what is given back, the fee and the parts is `keeps_fen`.

    `fee_fen` is null until WeChat's bill has come at `fee_due_at`; then `keeps_fen` is before the fee. `arrives_at` is when
    it arrived or the latest day it will; null when that is for WeChat or for a person to say (`place`, `blocks`, `error`).
    """

    place: Place
    paid_fen: int
    refunded_fen: int
    refunding_fen: int
    fee_fen: int | None
    fee_due_at: datetime | None
    parts: list[Part]
    keeps_fen: int
    arrives_at: datetime | None
    milestones: list[Milestone]
    blocks: list[Block]
    error: str | None


@router.get("/orders/{order_id}/proceeds", dependencies=[require("ledger.read")])
async def proceeds(session: Read, order_id: OrderRef) -> ProceedsOut:
    """Why an order pays the shop what it pays: given back, fee, partners' parts, what is kept, when, and why not yet."""
    return ProceedsOut.model_validate(await queries.proceeds(session, order_id), from_attributes=True)
