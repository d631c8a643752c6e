"""What trust does about facts from below."""

from lianyi.trust.reactions import complaints

__all__ = ["complaints"]
