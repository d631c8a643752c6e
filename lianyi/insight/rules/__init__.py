"""What needs attention first, and what an order's payment becomes. Pure."""
