"""The verbs of trust, one package or module a kind of case."""
