"""Tables of trust."""

from lianyi.trust.models import complaints

__all__ = ["complaints"]
