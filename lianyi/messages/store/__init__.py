"""Writing SQL of messages."""
