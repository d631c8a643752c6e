"""The floor of a price."""

from hypothesis import given
from hypothesis import strategies as st

from lianyi.kit.ids import new_id
from lianyi.margin import rules
from lianyi.margin.types import Room


@given(st.integers(0, 10**12), st.integers(0, 9000))
def test_the_floor_is_never_rounded_against_the_merchant(price_fen, floor_bp):
    floor = rules.floor_fen(price_fen, floor_bp)
    assert price_fen * floor_bp <= floor * 10_000 < price_fen * floor_bp + 10_000


def test_what_is_left_reaches_the_floor_or_not():
    room = Room(new_id(), price_fen=6800, cost_fen=5000, claim_fen=1700, floor_fen=100)
    assert (room.left_fen, room.ok) == (100, True)
    assert not Room(room.sku_id, 6800, 5000, 1701, 100).ok
    assert not Room(room.sku_id, 6800, None, 6801, 0).ok  # no more is given than it costs, whatever that is
    assert Room(room.sku_id, 6800, None, 6800, 0).ok
