"""Writing of distribution, one module a topic."""
