"""The verbs of payments, split by what they are about."""

from lianyi.payments.actions.adopt import adopt_refund
from lianyi.payments.actions.arrive import ask_wechat, settle, settle_all
from lianyi.payments.actions.claim import claim, claim_standing
from lianyi.payments.actions.close import close, close_stale
from lianyi.payments.actions.freeze import watch_freeze
from lianyi.payments.actions.intend import intend, reprice
from lianyi.payments.actions.keys import check_keys, replace_keys, save_keys
from lianyi.payments.actions.prepay import prepay
from lianyi.payments.actions.receivers import (
    NewReceiver,
    add_receiver,
    forget_receiver,
    name_receiver,
    raise_standing,
    register_person,
    remove_receiver,
    set_standing,
    tell_receiver,
)
from lianyi.payments.actions.refund import advance_refund, end_refund, request_refund, retry_refund
from lianyi.payments.actions.release import (
    advance_release,
    give_up_shares,
    release,
    retry_release,
)
from lianyi.payments.actions.returns import advance_return

__all__ = [
    "NewReceiver", "add_receiver", "adopt_refund", "advance_refund", "advance_release", "advance_return",
    "ask_wechat", "check_keys", "claim", "claim_standing", "close", "close_stale", "end_refund",
    "forget_receiver", "give_up_shares", "intend", "name_receiver", "prepay", "raise_standing", "register_person", "release",
    "remove_receiver",
    "replace_keys", "reprice", "request_refund",
    "retry_refund", "retry_release", "save_keys", "set_standing", "settle", "settle_all", "tell_receiver", "watch_freeze",
]  # fmt: skip
