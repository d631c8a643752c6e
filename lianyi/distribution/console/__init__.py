"""HTTP for staff, one module a topic."""
