"""What went wrong where commission was paid out (lessons 8 to 11), and does not here."""

import asyncio

import pytest
import pytest_asyncio

from lianyi.distribution.actions import payouts as actions
from lianyi.distribution.errors.payouts import NotEnoughAvailable, PayoutOpen
from lianyi.distribution.queries import payouts as reads
from lianyi.distribution.types.payouts import Item
from lianyi.ledger import actions as ledger
from lianyi.ledger.types import AccountRef, Purpose, Subject, Transfer
from tests.payout_world import open_payouts
from tests.selling_world import open_selling


@pytest_asyncio.fixture(loop_scope="session")
async def paying(db, world):
    return await open_payouts(await open_selling(db, world))


async def test_lesson_08_eight_parallel_withdrawals_of_a_wallet_take_it_once(paying):
    await paying.grant(10_000)
    found = await asyncio.gather(*(paying.ask(10_000) for _ in range(8)), return_exceptions=True)
    refused = [one for one in found if isinstance(one, NotEnoughAvailable | PayoutOpen)]
    assert (len(refused), len(found) - len(refused)) == (7, 1)
    assert await paying.available() == 0
    await paying.explained()


async def test_lesson_09_what_is_on_its_way_can_be_spent_on_nothing_else(paying):
    await paying.grant(10_000)
    payout_id = await paying.ask(10_000)
    found = await paying.payout(payout_id)
    assert (found.gross_fen, found.state.value) == (10_000, "review")
    assert await paying.read(reads.held_fen, [paying.payee.shopkeeper_id]) == 10_000
    with pytest.raises(PayoutOpen):
        await paying.ask(100)
    await paying.write(actions.cancel, payout_id, actions.SHOPKEEPER)
    assert await paying.read(reads.held_fen, [paying.payee.shopkeeper_id]) == 0
    assert await paying.available() == 10_000


async def test_lesson_10_a_pay_out_closes_exactly_the_records_it_pays(paying):
    lines = [await paying.grant(100) for _ in range(80)]
    payout_id = await paying.paid(6_400)
    items = await paying.read(reads.items, payout_id)
    assert sorted(items, key=lambda one: one.commission_id) == [
        Item(line, 100) for line in sorted(lines[:64])
    ]
    left = await paying.read(reads.payables, [paying.payee.shopkeeper_id])
    assert [one.commission_id for one in left] == lines[64:]
    assert await paying.available() == 1_600
    await paying.explained()


async def test_lesson_11_points_are_no_commission_whoever_holds_them(paying):
    keeper = paying.payee.shopkeeper_id

    async def give_points(session):
        source = AccountRef(Purpose.COMMISSION_PROMISED, currency="POINTS")
        target = AccountRef(Purpose.COMMISSION_AVAILABLE, "shopkeeper", keeper, "POINTS")
        subject = Subject("shopkeeper", keeper)
        await ledger.transfer(
            session, Transfer("points", "commission_release", source, target, 5_000, subject)
        )

    with pytest.raises(ValueError, match="is not kept in POINTS"):
        await paying.write(give_points)
    assert await paying.available() == 0
    with pytest.raises(NotEnoughAvailable):
        await paying.ask(1_000)
