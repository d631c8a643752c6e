"""Tables of trust."""

from lianyi.trust.models import aftersales

__all__ = ["aftersales"]
