"""Facts of distribution, one module a topic."""
