"""The verbs of complaints: ask WeChat, answer WeChat, give the money back."""

from lianyi.trust.actions.complaints.acting import act, send_again
from lianyi.trust.actions.complaints.asking import (
    ask_now,
    catch_up,
    forget_person,
    keep_notice,
    keep_watch,
    move_person,
    sync,
    want,
)
from lianyi.trust.actions.complaints.refunding import link_refund, refund_now, reveal_phone

__all__ = [
    "act", "ask_now", "catch_up", "forget_person", "keep_notice", "keep_watch", "link_refund", "move_person", "refund_now",
    "reveal_phone", "send_again", "sync", "want",
]  # fmt: skip
