"""Reads of distribution, one module a topic."""
