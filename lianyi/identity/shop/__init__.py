"""HTTP for shoppers: the shop itself, sign-in, me, addresses."""

from lianyi.identity.shop.address import addresses
from lianyi.identity.shop.front import front
from lianyi.identity.shop.login import login
from lianyi.identity.shop.me import me, phone

__all__ = ["addresses", "front", "login", "me", "phone"]
