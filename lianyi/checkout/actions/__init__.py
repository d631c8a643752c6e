"""The verbs of checkout: the cart, the quote, and the one sentence that makes an order of them."""

from lianyi.checkout.actions.cart import (
    add_to_cart,
    buy_again,
    quote,
    remove_from_cart,
    select_all,
    set_cart_line,
)
from lianyi.checkout.actions.placing import place_order, place_orders
from lianyi.checkout.actions.redirect import change_address

__all__ = [
    "add_to_cart", "buy_again", "change_address", "place_order", "place_orders", "quote", "remove_from_cart",
    "select_all", "set_cart_line",
]  # fmt: skip
