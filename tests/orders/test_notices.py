"""What shoppers are told of their orders: a parcel left, money arrived, a deadline near; each once, while it is true."""

from datetime import timedelta

from lianyi.kit import jobs
from lianyi.kit.db import Statement
from lianyi.kit.ids import encode
from lianyi.messages.queries import notices
from lianyi.orders import actions, queries
from lianyi.orders.events import OrderShipped
from lianyi.orders.types import Portion

TOLD = Statement(
    "select kind || ' ' || state || ' ' || page from messages_notice where tenant_id = %(tenant)s order by id",
    str,
)
DATA = Statement("select data from messages_notice where tenant_id = %(tenant)s order by id", dict)


async def told(shop):
    async with shop.db.read(shop.tenant) as session:
        return await session.all(TOLD)


async def data(shop):
    async with shop.db.read(shop.tenant) as session:
        return await session.all(DATA)


async def inbox(shop):
    async with shop.db.read(shop.tenant) as session:
        found = await notices.inbox(session, shop.shopper, before=None, limit=20)
        return [notices.title_and_text(one, "zh")[1] for one in found]


async def remind(shop):
    async with shop.db.write(shop.tenant) as session:
        return await actions.remind_unpaid(session, 200)


async def test_a_parcel_that_left_is_told_once_with_what_is_in_it(shop):
    opened = await shop.paid(2, 1)
    first, second = await shop.lines(opened.id)
    await shop.ship(opened.id, "SF1234567890", (Portion(first.id, 1),))
    await shop.tell()
    page = f"pages/order/index?id={encode('ord', opened.id)}"
    assert await told(shop) == [f"order_shipped queued {page}"]
    assert await data(shop) == [
        {"title": "明前龙井", "number": opened.number, "carrier": "顺丰速运", "tracking_no": "SF1234567890",
         "at": "2026-03-02 10:00"},
    ]  # fmt: skip
    (parcel,) = await shop.parcels(opened.id)
    async with shop.db.write(shop.tenant) as session:
        await session.emit(OrderShipped(opened.id, shop.shopper.person, parcel.id, whole=False))
    await shop.tell()
    assert len(await told(shop)) == 1
    await shop.ship(opened.id, "SF1234567891")
    await shop.tell()
    assert len(await told(shop)) == 2
    assert (await data(shop))[1]["title"] == f"{first.title}等 2 种商品"
    assert second.title in {line.title for line in await shop.lines(opened.id)}


async def test_a_refund_is_told_when_its_money_has_arrived_not_before(shop):
    opened = await shop.paid(1)
    async with shop.db.write(shop.tenant) as session:
        order = await queries.order(session, opened.id)
        (line,) = await queries.lines(session, opened.id)
        await actions.refund(
            session, shop.staff, order.id, [Portion(line.id, 1)], freight_fen=0, reason="破损"
        )
    await shop.tell()
    assert await told(shop) == []
    await shop.refund_money()
    (row,) = await told(shop)
    assert row.startswith("refund_arrived queued ")
    (values,) = await data(shop)
    assert (values["amount"], values["title"], values["number"]) == ("¥68.00", "明前龙井", opened.number)
    assert await inbox(shop) == ["「明前龙井」的退款 ¥68.00 已原路退回。"]


async def test_a_reminder_comes_five_minutes_before_the_deadline_and_once(shop):
    opened = await shop.place(1)
    await shop.world.advance(timedelta(minutes=10) - timedelta(seconds=1))
    assert await remind(shop) == 0
    await shop.world.advance(timedelta(seconds=1))
    assert await remind(shop) == 1
    assert await remind(shop) == 0
    assert await data(shop) == [
        {"title": "明前龙井", "amount": "¥68.00", "until": "2026-03-02 10:15", "number": opened.number}
    ]
    assert await inbox(shop) == ["「明前龙井」还没有付款,2026-03-02 10:15 后订单会关闭。"]


async def test_a_short_deadline_is_reminded_of_half_way(shop):
    await shop.place(1, minutes=4)
    await shop.world.advance(timedelta(minutes=2) - timedelta(seconds=1))
    assert await remind(shop) == 0
    await shop.world.advance(timedelta(seconds=1))
    assert await remind(shop) == 1


async def test_who_has_paid_is_not_reminded(shop):
    await shop.paid(1)
    await shop.world.advance(timedelta(minutes=12))
    assert await remind(shop) == 0
    assert await told(shop) == []


async def test_half_a_minute_before_the_end_nobody_is_reminded_any_more(shop):
    await shop.place(1)
    await shop.world.advance(timedelta(minutes=14, seconds=30))
    assert await remind(shop) == 0


async def test_a_reminder_leaves_the_inbox_when_the_order_is_paid(shop):
    opened = await shop.place(1)
    await shop.world.advance(timedelta(minutes=11))
    await remind(shop)
    assert len(await inbox(shop)) == 1
    await shop.pay(opened.id)
    assert await inbox(shop) == []
    (sweep,) = [item for item in jobs.sweeps() if item.name == "lianyi.messages.jobs.send_due"]
    await jobs.run_sweep(shop.db, sweep, [shop.tenant])
    assert [row.split()[:2] for row in await told(shop)] == [["payment_reminder", "skipped"]]


async def test_a_reminder_leaves_the_inbox_when_the_order_is_closed(shop):
    opened = await shop.place(1)
    await shop.world.advance(timedelta(minutes=11))
    await remind(shop)
    async with shop.db.write(shop.tenant) as session:
        order = await queries.order(session, opened.id)
    await actions.close_by_staff(shop.db, shop.staff, order.id, "缺货")
    await shop.tell()
    assert await inbox(shop) == []
