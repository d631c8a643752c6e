"""What distribution does about facts from below, one module a topic."""
