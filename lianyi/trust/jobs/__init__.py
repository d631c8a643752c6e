"""What trust does by the clock."""

from lianyi.trust.jobs import complaints

__all__ = ["complaints"]
