"""Tables of distribution."""

from lianyi.distribution.models import payouts, tax

__all__ = ["payouts", "tax"]
