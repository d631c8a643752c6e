"""Profit sharing in the fund-flow bill: shares and their returns are matched by WeChat's number of the split."""

import pytest_asyncio

from tests.guarantee_world import open_guaranteed
from tests.reconciliation.conftest import Books


class Guaranteed(Books):
    """The guarantee's shop with the acts of reconciliation; what it does not know, the shop under it does."""

    def __getattr__(self, name):
        return getattr(self.shop, name, None) or getattr(self.shop.shop, name)


@pytest_asyncio.fixture(loop_scope="session")
async def books(db, world, app):
    return Guaranteed(await open_guaranteed(db, world))


async def test_shares_of_several_claims_and_the_rest_match_and_the_balance_holds(books):
    await books.fees(60)
    _, supplier = await books.partner()
    _, promoter = await books.person()
    await books.pay()
    await books.claim(supplier, 1000, "a")
    await books.claim(supplier, 700, "b")
    await books.claim(promoter, 500, "c")
    day = books.today
    await books.released()
    await books.reconcile()
    assert await books.differences() == []
    lines = {(line.type.value, line.amount_fen): line.state.value for line in await books.lines(day, "funds")}
    assert lines == {
        ("payment", 10_000): "matched", ("fee", -60): "matched", ("share", -1700): "matched", ("share", -500): "matched",
    }  # fmt: skip
    said = await books.world.ask("GET", f"/merchants/{books.merchant['mchid']}/balance")
    assert await books.in_books() == said["available_fen"] + said["unsettled_fen"] == 10_000 - 60 - 2200


async def test_a_share_that_comes_back_for_a_refund_matches_too(books):
    _, supplier = await books.partner()
    await books.pay()
    await books.claim(supplier, 2000, "a")
    await books.released()
    await books.reconcile()
    day = books.today
    await books.refund(5000)
    await books.minutes(1, rounds=6)
    await books.reconcile()
    assert await books.differences() == []
    assert {line.type.value: line.amount_fen for line in await books.lines(day, "funds")} == {
        "unshare": 1000,
        "refund": -5000,
    }
