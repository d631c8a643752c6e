"""The verbs of promotions: what a campaign does for an order, and the life of a campaign."""

from lianyi.promotions.actions.cash import award, change_cash_limit, prize_lapsed
from lianyi.promotions.actions.claiming import (
    claim,
    count_paid,
    count_refunded,
    give_back,
    settle,
    spend,
)
from lianyi.promotions.actions.drafting import Preview, change, check, create, drop, preview
from lianyi.promotions.actions.granting import give, grant, keep_of_grant
from lianyi.promotions.actions.lawful import law_on
from lianyi.promotions.actions.life import (
    end,
    end_over,
    let_go,
    pause,
    publish,
    recheck,
    resume,
    stop,
    stop_by_platform,
)
from lianyi.promotions.actions.pricing import admit, offers, price
from lianyi.promotions.actions.reminding import due_to_remind, remind

__all__ = [
    "Preview",
    "admit",
    "award",
    "change",
    "change_cash_limit",
    "check",
    "claim",
    "count_paid",
    "count_refunded",
    "create",
    "drop",
    "due_to_remind",
    "end",
    "end_over",
    "give",
    "give_back",
    "grant",
    "keep_of_grant",
    "law_on",
    "let_go",
    "offers",
    "pause",
    "preview",
    "price",
    "prize_lapsed",
    "publish",
    "recheck",
    "remind",
    "resume",
    "settle",
    "spend",
    "stop",
    "stop_by_platform",
]  # fmt: skip
