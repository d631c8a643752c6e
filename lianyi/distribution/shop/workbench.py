"""The workbench: numbers, health and the next helpful task, who has not paid yet, customers, orders."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel

from lianyi.distribution.actions import disputes as actions
from lianyi.distribution.queries import workbench as queries
from lianyi.distribution.rules import words as sentences
from lianyi.distribution.shop.principal import CurrentShopkeeper, KeeperRef
from lianyi.distribution.types.bindings import Result
from lianyi.distribution.types.workbench import OrderLine
from lianyi.identity.edges import CurrentShopper, MaybeVisitor, PersonRef
from lianyi.kit.http import Language, Read, Write, edge
from lianyi.kit.ids import as_word
from lianyi.kit.limits import rate_limit
from lianyi.kit.paging import Page, PageQuery, next_cursor
from lianyi.orders.types import OrderState

router = edge("/api/shop/distribution", tags=["shop: shopkeepers"])
OrderRef = Annotated[UUID, as_word("ord")]


class SpanOut(BaseModel):
    """Of the last `days` business days. `earned_fen`: promised less taken back, whatever may be paid out of it."""

    days: int
    visits: int
    visitors: int
    orders: int
    customers: int
    earned_fen: int


class HealthOut(BaseModel):
    """Of 30 days; rates in 1/100 of a percent, null without orders."""

    share_days: int
    shares: int
    visits: int
    orders: int
    paid_orders: int
    refund_rate_bp: int | None
    complaint_rate_bp: int | None
    picks: int


class TaskOut(BaseModel):
    """What would help next; `page` is a page of the shop with its query, without a leading slash."""

    code: str
    words: str
    page: str


class BroughtOrder(BaseModel):
    """An order of a customer of mine. `customer` is masked without a consent. `commission_state`: `none` without any."""

    id: OrderRef
    number: str
    state: OrderState
    customer: str
    title: str
    item_count: int
    payable_fen: int
    refunded_fen: int
    placed_at: datetime
    paid_at: datetime | None
    pay_deadline_at: datetime
    commission_fen: int
    commission_reversed_fen: int
    commission_state: str


class WorkbenchOut(BaseModel):
    spans: list[SpanOut]
    health: HealthOut
    task: TaskOut
    unpaid: list[BroughtOrder]


@router.get("/me/workbench")
async def read_workbench(session: Read, keeper: CurrentShopkeeper, language: Language) -> WorkbenchOut:
    """My numbers of today, 7 and 30 days, how my shop is doing, the next helpful task, and who has not paid yet."""
    found = await queries.workbench(session, keeper)
    task = found.task
    return WorkbenchOut(
        spans=[SpanOut.model_validate(one, from_attributes=True) for one in found.spans],
        health=HealthOut.model_validate(found.health, from_attributes=True),
        task=TaskOut(code=task.code, words=task.en if language == "en" else task.zh, page=task.page),
        unpaid=[order_out(one) for one in found.unpaid],
    )


def order_out(one: OrderLine) -> BroughtOrder:
    """An order as the shopkeeper who brought it sees it."""
    order = one.standing
    return BroughtOrder(
        id=order.id, number=order.number, state=order.state, customer=one.customer, title=order.title,
        item_count=order.item_count, payable_fen=order.payable_fen, refunded_fen=order.refunded_fen,
        placed_at=order.placed_at, paid_at=order.paid_at, pay_deadline_at=order.pay_deadline_at,
        commission_fen=one.commission_fen, commission_reversed_fen=one.reversed_fen, commission_state=one.state,
    )  # fmt: skip


class CustomerOut(BaseModel):
    """`name` is masked unless `is_named`: the customer agreed. `orders`, `paid_fen`: of orders that I brought."""

    id: PersonRef
    name: str
    is_named: bool
    avatar_url: str | None
    since: datetime
    protected_until: datetime | None
    valid_until: datetime | None
    orders: int
    paid_fen: int


@router.get("/me/customers")
async def my_customers(session: Read, keeper: CurrentShopkeeper, paging: PageQuery) -> Page[CustomerOut]:
    """My customers, the latest first."""
    rows = await queries.customers_of(
        session, keeper.id, paging.after(datetime, UUID), paging.limit + 1
    )  # fmt: skip
    items = [
        CustomerOut(
            id=row.person_id, name=row.name, is_named=row.is_named, avatar_url=row.avatar_url, since=row.since,
            protected_until=row.protected_until, valid_until=row.valid_until, orders=row.orders,
            paid_fen=row.paid_fen,
        )
        for row in rows[: paging.limit]
    ]  # fmt: skip
    return Page(items=items, next_cursor=next_cursor(rows, paging.limit, "since", "person_id"))


@router.get("/me/orders")
async def my_orders(session: Read, keeper: CurrentShopkeeper, paging: PageQuery) -> Page[BroughtOrder]:
    """Orders that my customers placed, the newest first."""
    rows = await queries.orders_of(session, keeper.id, paging.after(datetime, UUID), paging.limit + 1)
    items = [order_out(row) for row in rows]
    return Page(items=items[: paging.limit], next_cursor=next_cursor(items, paging.limit, "placed_at", "id"))


class BindIn(BaseModel):
    shopkeeper_id: KeeperRef


class BoundOut(BaseModel):
    """`words`: what came of it, in a sentence."""

    bound: bool
    words: str


@router.post("/bindings", dependencies=[rate_limit("20/hour", name="bindings")])
async def bind(
    session: Write, shopper: CurrentShopper, visitor: MaybeVisitor, given: BindIn, language: Language
) -> BoundOut:
    """I accept a shopkeeper's invitation to be their customer; the shop's rule holds all the same."""
    line = await actions.accept_invitation(session, shopper, given.shopkeeper_id, visitor)
    zh, en = sentences.sentence(line.touch, line.decision.result, line.decision.why)
    return BoundOut(bound=line.decision.result is not Result.REFUSED, words=en if language == "en" else zh)
