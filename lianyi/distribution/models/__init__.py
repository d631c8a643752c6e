"""Tables of distribution, one module a topic."""

from lianyi.distribution.models import bindings, shopkeepers

__all__ = ["bindings", "shopkeepers"]
