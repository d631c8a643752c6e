"""Refusals of distribution, one module a topic."""
