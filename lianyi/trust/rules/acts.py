"""What each side may do in a state: the buttons, and the guard's origins. Pure."""

from collections.abc import Collection, Mapping, Sequence

from lianyi.trust.rules.clocks import ROUNDS_MAX
from lianyi.trust.types.aftersales import Case, State

# act → states it may start from; the guarded statements take them from here
ORIGINS: Mapping[str, tuple[State, ...]] = {
    "withdraw": ("applied", "proposed", "agreed", "refused"),
    "revise": ("refused",),
    "accept": ("proposed",),
    "decline": ("proposed",),
    "hand_in": ("agreed", "returning"),
    "confirm": ("reshipped",),
    "agree": ("applied",),
    "give_address": ("agreed",),
    "propose": ("applied", "received"),
    "refuse": ("applied", "returning", "received"),
    "receive": ("agreed", "returning"),
    "refund": ("applied", "agreed", "returning", "received"),
    "reship": ("received",),
    "extend": ("agreed", "proposed", "refused", "reshipped"),
}


def goods_are_back(case: Case) -> bool:
    """Whether the goods have left the shopper: then an application cannot just be withdrawn."""
    return case.return_tracking_no is not None or case.received_at is not None


def shopper_may(case: Case) -> list[str]:
    """Buttons of the shopper's page."""
    left_out = set()
    if goods_are_back(case):
        left_out.add("withdraw")
    if case.round > ROUNDS_MAX:
        left_out.add("revise")
    if case.return_to_sealed is None:
        left_out.add("hand_in")
    return _offered(case, ("accept", "decline", "hand_in", "confirm", "revise", "withdraw"), left_out)


def merchant_may(case: Case) -> list[str]:
    """Buttons of the console's page."""
    left_out = {"propose"} if case.kind == "exchange" else {"reship"}
    if case.kind == "refund_only":
        left_out.add("refund")
    if case.return_to_sealed is not None:
        left_out.add("give_address")
    if case.extended:
        left_out.add("extend")
    if (case.state == "agreed" and case.return_to_sealed is None) or case.proposed_from == "received":
        left_out.add("extend")
    acts = ("agree", "give_address", "propose", "refuse", "receive", "reship", "refund", "extend")
    offered = _offered(case, acts, left_out)
    if case.return_freight in {"claimed", "accepted"}:
        offered.append("return_freight")
    if goods_await_stock(case):
        offered.append("restock")
    return offered


def _offered(case: Case, acts: Sequence[str], left_out: Collection[str]) -> list[str]:
    return [act for act in acts if case.state in ORIGINS[act] and act not in left_out]


def goods_await_stock(case: Case) -> bool:
    """Goods came back without anybody saying whether they can be sold again (the clock accepted them)."""
    later = {"refunding", "refunded", "received", "reshipped", "exchanged"}
    return goods_are_back(case) and case.restocked is None and case.state in later
