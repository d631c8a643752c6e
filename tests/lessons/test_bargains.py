"""Bargains as others got their bounds wrong."""

import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from lianyi.identity import actions as identity
from lianyi.promotions.errors import HelpRunOver
from lianyi.promotions.plays.bargain import rules
from lianyi.promotions.plays.bargain.types import BargainSettings
from tests.bargain_world import bargain_out, begin, cut
from tests.checkout.conftest import HANGZHOU
from tests.help_world import somebody
from tests.order_world import open_shop
from tests.races.test_coupons import tried


@pytest_asyncio.fixture(loop_scope="session")
async def tea(db, world):
    """A shop with a hundred pieces of one SKU at 68 yuan."""
    shop = await open_shop(db, world)
    await shop.stock_up(6800, 100)
    shop.home = await shop.write(identity.add_address, shop.shopper, HANGZHOU)
    return shop


@given(
    st.integers(1, 100), st.integers(1, 1_000_000), st.integers(0, 1_000_000), st.integers(1, 5), st.data()
)  # fmt: skip
def test_defect_09_no_order_of_helpers_takes_a_price_out_of_its_bounds(people, floor, more, weight, data):
    """The floor was taken for the least cut: one help could jump to it, or the cuts never came to it."""
    start = floor + people + more
    cuts = rules.cuts_of(BargainSettings(people=people, new_customer_cuts=weight), start, floor)
    least, most = more // people + 1, -(-more // people) + 1
    price, taken, helpers = start, 0, 0
    while taken < people:
        steps = min(weight if data.draw(st.booleans()) else 1, people - taken)
        part = cuts[taken : taken + steps]
        assert all(least <= one <= most for one in part)
        price, taken, helpers = price - sum(part), taken + steps, helpers + 1
        assert floor <= price < start
    assert (price, helpers <= people) == (floor, True)


async def test_defect_09_ten_helpers_at_once_come_to_the_floor_exactly(tea):
    running = await bargain_out(tea, people=7, floor_fen=1, new_customer_cuts=3)
    run_id = await begin(tea, running, await somebody(tea))
    hands = [
        cut(tea, run_id, await somebody(tea, account=None if number % 2 else "")) for number in range(10)
    ]
    done, _ = await tried(hands, HelpRunOver)
    prices = sorted((price for _, price in done), reverse=True)
    assert (prices[-1], sum(fen for fen, _ in done)) == (1, 6799)
    assert prices == sorted(set(prices), reverse=True)
