"""Locks and writes of identity, one function a statement, split by what they write about."""

from lianyi.identity.store import approvals, people, shops, staff

__all__ = ["approvals", "people", "shops", "staff"]
