"""The verbs of orders. Each says in its first parameter what it does: Session writes, Database also speaks outside."""

from lianyi.orders.actions.batch import (
    SHIPMENT_EXAMPLES,
    SHIPMENT_HEADER,
    ship_group,
    shipment_groups,
)
from lianyi.orders.actions.changing import PAID_LEAST_FEN, change_address, change_price, note, urge
from lianyi.orders.actions.forming import form, give_difference, refund_forming, refund_unkept
from lianyi.orders.actions.handing import to_ship_file
from lianyi.orders.actions.opening import cancel_for, close_by_staff, close_unpaid, open_orders
from lianyi.orders.actions.paying import mark_paid
from lianyi.orders.actions.receiving import complete_due, receive, receive_due
from lianyi.orders.actions.refunding import (
    approve_refund,
    refund,
    refund_adopted,
    refund_failed,
    refund_succeeded,
    reject_refund,
    request_refund,
    retry_refund,
    withdraw_refund,
)
from lianyi.orders.actions.returning import (
    end_case,
    hold,
    open_case,
    refund_returned,
    tell_exchange_shipped,
)
from lianyi.orders.actions.shipping import edit_parcel, hand_over, retry_upload, ship
from lianyi.orders.actions.telling import (
    end_reminder,
    remind_unpaid,
    tell_guarantee,
    tell_refunded,
    tell_shipped,
)

__all__ = [
    "PAID_LEAST_FEN", "SHIPMENT_EXAMPLES", "SHIPMENT_HEADER",
    "approve_refund", "cancel_for", "change_address", "change_price", "close_by_staff", "close_unpaid",
    "complete_due", "edit_parcel", "end_case", "end_reminder", "form", "give_difference", "hand_over", "hold", "mark_paid",
    "note", "open_case", "open_orders", "receive", "receive_due", "refund", "refund_adopted", "refund_failed",
    "refund_forming", "refund_returned", "refund_succeeded", "refund_unkept", "reject_refund", "remind_unpaid",
    "request_refund", "retry_refund", "retry_upload", "ship", "ship_group", "shipment_groups",
    "tell_exchange_shipped", "tell_guarantee", "tell_refunded", "tell_shipped", "to_ship_file", "urge", "withdraw_refund",
]  # fmt: skip
