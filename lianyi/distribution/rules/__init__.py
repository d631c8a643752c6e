"""Decisions of distribution, one module a topic."""
