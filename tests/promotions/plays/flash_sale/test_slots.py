"""When slots open and what their shelves give; a refusal moves nothing."""

from datetime import timedelta

import pytest

from lianyi.identity.types import Channel
from lianyi.orders import actions as orders
from lianyi.orders.types import Actor, Portion
from lianyi.promotions import queries
from lianyi.promotions.errors import PlaysDoNotStack
from lianyi.promotions.plays.flash_sale import actions, reactions
from lianyi.promotions.plays.flash_sale.errors import (
    FlashPriceTooHigh,
    OneKindAtATime,
    SlotNotOn,
    SlotSoldOut,
    SlotsOverlap,
    TooManyAtOnce,
)
from lianyi.promotions.types import Intent
from tests.coupon_world import chosen, collect, coupons_out
from tests.coupon_world import quote as quote_using
from tests.flash_world import REMINDED, at, clock_now, sale, shelf_of
from tests.promotion_world import place, quote


async def close(shop, order_id):
    await orders.close_unpaid(shop.db, shop.tenant, order_id, "deadline", Actor("system", name="test"))
    await shop.tell()


async def test_an_order_within_a_slot_pays_the_price_and_takes_of_its_shelf(shop):
    running = await sale(shop)
    made = await quote(shop, running, 2)
    assert [(one.label, one.amount_fen) for one in made.sums.adjustments] == [("秒杀价", -6000)]
    placed = await place(shop, made)
    assert placed.pay_deadline_at == shop.db.clock.now() + timedelta(minutes=5)
    assert await shelf_of(shop) == (["2/0"], ["held 2"])
    await shop.pay(placed.order_id)
    assert await shelf_of(shop) == (["2/2"], ["paid 2"])


async def test_the_last_piece_is_told_truly_and_comes_back_when_it_is_not_paid(shop):
    running = await sale(shop, quota=2)
    late = await quote(shop, running, 1)
    first = await place(shop, await quote(shop, running, 2))
    before = await shelf_of(shop), await shop.stock(), await shop.facts()
    with pytest.raises(SlotSoldOut) as refused:
        await place(shop, late)
    assert refused.value.words("zh") == "这一场已抢完,其中 2 件等待付款,不付会放回"
    with pytest.raises(SlotSoldOut):
        await quote(shop, running, 1)
    assert (await shelf_of(shop), await shop.stock(), await shop.facts()) == before
    await close(shop, first.order_id)
    assert await shelf_of(shop) == (["0/0"], ["released 2"])
    await place(shop, late)
    assert await shelf_of(shop) == (["1/0"], ["released 2", "held 1"])


async def test_a_whole_refund_gives_the_pieces_back(shop):
    running = await sale(shop)
    placed = await place(shop, await quote(shop, running, 2))
    await shop.pay(placed.order_id)
    lines = await shop.lines(placed.order_id)
    await shop.write(
        orders.refund,
        shop.staff,
        placed.order_id,
        [Portion(lines[0].id, 2)],
        freight_fen=None,
        reason="不要了",
    )
    await shop.tell()
    await shop.refund_money()
    assert await shelf_of(shop) == (["0/0"], ["returned 2"])


async def test_who_pays_after_closing_gets_the_pieces_when_there_are_any(shop):
    running = await sale(shop, quota=2)
    first = await place(shop, await quote(shop, running, 2))
    await close(shop, first.order_id)
    await shop.write(actions.retake, first.order_id)
    assert await shelf_of(shop) == (["2/0"], ["held 2"])


async def test_who_pays_after_closing_gets_nothing_when_others_have_them(shop):
    running = await sale(shop, quota=2)
    first = await place(shop, await quote(shop, running, 2))
    await close(shop, first.order_id)
    await place(shop, await quote(shop, running, 1))
    before = await shelf_of(shop)
    with pytest.raises(SlotSoldOut):
        await shop.write(actions.retake, first.order_id)
    assert await shelf_of(shop) == before == (["1/0"], ["released 2", "held 1"])


