"""HTTP for shoppers and shopkeepers."""
