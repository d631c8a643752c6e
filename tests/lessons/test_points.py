"""Lessons about points: they are nobody's money, and there is no way from the one to the other."""

import pytest

from lianyi.ledger import actions as ledger
from lianyi.ledger import queries
from lianyi.ledger.types import CURRENCIES, POINTS_CURRENCY, AccountRef, Purpose, Subject, Transfer
from lianyi.members.rules.accounts import of_person
from tests.member_world import open_club


async def test_lesson_11_points_have_accounts_of_their_own_and_no_way_to_cash(db, world):
    """maccms10#435: commission and points lay in one account and were cashed twice.

    Here each has its own account, the ledger refuses every transfer between them, and what is earned in money stays to
    the fen whatever is done with points.
    """
    club = await open_club(db, world)
    await club.program()
    await club.complete(await club.buy(2))
    points = of_person(club.shop.shopper.person)
    money = [AccountRef(purpose) for purpose in Purpose if purpose not in CURRENCIES]
    assert points.id_in(club.shop.tenant) not in {one.id_in(club.shop.tenant) for one in money}
    before = await club.shop.balances()
    for other in money:
        with pytest.raises(ValueError, match="crosses currencies"):
            await club.shop.write(
                ledger.transfer,
                Transfer("cash", "withdrawal", points, other, 100, Subject("person", points.owner_id)),
            )
    order_id = await club.buy(1, use_points=True)
    async with db.read(club.shop.tenant) as session:
        money_moved = await queries.trail(session, "order", order_id)
        points_moved = await queries.trail(session, "order", order_id, POINTS_CURRENCY)
    assert {one.kind for one in money_moved} == {"payment"}
    assert {one.kind for one in points_moved} == {"points_spent"}, "the order moved both, each among its own"
    assert before["earned"] == (await club.shop.balances())["earned"]
