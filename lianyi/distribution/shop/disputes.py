"""Appeals of a shopkeeper about whose customer somebody is."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, StringConstraints

from lianyi.distribution.actions import disputes as actions
from lianyi.distribution.queries import disputes as queries
from lianyi.distribution.shop.principal import CurrentShopkeeper
from lianyi.distribution.shop.shapes import Reason
from lianyi.distribution.types import disputes as types
from lianyi.distribution.types.disputes import Dispute, DisputeState
from lianyi.identity.edges import PersonRef
from lianyi.kit.http import Read, Write, edge
from lianyi.kit.ids import as_word
from lianyi.kit.paging import Page, PageQuery, next_cursor

router = edge("/api/shop/distribution/me/disputes", tags=["shop: shopkeepers"])
DisputeRef = Annotated[UUID, as_word(types.PREFIX)]


class DisputeIn(BaseModel):
    """About an order by its number, or about one of those who came by my shares."""

    words: Reason
    order_number: (
        Annotated[str, StringConstraints(strip_whitespace=True, min_length=6, max_length=32)] | None
    ) = None
    customer_id: PersonRef | None = None


class MyDispute(BaseModel):
    """`reply`: the shop's answer. Upheld, the customer is mine from then on."""

    id: DisputeRef
    order_number: str | None
    words: str
    state: DisputeState
    reply: str
    created_at: datetime
    decided_at: datetime | None


def _out(one: Dispute) -> MyDispute:
    return MyDispute.model_validate(one, from_attributes=True)


@router.get("")
async def my_disputes(session: Read, keeper: CurrentShopkeeper, paging: PageQuery) -> Page[MyDispute]:
    """My appeals, the newest first."""
    rows = await queries.page(
        session, state=None, keeper_id=keeper.id, before=paging.after(datetime, UUID), limit=paging.limit + 1
    )
    items = [_out(row) for row in rows[: paging.limit]]
    return Page(items=items, next_cursor=next_cursor(rows, paging.limit, "created_at", "id"))


@router.post("", status_code=201)
async def appeal(session: Write, keeper: CurrentShopkeeper, given: DisputeIn) -> MyDispute:
    """Ask the shop to look again at whose customer somebody is, or at one order."""
    asked = actions.Appeal(given.words, given.order_number, given.customer_id)
    return _out(await actions.appeal(session, keeper, asked))


@router.post("/{dispute_id}/withdraw")
async def withdraw(session: Write, keeper: CurrentShopkeeper, dispute_id: DisputeRef) -> MyDispute:
    """Take an appeal back."""
    return _out(await actions.withdraw(session, keeper, dispute_id))
