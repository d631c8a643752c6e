"""Facts of distribution, one module a topic."""

from lianyi.distribution.events import bindings, shopkeepers
from lianyi.distribution.events.commissions import CommissionAccrued, CommissionReleased, CommissionReversed
from lianyi.distribution.events.payouts import PayoutConfirmable, PayoutPaid, PayoutReturned
from lianyi.distribution.events.plans import CommissionPlanSaved

__all__ = [
    "CommissionAccrued",
    "CommissionPlanSaved",
    "CommissionReleased",
    "CommissionReversed",
    "PayoutConfirmable",
    "PayoutPaid",
    "PayoutReturned",
    "bindings",
    "shopkeepers",
]
