"""THE list of domains, bottom up. A new domain adds its line here and its place in the import contract."""

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
    "lianyi.promotions",
    "lianyi.promotions.plays.group_buy",
    "lianyi.checkout",
    "lianyi.content",
    "lianyi.insight",
    "lianyi.storefront",
)

EDGES = ("shop", "console", "ops", "partner", "callbacks")
