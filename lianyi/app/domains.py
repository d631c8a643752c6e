"""THE list of domains, bottom up. A new domain adds its line here and its place in the import contract.

Plays stand in promotions' registry alone; a play is a domain of its own here.
"""

from lianyi.promotions.registry import PLAYS

DOMAINS = (
    "lianyi.kit",
    "lianyi.identity",
    "lianyi.messages",
    "lianyi.media",
    "lianyi.social",
    "lianyi.catalog",
    "lianyi.ledger",
    "lianyi.payments",
    "lianyi.inventory",
    "lianyi.orders",
    "lianyi.supply",
    "lianyi.margin",
    "lianyi.trust",
    "lianyi.reconciliation",
    "lianyi.members",
    "lianyi.promotions",
    *PLAYS,
    "lianyi.distribution",
    "lianyi.checkout",
    "lianyi.content",
    "lianyi.insight",
    "lianyi.storefront",
)

EDGES = ("shop", "console", "ops", "partner", "callbacks")
