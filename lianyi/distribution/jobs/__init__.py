"""Sweeps and jobs of distribution, one module a topic."""
