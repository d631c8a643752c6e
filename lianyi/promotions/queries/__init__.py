"""Reads of promotions: campaigns, what runs for which goods, what a card may say of them, what came of them."""

from lianyi.promotions.queries.campaigns import (
    Standing,
    campaign,
    running,
    running_for_products,
    standing,
)

__all__ = ["Standing", "campaign", "running", "running_for_products", "standing"]
