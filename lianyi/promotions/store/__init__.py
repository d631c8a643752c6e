"""Writing SQL of promotions."""
