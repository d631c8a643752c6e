"""Arithmetic of margins. Pure."""

from collections.abc import Sequence

from lianyi.margin.types import Room

BP = 10_000


def floor_fen(price_fen: int, floor_bp: int) -> int:
    """What must be left of a price: the share in 1/100 of a percent, rounded up, in the merchant's favour."""
    return -(-price_fen * floor_bp // BP)


def loss_fen(rooms: Sequence[Room]) -> int:
    """The most that a source which bears its loss can lose: what each piece falls short of the floor, times its pieces."""
    return sum(room.loss_fen for room in rooms)


def worst_loss(rooms: Sequence[Room]) -> Room:
    """The SKU that takes most of a loss; equal ones by SKU."""
    return max(rooms, key=lambda room: (room.loss_fen, -room.sku_id.int))


def thinnest(rooms: Sequence[Room]) -> Room:
    """The SKU with the least left below its floor; equal ones by SKU."""
    return min(rooms, key=lambda room: (room.left_fen - room.floor_fen, room.sku_id.int))
