"""Membership for the merchant's staff, by page."""

from lianyi.members.console.people import router as people_router
from lianyi.members.console.program import router as program_router

__all__ = ["people_router", "program_router"]
