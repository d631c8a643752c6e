"""Many hands on one shopkeeper's money: what is available is paid once, to whoever was first, and never below zero."""

import asyncio
from datetime import date, timedelta

import pytest
import pytest_asyncio

from lianyi.distribution.actions import payouts as actions
from lianyi.distribution.actions import transfers
from lianyi.distribution.actions.real_names import withdraw_real_name
from lianyi.distribution.errors.payouts import NotEnoughAvailable, PayoutOpen
from lianyi.distribution.queries import payouts as reads
from lianyi.distribution.queries import tax as tax_reads
from lianyi.kit.errors import Refusal
from lianyi.wechat.transfers import query_transfer
from tests.payout_world import ID_NUMBER, NAME, keeper_with_wechat, open_payouts
from tests.selling_world import open_selling
from tests.wechat_world import keys_of

NEXT_MONTH = timedelta(days=31)


@pytest_asyncio.fixture(loop_scope="session")
async def paying(db, world):
    return await open_payouts(await open_selling(db, world))


async def at_once(*acts):
    """Everybody's answer: what they got, or their refusal."""
    found = await asyncio.gather(*acts, return_exceptions=True)
    for one in found:
        if isinstance(one, BaseException) and not isinstance(one, Refusal):
            raise one
    return found


def served(found):
    return [one for one in found if not isinstance(one, Refusal)]


async def test_eight_withdrawals_of_all_there_is_pay_once(paying):
    await paying.grant(10_000)
    found = await at_once(*(paying.ask(10_000) for _ in range(8)))
    assert len(served(found)) == 1
    assert {type(one) for one in found if isinstance(one, Refusal)} <= {PayoutOpen, NotEnoughAvailable}
    assert await paying.available() == 0
    await paying.explained()


async def test_a_withdrawal_against_the_refund_of_what_it_would_pay(paying):
    for _ in range(4):
        line = await paying.grant(10_000)
        before = await paying.available()
        found = await at_once(paying.ask(before), paying.take_back(line, 4_000))
        asked = served(found[:1])
        assert await paying.available() == before - 4_000 - (before if asked else 0)
        await paying.explained()
        for payout_id in asked:
            await paying.write(actions.cancel, payout_id, actions.SHOPKEEPER)


async def test_a_batch_against_the_refund_of_what_it_sends(paying):
    line = await paying.grant(10_000)
    payout_id = await paying.ready(10_000)
    await at_once(paying.send(payout_id), paying.take_back(line, 4_000))
    found = await paying.payout(payout_id)
    if found.state.value == "refused":
        assert (found.reason, await paying.available()) == ("OWED_BACK", 6_000)
    else:
        assert (found.state.value, await paying.available()) == ("sending", -4_000)
    await paying.explained()


async def test_two_batches_with_one_pay_out_send_it_once(paying):
    await paying.grant(300_000)
    payout_id = await paying.ready(300_000)
    found = await at_once(*(paying.send(payout_id) for _ in range(4)))
    assert len(served(found)) == 1
    await paying.settle()
    assert len(await paying.at_wechat()) == 1
    await paying.explained()


async def test_batches_at_once_stay_within_the_day(paying):
    await paying.rules(max_fen=50_000, batch_day_fen=60_000)
    payee, _ = await paying.another()
    await paying.grant(50_000)
    await paying.grant(50_000, payee)
    one, other = await paying.ready(50_000), await paying.ready(40_000, payee)
    await at_once(paying.send(one), paying.send(other))
    assert sorted([await paying.state(one), await paying.state(other)]) == ["ready", "sending"]
    await paying.explained(payee)


@pytest.mark.parametrize("rounds", range(3))
async def test_withdrawing_declining_and_sending_end_in_one_of_them(paying, rounds):
    await paying.grant(10_000)
    payout_id = await paying.ready(10_000)
    await at_once(
        paying.write(actions.cancel, payout_id, actions.SHOPKEEPER),
        paying.write(actions.refuse, paying.shop.staff, payout_id, "请补充资料"),
        paying.send(payout_id),
    )
    state = await paying.state(payout_id)
    assert state in {"cancelled", "refused", "sending", "cancelling"}
    assert await paying.available() == (10_000 if state in {"cancelled", "refused"} else 0)
    await paying.explained()


async def test_a_callback_a_query_and_their_twins_pay_once(paying):
    await paying.grant(300_000)
    payout_id = await paying.sent(300_000)
    await paying.confirm(payout_id)
    await paying.world.fault("doubled", event="MCHTRANSFER.BILL.FINISHED", value=3)
    bill = await query_transfer(keys_of(paying.shop.merchant), payout_id.hex)
    await at_once(paying.arrive(), *(paying.advance(payout_id) for _ in range(3)))
    final = await query_transfer(keys_of(paying.shop.merchant), payout_id.hex)
    told = [paying.write(transfers.take, payout_id, one) for one in (bill, final, final, final)]
    assert await at_once(*told) == ["settled"] * 4
    assert await paying.state(payout_id) == "paid"
    steps = [one.state.value for one in await paying.read(reads.steps, payout_id)]
    assert steps.count("paid") == 1
    await paying.explained()


async def test_one_id_number_is_one_accounts(paying):
    await paying.write(withdraw_real_name, paying.payee.person_id, "mini")
    others = [paying.payee, *[(await keeper_with_wechat(paying.shop, f"店主{n}"))[1] for n in range(3)]]
    found = await at_once(*(paying.name(NAME, ID_NUMBER, one) for one in others))
    assert len(served(found)) == 1


async def test_a_months_tax_is_handed_on_once(paying):
    await paying.grant(300_000)
    await paying.paid(300_000)
    await paying.world.advance(NEXT_MONTH)
    month = date(2026, 3, 1)
    found = await at_once(*(paying.remit(month) for _ in range(4)))
    assert len(served(found)) == 1
    assert len(await paying.read(tax_reads.remittances, month)) == 1
    assert (await paying.month(month)).remitted_fen == 44_000
    await paying.explained()
