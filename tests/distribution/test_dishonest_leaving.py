"""What dishonest shopkeepers try by leaving and coming back, or by another account of the same ID number; none of it pays twice."""

import pytest
import pytest_asyncio

from lianyi.distribution.actions import payouts as actions
from lianyi.distribution.actions import real_names, shopkeepers
from lianyi.distribution.errors.payouts import NotEnoughAvailable, PayoutOpen, TooManyPayouts
from lianyi.distribution.queries import payouts as payout_reads
from lianyi.distribution.queries import shopkeepers as keepers
from lianyi.distribution.types.payouts import Item, Payee
from lianyi.distribution.types.shopkeepers import KeeperState
from tests.payout_world import keeper_with_wechat, open_payouts


@pytest_asyncio.fixture(loop_scope="session")
async def paying(shop):
    return await open_payouts(shop)


# -- twice, or more than is owed -----------------------------------------------------------------------------------


async def come_back(paying):
    """The shopkeeper leaves and is taken on again, as somebody new; who is paid in the new place."""
    shop, old = paying.shop, paying.payee
    await shop.write(shopkeepers.leave, shop.shopper_of(paying.body), old.shopkeeper_id, "")
    again = await shop.apply(paying.body)
    return Payee(again.id, old.person_id, "active")


async def test_nobody_leaves_a_debt_behind_by_leaving_and_coming_back(paying):
    first = await paying.grant(1000)
    await paying.paid(1000)
    await paying.take_back(first, 600)
    new = await come_back(paying)
    assert await paying.read(payout_reads.payee_of, new.person_id) == new
    second = await paying.grant(1500, new)
    with pytest.raises(NotEnoughAvailable):
        await paying.ask(901, new)
    payout_id = await paying.paid(900, new)
    items = await paying.read(payout_reads.items, payout_id)
    assert sorted(items, key=lambda one: one.amount_fen) == [Item(first, -600), Item(second, 1500)]
    assert (await paying.available(), await paying.available(new)) == (0, 0)
    await paying.explained(new)


async def test_what_was_earned_before_leaving_is_paid_to_whoever_came_back(paying):
    await paying.grant(1000)
    new = await come_back(paying)
    await paying.grant(500, new)
    payout_id = await paying.paid(1500, new)
    assert await paying.state(payout_id) == "paid"
    assert (await paying.available(), await paying.available(new)) == (0, 0)
    await paying.explained(new)


async def test_a_pay_out_over_two_places_that_comes_to_nothing_goes_back_to_both(paying):
    first = await paying.grant(1000)
    await paying.paid(1000)
    await paying.take_back(first, 600)
    new = await come_back(paying)
    await paying.grant(1500, new)
    payout_id = await paying.ask(900, new)
    assert (await paying.available(), await paying.available(new)) == (0, 0)
    await paying.write(actions.cancel, payout_id, actions.SHOPKEEPER)
    assert (await paying.available(), await paying.available(new)) == (-600, 1500)
    await paying.explained(new)
    assert await paying.state(await paying.paid(900, new)) == "paid"
    await paying.explained(new)


async def test_a_refund_in_the_place_that_was_left_sends_a_pay_out_of_the_new_one_back(paying):
    first = await paying.grant(1000)
    await paying.paid(1000)
    new = await come_back(paying)
    await paying.grant(500, new)
    payout_id = await paying.ready(500, new)
    await paying.take_back(first, 200)
    await paying.send(payout_id)
    await paying.settle()
    found = await paying.payout(payout_id)
    assert (found.state.value, found.reason) == ("refused", "OWED_BACK")
    assert await paying.state(await paying.paid(300, new)) == "paid"
    await paying.explained(new)


@pytest.mark.parametrize("way", ["takes the name back", "deletes the account"])
async def test_a_debt_follows_the_id_number_to_another_account(paying, way):
    """Somebody who was paid for goods that went back takes their name back, or is gone, and sells under another account."""
    first = await paying.grant(1000)
    await paying.paid(1000)
    await paying.take_back(first, 600)
    if way == "deletes the account":
        await paying.write(real_names.forget_person, paying.payee.person_id)
    else:
        await paying.write(real_names.withdraw_real_name, paying.payee.person_id, "mini")
    _, other, wechat = await keeper_with_wechat(paying.shop, "另一个号")
    await paying.name(payee=other)
    await paying.grant(1500, other)
    with pytest.raises(NotEnoughAvailable):
        await paying.ask(901, other)
    await paying.paid(900, other, wechat)
    assert (await paying.available(), await paying.available(other)) == (0, 0)
    await paying.explained(other)


async def test_what_another_account_of_the_same_id_number_has_stays_its_own(paying):
    await paying.grant(1000)
    await paying.write(real_names.withdraw_real_name, paying.payee.person_id, "mini")
    _, other, _ = await keeper_with_wechat(paying.shop, "另一个号")
    await paying.name(payee=other)
    await paying.grant(500, other)
    with pytest.raises(NotEnoughAvailable):
        await paying.ask(501, other)
    assert await paying.state(await paying.ask(500, other)) == "review"
    assert await paying.available() == 1000
    await paying.explained(other)


async def test_limits_and_one_at_a_time_are_of_the_person_not_of_the_place(paying):
    await paying.rules(day_count=2)
    await paying.grant(3000)
    open_id = await paying.ask(1000)
    new = await come_back(paying)
    await paying.grant(3000, new)
    with pytest.raises(PayoutOpen):
        await paying.ask(1000, new)
    await paying.write(actions.approve, paying.shop.staff, [open_id])
    await paying.send(open_id)
    await paying.settle()
    await paying.confirm(open_id)
    await paying.arrive()
    await paying.paid(1000, new)
    with pytest.raises(TooManyPayouts):
        await paying.ask(1000, new)
    own = await paying.read(payout_reads.own_payouts, new.person_id, None, 10)
    assert [one.shopkeeper_id for one in own] == [new.shopkeeper_id, paying.payee.shopkeeper_id]
    assert (await paying.read(payout_reads.payout_for, new.person_id, open_id)).id == open_id
    await paying.explained(new)


@pytest.mark.parametrize("ended_by", ["themselves", "the staff"])
async def test_leaving_and_coming_back_ends_no_suspension(shop, ended_by):
    body, keeper = await shop.keeper("安娜")
    if ended_by == "themselves":
        await shop.write(shopkeepers.suspend, shop.staff, keeper.id, "刷单", None)
        await shop.write(shopkeepers.leave, shop.shopper_of(body), keeper.id, "")
    else:
        await shop.write(shopkeepers.leave, shop.staff, keeper.id, "刷单")
    again = await shop.apply(body)
    assert again.state is KeeperState.APPLIED
    assert "须审核" in (await shop.read(keepers.steps, again.id))[0].words
    await shop.write(shopkeepers.withdraw_application, shop.shopper_of(body))
    third = await shop.apply(body)
    assert third.state is KeeperState.APPLIED, "taking the application back must not wash it away"


async def test_who_left_in_peace_comes_back_as_anybody_comes_in(shop):
    body, keeper = await shop.keeper("安娜")
    await shop.write(shopkeepers.leave, shop.shopper_of(body), keeper.id, "")
    assert (await shop.apply(body)).state is KeeperState.ACTIVE
