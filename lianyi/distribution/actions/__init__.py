"""Verbs of distribution, one module a topic."""
