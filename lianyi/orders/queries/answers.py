"""What orders answers when identity asks: a person's own data, and figures of people."""

from collections.abc import Sequence

from lianyi.identity.queries import own_data, person_figures
from lianyi.identity.types import PersonFigures, PersonId
from lianyi.kit import wire
from lianyi.kit.db import ReadSession
from lianyi.kit.ids import encode
from lianyi.orders.queries.figures import totals_of
from lianyi.orders.queries.lists import ListFilter, cards, lines_of
from lianyi.orders.queries.single import receiver

OWN_ORDERS_MAX = 1000


@own_data.answer("orders")
async def own_orders(session: ReadSession, person: PersonId) -> object:
    """The person's orders as they may take them away: goods, money, times, receiver; newest first."""
    found = await cards(session, ListFilter(person_id=person), limit=OWN_ORDERS_MAX, after=None)
    orders = [card.order for card in found[:OWN_ORDERS_MAX]]
    lines = await lines_of(session, [order.id for order in orders])
    return [
        {
            "id": encode("ord", order.id),
            "number": order.number,
            "state": order.state,
            "placed_at": order.placed_at,
            "paid_at": order.paid_at,
            "payable_fen": order.payable_fen,
            "refunded_fen": order.refunded_fen,
            "note": order.buyer_note,
            "receiver": wire.plain(await receiver(session, order.id)),
            "lines": [
                {
                    "title": line.title,
                    "option_text": line.option_text,
                    "price_fen": line.price_fen,
                    "quantity": line.quantity,
                }
                for line in lines[order.id]
            ],
        }
        for order in orders
    ]


@person_figures.answer("orders")
async def figures_of_people(
    session: ReadSession, people: Sequence[PersonId]
) -> dict[PersonId, PersonFigures]:
    """Paid orders and money kept, for the list of people."""
    found = await totals_of(session, list(people))
    return {PersonId(person): PersonFigures(row.orders, row.paid_fen) for person, row in found.items()}
