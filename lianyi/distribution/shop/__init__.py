"""HTTP for shopkeepers, one module a topic."""
