"""Price, address and notes, while they may still change."""

from dataclasses import replace

import pytest

from lianyi.identity.types import PersonId
from lianyi.kit.ids import new_id
from lianyi.orders import actions, queries
from lianyi.orders.errors import OrderInOtherState, OrderUnknown, PayableOutOfRange
from lianyi.orders.types import Actor, Portion
from tests.order_world import RECEIVER

ELSEWHERE = replace(
    RECEIVER, name="李雷", phone="13900005678", province="上海市", region_code="310101", detail="南京路"
)


def by(shop):
    return Actor("staff", shop.staff.staff, shop.staff.name)


async def price(shop, order_id, adjust_fen, freight_fen=0):
    return await shop.write(
        actions.change_price,
        by(shop),
        order_id,
        adjust_fen=adjust_fen,
        freight_fen=freight_fen,
        reason="老顾客",
    )


async def test_a_new_price_is_shared_over_the_lines_and_asked_for(shop):
    opened = await shop.place(2, 1, freight_fen=500)
    assert await price(shop, opened.id, -1001, 300) == 15899
    order = await shop.order(opened.id)
    assert (order.payable_fen, order.adjust_fen, order.freight_fen) == (15899, -1001, 300)
    lines = await shop.lines(opened.id)
    assert sum(line.adjust_share_fen for line in lines) == -1001
    assert sum(line.freight_share_fen for line in lines) == 300
    await shop.pay(opened.id)
    assert (await shop.order(opened.id)).state == "to_ship"
    assert await shop.balances() == {"buyers": -15899, "order_money": 15899}
    assert (await shop.steps(opened.id)) == ["placed", "price_changed", "paid"]


async def test_the_old_price_paid_meanwhile_goes_back_by_itself(shop):
    opened = await shop.place(1)
    client = await shop.prepay(opened.id)
    await price(shop, opened.id, -800)
    await shop.world.pay(
        prepay_id=client.params["package"].removeprefix("prepay_id="), person=shop.buyer["id"]
    )
    await shop.world.run_due()
    await shop.tell()
    assert (await shop.order(opened.id)).state == "awaiting_payment"
    await shop.refund_money()
    assert (await shop.balances())["buyers"] == 0
    await shop.pay(opened.id)
    assert (await shop.order(opened.id)).state == "to_ship"


@pytest.mark.parametrize(("adjust_fen", "freight_fen"), [(-6800, 0), (-6801, 500), (-7000, 0)])
async def test_a_price_that_cannot_be_paid_is_refused(shop, adjust_fen, freight_fen):
    opened = await shop.place(1)
    seen = await shop.everything(opened.id)
    with pytest.raises(PayableOutOfRange):
        await price(shop, opened.id, adjust_fen, freight_fen)
    assert await shop.everything(opened.id) == seen


async def test_a_paid_price_does_not_change(shop):
    opened = await shop.paid(1)
    seen = await shop.everything(opened.id)
    with pytest.raises(OrderInOtherState):
        await price(shop, opened.id, -100)
    assert await shop.everything(opened.id) == seen


async def test_the_address_changes_until_a_parcel_has_left(shop):
    opened = await shop.paid(2)
    await shop.write(actions.change_address, by(shop), opened.id, ELSEWHERE)
    order = await shop.order(opened.id)
    assert (order.receiver_masked, order.phone_last4, order.region_code) == ("李*", "5678", "310101")
    async with shop.db.read(shop.tenant) as session:
        assert await queries.receiver(session, opened.id) == ELSEWHERE
    (line,) = await shop.lines(opened.id)
    await shop.ship(opened.id, lines=(Portion(line.id, 1),))
    seen = await shop.everything(opened.id)
    with pytest.raises(OrderInOtherState):
        await shop.write(actions.change_address, by(shop), opened.id, RECEIVER)
    assert await shop.everything(opened.id) == seen


async def test_an_address_is_changed_by_its_shopper_alone(shop):
    opened = await shop.place(1)
    seen = await shop.everything(opened.id)
    with pytest.raises(OrderUnknown):
        await shop.write(actions.change_address, by(shop), opened.id, ELSEWHERE, person_id=PersonId(new_id()))
    assert await shop.everything(opened.id) == seen


async def test_notes_and_flags(shop):
    opened = await shop.place(1)
    await shop.write(actions.note, shop.staff, opened.id, staff_note="送小样", flag=3)
    order = await shop.order(opened.id)
    assert (order.staff_note, order.flag) == ("送小样", 3)
    with pytest.raises(OrderUnknown):
        await shop.write(actions.note, shop.staff, new_id(), staff_note="", flag=0)


async def test_who_leaves_is_forgotten_once_the_order_has_ended(shop):
    from lianyi.identity.events import PersonDeleted
    from lianyi.orders import jobs

    opened, ended = await shop.paid(1), await shop.place(1)
    await actions.cancel_for(shop.db, shop.shopper, ended.id, "")
    async with shop.db.write(shop.tenant) as session:
        await session.emit(PersonDeleted(shop.shopper.person, None))
    await shop.tell()
    assert await jobs.forget_receivers(shop.db, shop.tenant) == 1
    async with shop.db.read(shop.tenant) as session:
        assert await queries.receiver(session, ended.id) is None
        assert await queries.receiver(session, opened.id) == RECEIVER
    order = await shop.order(ended.id)
    assert (order.receiver_masked, order.phone_last4, order.buyer_note, order.payable_fen) == (
        "",
        "",
        "",
        6800,
    )
