"""Arithmetic of margins. Pure."""

BP = 10_000


def floor_fen(price_fen: int, floor_bp: int) -> int:
    """What must be left of a price: the share in 1/100 of a percent, rounded up, in the merchant's favour."""
    return -(-price_fen * floor_bp // BP)
