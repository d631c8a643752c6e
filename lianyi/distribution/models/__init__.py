"""Tables of distribution."""

from lianyi.distribution.models import commissions, plans

__all__ = ["commissions", "plans"]
