"""Sharing as a shopper sees it."""

from lianyi.content.shop.sharing import router as sharing_router

__all__ = ["sharing_router"]
