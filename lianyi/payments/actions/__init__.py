"""The verbs of payments, split by what they are about."""

from lianyi.payments.actions.arrive import ask_wechat, settle
from lianyi.payments.actions.close import close, close_stale
from lianyi.payments.actions.intend import intend, reprice
from lianyi.payments.actions.keys import check_keys, replace_keys, save_keys
from lianyi.payments.actions.prepay import prepay
from lianyi.payments.actions.refund import advance_refund, end_refund, release, request_refund, retry_refund

__all__ = [
    "advance_refund", "ask_wechat", "check_keys", "close", "close_stale", "end_refund", "intend", "prepay", "release",
    "replace_keys", "reprice", "request_refund", "retry_refund", "save_keys", "settle",
]  # fmt: skip
