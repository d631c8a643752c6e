"""Locks and writes of identity, one function a statement, split by what they write about."""

from lianyi.identity.store import people, shops, staff

__all__ = ["people", "shops", "staff"]
