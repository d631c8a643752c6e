"""The verbs of after-sales."""

from lianyi.trust.actions.aftersales.applying import (
    accept,
    apply,
    confirm,
    decline,
    hand_in,
    revise,
    withdraw,
)
from lianyi.trust.actions.aftersales.deciding import (
    agree,
    decide_return_freight,
    extend,
    give_address,
    note,
    propose,
    receive,
    refund_now,
    refuse,
    reship,
    restock,
)
from lianyi.trust.actions.aftersales.keeping import (
    drop_loose_pictures,
    drop_return_address,
    keep_picture,
    picture_bytes,
    picture_url,
    put_return_address,
)
from lianyi.trust.actions.aftersales.running_out import accept_freight, refund_arrived, remind_near, run_out

__all__ = [
    "accept", "accept_freight", "agree", "apply", "confirm", "decide_return_freight", "decline", "drop_loose_pictures",
    "drop_return_address", "extend", "give_address", "hand_in", "keep_picture", "note", "picture_bytes",
    "picture_url", "propose", "put_return_address", "receive", "refund_arrived", "refund_now", "refuse",
    "remind_near", "reship", "restock", "revise", "run_out", "withdraw",
]  # fmt: skip
