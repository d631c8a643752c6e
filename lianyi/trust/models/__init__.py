"""Tables of trust."""

from lianyi.trust.models import aftersales, complaints

__all__ = ["aftersales", "complaints"]
