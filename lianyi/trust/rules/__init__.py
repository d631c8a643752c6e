"""Pure decisions of trust, one module a kind of case."""
