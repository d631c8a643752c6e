"""The verbs of promotions: what a campaign does for an order, and the life of a campaign."""

from lianyi.promotions.actions.cash import award, change_cash_limit, prize_lapsed
from lianyi.promotions.actions.claiming import (
    claim,
    count_paid,
    count_refunded,
    give_back,
    give_place_back,
    keep_place,
    settle,
    spend,
)
from lianyi.promotions.actions.drafting import Preview, change, check, create, drop, preview
from lianyi.promotions.actions.gate import loss_so_far
from lianyi.promotions.actions.granting import give, give_points, grant, keep_of_grant
from lianyi.promotions.actions.helping import (
    complete_help_run,
    confirm_help,
    end_help_runs,
    forget_marks,
    give_back_help_run,
    open_help_run,
    open_help_run_for,
    refuse_help_run,
    release_help_run,
    take_help_run,
    take_help_run_again,
    use_help_run,
)
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
from lianyi.promotions.actions.pricing import admit, assert_here, offers, price
from lianyi.promotions.actions.reminding import due_to_remind, remind
from lianyi.promotions.rules import assert_usable

__all__ = [
    "Preview",
    "admit",
    "assert_here",
    "assert_usable",
    "award",
    "change",
    "change_cash_limit",
    "check",
    "claim",
    "complete_help_run",
    "confirm_help",
    "count_paid",
    "count_refunded",
    "create",
    "drop",
    "due_to_remind",
    "end",
    "end_help_runs",
    "end_over",
    "forget_marks",
    "give",
    "give_back",
    "give_back_help_run",
    "give_place_back",
    "give_points",
    "grant",
    "keep_of_grant",
    "keep_place",
    "law_on",
    "let_go",
    "loss_so_far",
    "offers",
    "open_help_run",
    "open_help_run_for",
    "pause",
    "preview",
    "price",
    "prize_lapsed",
    "publish",
    "recheck",
    "refuse_help_run",
    "release_help_run",
    "remind",
    "resume",
    "settle",
    "spend",
    "stop",
    "stop_by_platform",
    "take_help_run",
    "take_help_run_again",
    "use_help_run",
]  # fmt: skip
