"""The verbs of promotions: what a campaign does for an order, and the life of a campaign."""

from lianyi.promotions.actions.campaigns import create, publish
from lianyi.promotions.actions.claiming import (
    claim,
    count_paid,
    count_refunded,
    give_back,
    price,
    spend,
)

__all__ = ["claim", "count_paid", "count_refunded", "create", "give_back", "price", "publish", "spend"]
