"""The verbs of distribution, one module a topic."""
