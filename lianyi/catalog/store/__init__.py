"""Locks and writing SQL of catalog, one module a noun."""
