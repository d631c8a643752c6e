"""Tables of distribution."""

from lianyi.distribution.models import commissions, payouts, plans, tax

__all__ = ["commissions", "payouts", "plans", "tax"]