async def test_between_slots_nothing_is_sold_and_the_next_is_named(shop):
    minute = clock_now(shop)
    starts = (minute + 30) % 1380
    running = await sale(shop, slots=[{"starts": at(starts), "minutes": 20}])
    with pytest.raises(SlotNotOn) as refused:
        await quote(shop, running, 1)
    assert at(starts) in refused.value.words("zh")
    shop.db.clock.advance(timedelta(minutes=(starts - minute) % 1440 + 5))
    made = await quote(shop, running, 1)
    shop.db.clock.advance(timedelta(minutes=20))  # the slot is over, the quote would still be good
    with pytest.raises(SlotNotOn):
        await place(shop, made)
    assert await shelf_of(shop) == ([], [])


async def test_each_slot_has_a_shelf_of_its_own(shop):
    running = await sale(shop, quota=1)
    await place(shop, await quote(shop, running, 1))
    shop.db.clock.advance(timedelta(days=1))
    await place(shop, await quote(shop, running, 1))
    assert (await shelf_of(shop))[0] == ["1/0", "1/0"]


async def test_one_kind_and_so_many_pieces_an_order(shop):
    running = await sale(shop, pieces=2)
    with pytest.raises(TooManyAtOnce):
        await quote(shop, running, 3)
    with pytest.raises(Exception, match=r"goods_not_in_campaign|one_kind"):
        await quote(shop, running, 1, 1)
    assert OneKindAtATime.status == 422


async def test_a_coupon_does_not_come_on_top(shop):
    running = await sale(shop)
    piece = await collect(shop, await coupons_out(shop, threshold_fen=0))
    made = await quote_using(shop, 1, intent=Intent(running))
    assert (made.used, [one.usable.reason_zh for one in made.usable]) == (
        (), ["不能和这个活动同时使用"],
    )  # fmt: skip
    with pytest.raises(PlaysDoNotStack):
        await quote_using(shop, 1, intent=Intent(running), using=chosen(piece))


async def test_settings_that_cannot_be_are_refused_by_the_field(shop):
    with pytest.raises(SlotsOverlap) as refused:
        await sale(shop, slots=[{"starts": "10:00", "minutes": 60}, {"starts": "10:59", "minutes": 5}])
    assert refused.value.field == "settings.slots.1.starts"
    with pytest.raises(SlotsOverlap):
        await sale(shop, slots=[{"starts": "23:30", "minutes": 31}])
    with pytest.raises(FlashPriceTooHigh):
        await sale(shop, price_fen=6800)


async def test_who_asked_is_reminded_once_before_it_begins(shop):
    minute = clock_now(shop)
    starts = (minute + 60) % 1380
    running = await sale(shop, slots=[{"starts": at(starts), "minutes": 20}])
    ahead = timedelta(minutes=(starts - minute) % 1440)
    now = shop.db.clock.now()
    opens_at = now.replace(second=0, microsecond=0) + ahead
    for _ in range(2):
        await shop.write(actions.remind_me, shop.shopper, Channel.MINI, running, opens_at)
    assert await shop.write(reactions.remind, 100) == 0
    shop.db.clock.advance(ahead - timedelta(minutes=4))
    assert [await shop.write(reactions.remind, 100) for _ in range(2)] == [1, 0]
    async with shop.db.read(shop.tenant) as session:
        assert await session.one(REMINDED) == 1
    with pytest.raises(SlotNotOn):
        await shop.write(
            actions.remind_me, shop.shopper, Channel.MINI, running, opens_at + timedelta(minutes=1)
        )


async def test_the_calendar_knows_when_its_slots_are_open(shop):
    """From now on, and not beyond what was asked for. It is ten in the morning."""
    now = shop.db.clock.now()
    await sale(shop, slots=[{"starts": at(clock_now(shop) - 30), "minutes": 60}])
    async with shop.db.read(shop.tenant) as session:
        [one] = await queries.planned(session, now - timedelta(days=1), now + timedelta(days=1))
    half = timedelta(minutes=30)
    tomorrow = now + timedelta(days=1)
    assert one.spans == ((now, now + half), (tomorrow - half, tomorrow))
