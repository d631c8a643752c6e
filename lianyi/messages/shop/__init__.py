"""HTTP for shoppers: sign-in by phone."""

from lianyi.messages.shop.login import phone_login

__all__ = ["phone_login"]
