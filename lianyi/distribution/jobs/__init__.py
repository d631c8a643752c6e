"""Sweeps of distribution, one module a topic."""
