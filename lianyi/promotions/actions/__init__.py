"""The verbs of promotions: what a campaign does for an order, and the life of a campaign."""

from lianyi.promotions.actions.claiming import (
    claim,
    count_paid,
    count_refunded,
    give_back,
    price,
    settle,
    spend,
)
from lianyi.promotions.actions.drafting import Preview, change, check, create, drop, preview
from lianyi.promotions.actions.lawful import law_on
from lianyi.promotions.actions.life import (
    end,
    end_over,
    pause,
    publish,
    recheck,
    resume,
    stop,
    stop_by_platform,
)

__all__ = [
    "Preview", "change", "check", "claim", "count_paid", "count_refunded", "create", "drop", "end", "end_over",
    "give_back", "law_on", "pause", "preview", "price", "publish", "recheck", "resume", "settle", "spend", "stop",
    "stop_by_platform",
]  # fmt: skip
