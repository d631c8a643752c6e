"""Pure decisions of distribution, one module a topic."""
