"""Facts of distribution, one module a topic."""

from lianyi.distribution.events import bindings, shopkeepers

__all__ = ["bindings", "shopkeepers"]
