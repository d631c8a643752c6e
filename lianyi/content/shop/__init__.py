"""Sharing as a shopper sees it, and the pictures that travel."""

from lianyi.content.shop.pictures import pictures
from lianyi.content.shop.sharing import router

__all__ = ["pictures", "router"]
