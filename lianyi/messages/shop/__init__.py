"""HTTP for shoppers: sign-in by phone, notices."""

from lianyi.messages.shop.login import phone_login
from lianyi.messages.shop.notices import notices

__all__ = ["notices", "phone_login"]
