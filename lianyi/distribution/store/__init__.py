"""Writing SQL of distribution, one module a topic."""
