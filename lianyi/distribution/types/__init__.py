"""Types of distribution, one module a topic."""
