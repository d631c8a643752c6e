"""Who is to act, until when, and what happens by itself when the time is over. Pure; each constant with its source."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from lianyi.trust.types.aftersales import Case, State, Turn

# 48 hours is what the big platforms give a seller; silence is a yes.
MERCHANT_DECIDES = timedelta(hours=48)
# Seven days to send goods back, to answer a proposal, to revise a refused application: the platforms' custom.
SHOPPER_ANSWERS = timedelta(days=7)
# Ten days from the hand-in of the tracking number to confirm what came.
MERCHANT_CONFIRMS = timedelta(days=10)
# 消费者权益保护法 article 25: refunded within seven days of receiving the goods.
REFUND_AFTER_RECEIPT = timedelta(days=7)
# 侵害消费者权益行为处罚办法 articles 8 and 9: no return address for 15 days, or no refund 15 days after the goods came
# back, is punishable. An agreement without an address has what is left of the 15 days after the 48 hours.
LEGAL_DELAY = timedelta(days=15)
ADDRESS_WITHIN = LEGAL_DELAY - MERCHANT_DECIDES
SHOPPER_CONFIRMS = timedelta(days=10)
# A declared return freight that nobody declined by then is owed, as any silence of the merchant is a yes.
FREIGHT_DECIDES = timedelta(hours=48)
EXTENSION = timedelta(days=7)
NEAR = timedelta(hours=24)
DUE_SOON = timedelta(hours=12)
LAW_ALARM = timedelta(days=5)
ROUNDS_MAX = 3  # times that an application may be revised
PROPOSALS_MAX = 3  # amounts that a merchant may propose in a case: more would be a way to wait
RETURN_FREIGHT_FEN_MAX = 5000
PICTURES_MAX = 9
NO_CLOCK = frozenset[State]({"refunding", "refunded", "exchanged", "withdrawn", "closed"})


@dataclass(frozen=True, slots=True)
class Clock:
    """Whose turn it is, for how long, and the outcome when nobody acts (`outcome` as WORDS has it)."""

    turn: Turn
    within: timedelta | None
    outcome: str | None


_NOBODY = Clock("nobody", None, None)
_CLOCKS: Mapping[str, Clock] = {
    "applied": Clock("merchant", MERCHANT_DECIDES, "agree"),
    "proposed": Clock("shopper", SHOPPER_ANSWERS, "close"),
    "proposed_after_return": Clock("shopper", SHOPPER_ANSWERS, "refund"),
    "agreed": Clock("shopper", SHOPPER_ANSWERS, "close"),
    "agreed_without_address": Clock("merchant", ADDRESS_WITHIN, "refund"),
    "returning": Clock("merchant", MERCHANT_CONFIRMS, "refund"),
    "returning_exchange": Clock("merchant", MERCHANT_CONFIRMS, "receive"),
    "received": Clock("merchant", REFUND_AFTER_RECEIPT, "refund"),
    "reshipped": Clock("shopper", SHOPPER_CONFIRMS, "exchanged"),
    "refunding": Clock("wechat", None, None),
    "refused": Clock("shopper", SHOPPER_ANSWERS, "close"),
}
OUTCOME_WORDS: Mapping[str, tuple[str, str]] = {
    "agree": ("到时自动同意", "agreed by itself then"),
    "close": ("到时自动关闭", "closed by itself then"),
    "refund": ("到时自动退款", "refunded by itself then"),
    "receive": ("到时视为商家已收货", "taken as received by the seller then"),
    "exchanged": ("到时自动完成换货", "the exchange is completed by itself then"),
}


def clock(state: State, kind: str, *, has_address: bool, after_return: bool) -> Clock:
    """The clock of a state. `has_address`: the shopper knows where to send; `after_return`: the goods are back."""
    if state == "agreed" and not has_address:
        return _CLOCKS["agreed_without_address"]
    if state == "proposed" and after_return:
        return _CLOCKS["proposed_after_return"]
    if state == "returning" and kind == "exchange":
        return _CLOCKS["returning_exchange"]
    return _CLOCKS.get(state, _NOBODY)


def clock_of(case: Case) -> Clock:
    """The clock that runs for a case now."""
    return clock(
        case.state, case.kind, has_address=case.return_to_sealed is not None,
        after_return=case.proposed_from == "received",
    )  # fmt: skip


def deadline(
    state: State, kind: str, now: datetime, *, has_address: bool = True, received_at: datetime | None = None
) -> datetime | None:
    """Until when the next one has to act after a move to `state`.

    Once the goods are back (`received_at`), no proposal and no answer puts the money off beyond what the law allows.
    """
    within = clock(state, kind, has_address=has_address, after_return=False).within
    if within is None:
        return None
    if received_at is not None and state in {"received", "proposed"}:
        return min(now + within, received_at + LEGAL_DELAY)
    return now + within
