"""What a shopper may do with an order now, and what the tabs of the list mean."""

from collections.abc import Mapping
from datetime import datetime

from lianyi.orders.rules.deadlines import URGE_EVERY
from lianyi.orders.types import Action, Order

# the tab "completed" shows what was received too: for the shopper both are over
LISTED: Mapping[str, tuple[str, ...]] = {"all": (), "completed": ("received", "completed")}


def actions_of(order: Order, now: datetime) -> list[Action]:
    """The buttons under an order, most wanted first."""
    if order.state == "awaiting_payment":
        return ["pay", "cancel"]
    if order.state == "to_ship":
        may_urge = order.urged_at is None or order.urged_at + URGE_EVERY <= now
        wanted: list[tuple[Action, bool]] = [
            ("urge", may_urge),
            ("refund", order.refund_request_id is None and _gives(order)),
            ("buy_again", True),
        ]
        return [action for action, offered in wanted if offered]
    if order.state == "shipped":
        return ["receive", *_aftersales(order), "buy_again"]
    return [*_aftersales(order), "buy_again"]


def _aftersales(order: Order) -> list[Action]:
    """Offered while anything of it can be given back; the case itself knows windows and reasons."""
    offered = order.state in {"shipped", "received", "completed"} and _gives(order)
    return ["aftersales"] if offered else []


def _gives(order: Order) -> bool:
    """Whether anything can still be given back. Of a free order that is goods, points and coupons, never money."""
    return order.free or order.granted_fen < order.payable_fen
