"""Writing SQL of trust, one module a kind of case."""
