"""Points and levels wanted by many hands at once."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest_asyncio

from lianyi.checkout import actions as checkout
from lianyi.checkout.types import Ask
from lianyi.kit.batching import Spoiled
from lianyi.kit.errors import Refusal
from lianyi.members import actions, jobs
from lianyi.orders import actions as orders
from lianyi.orders.types import Portion
from tests.member_world import POINTS, SILVER, open_club
from tests.races.conftest import outcomes

HANDS = 10


@pytest_asyncio.fixture(loop_scope="session")
async def club(db, world):
    return await open_club(db, world)


async def _write(crowd, club, verb, *args, **more):
    async with crowd.write(club.shop.tenant) as session:
        return await verb(session, *args, **more)


def _place(crowd, club, made):
    return _write(
        crowd, club, checkout.place_order, club.shop.shopper, made.id, club.home, note="", confirmed_sku_ids=set(),
        expected_payable_fen=made.sums.payable_fen,
    )  # fmt: skip


async def test_one_persons_points_are_spent_by_one_of_ten_orders(crowd, club):
    await club.program()
    await club.gift(1_000)
    quotes = [await club.quote(1, use_points=True) for _ in range(HANDS)]
    found = await outcomes(*(_place(crowd, club, made) for made in quotes))
    assert found.count("") == 1, found
    assert set(found) <= {"", "points_short", "price_changed"}
    assert await club.points() == 0
    assert (await club.shop.stock(0))[1] == 1


async def test_ten_orders_in_one_batch_share_what_there_is_and_the_rest_are_refused_alone(crowd, club):
    await club.program()
    await club.gift(4_000)
    quotes = [
        await club.quote(0, 1, use_points=True) for _ in range(HANDS)
    ]  # 15 yuan each, so for two and a half
    asks = [Ask(club.shop.shopper, made.id, club.home, made.sums.payable_fen) for made in quotes]
    answers = {}
    while len(answers) < HANDS:
        left = [index for index in range(HANDS) if index not in answers]
        try:
            found = await _write(crowd, club, checkout.place_orders, [asks[index] for index in left])
            answers |= dict(zip(left, found, strict=True))
        except Spoiled as spoiled:
            answers |= {left[place]: refusal for place, refusal in spoiled.refusals.items()}
    refused = [one for one in answers.values() if isinstance(one, Refusal)]
    assert {one.code for one in refused} == {"points_short"}
    assert len(refused) == HANDS - 2
    assert await club.points() == 1_000


async def test_two_desks_take_from_one_hand_no_more_than_it_has(crowd, club):
    await club.program()
    await club.gift(150)
    person = club.shop.shopper.person
    found = await outcomes(
        *(
            _write(crowd, club, actions.adjust_points, club.shop.staff, person, -100, "纠错")
            for _ in range(HANDS)
        )
    )
    assert found == ["", *["points_short"] * (HANDS - 1)]
    assert await club.points() == 50


async def test_a_unit_given_back_by_many_tellings_gives_its_points_once(crowd, club):
    await club.program()
    await club.gift(1_000)
    order_id = await club.buy(2, use_points=True)
    line = (await club.shop.lines(order_id))[0]
    await club.shop.write(
        orders.refund, club.shop.staff, order_id, [Portion(line.id, 1)], freight_fen=None, reason="缺货"
    )
    await asyncio.gather(
        *(_write(crowd, club, actions.give_back, order_id, whole=False) for _ in range(HANDS))
    )
    assert await club.points() == 500
    await club.shop.tell()
    assert await club.points() == 500


async def test_two_desks_save_one_program_and_one_of_them_learns_of_the_other(crowd, club):
    plan = replace(POINTS, version=0)
    found = await outcomes(
        *(
            _write(
                crowd, club, actions.save_program, club.shop.staff, plan, [replace(SILVER, name=f"银卡{n}")],
                accept_unknown_cost=True,
            )
            for n in range(HANDS)
        )
    )  # fmt: skip
    assert found == ["", *["stale_program"] * (HANDS - 1)]


async def test_birthdays_and_expiries_are_swept_once_however_many_sweep(crowd, club):
    await club.program()
    await club.rank(1)
    await club.shop.write(actions.set_birthday, club.shop.shopper, 3, 2, consent=True)
    await asyncio.gather(*(jobs.give_birthdays(crowd, club.shop.tenant) for _ in range(HANDS)))
    assert await club.points() == 88

    await club.shop.world.advance(timedelta(days=400))
    await asyncio.gather(*(jobs.expire_points(crowd, club.shop.tenant) for _ in range(HANDS)))
    assert await club.points() == 0
    assert [kind for kind, _ in await club.kinds()] == ["birthday", "expired"]


async def test_an_order_completed_by_many_tellings_counts_once(crowd, club):
    await club.program()
    order_id = await club.buy(2)
    await club.shop.ship(order_id)
    await club.shop.write(orders.receive, club.shop.shopper, order_id)

    await club.shop.world.advance(timedelta(days=7))
    await club.shop.write(orders.complete_due, 10)
    await asyncio.gather(*(_write(crowd, club, actions.earn, order_id) for _ in range(HANDS)))
    assert await club.points() == 136
