"""Decisions of the frame: what a quote comes to, where and for whom a campaign runs, what may change. Pure."""

from lianyi.promotions.rules.drafts import (
    SKUS_MAX,
    assert_only_better,
    assert_state,
    channel_problems,
    draft_problems,
    lives_by_sharing,
    settings_problems,
)
from lianyi.promotions.rules.places import (
    CHANNEL_WORDS,
    STATE_WORDS,
    assert_audience,
    assert_left,
    assert_on_shelf,
    assert_running,
    check_card,
    limit_reached,
    reason_against,
    rulings,
    within_limits,
)
from lianyi.promotions.rules.punishment import PUNISHED, REASON_CHARS_MAX, punishment
from lianyi.promotions.rules.quoting import NOT_ON_TOP, apply, assert_stack, on_top, stack, together

__all__ = [
    "CHANNEL_WORDS", "NOT_ON_TOP", "PUNISHED", "REASON_CHARS_MAX", "SKUS_MAX", "STATE_WORDS", "apply", "assert_audience",
    "assert_left", "assert_on_shelf", "assert_only_better", "assert_running", "assert_stack", "assert_state",
    "channel_problems", "check_card", "draft_problems", "limit_reached", "lives_by_sharing", "on_top", "punishment",
    "reason_against", "rulings", "settings_problems", "stack", "together", "within_limits",
]  # fmt: skip
