"""Complaints that arrive from WeChat: told once, moved over the board by their clocks, and found where no callback came."""

import dataclasses
from datetime import timedelta

import pytest

from lianyi.kit.config import config
from lianyi.kit.idempotency import IdempotencyKeyReused
from lianyi.kit.ids import TenantId, new_id
from lianyi.payments import queries as payments
from lianyi.trust.actions import complaints as actions
from lianyi.trust.actions.complaints import asking
from lianyi.trust.queries import complaints as queries
from lianyi.wechat import complaints as wechat
from lianyi.wechat.complaints import ComplaintNotice
from tests.complaint_world import ANY, Desk, desk
from tests.conftest import run_queue
from tests.order_world import open_shop

__all__ = ["desk"]

HOUR = timedelta(hours=1)
JOBS_QUEUED = "select count(*) from procrastinate_jobs where args->>'name' = 'trust.sync_complaint'"


async def test_a_complaint_is_told_answered_refunded_and_finished(desk, shop):
    order = await shop.paid(1)
    number = await desk.complain(order)
    await desk.arrive()
    case = await desk.one()
    assert (case.source, case.wechat_id, case.order_id) == ("pay", number, order.id)
    assert (case.amount_fen, case.apply_refund_fen, case.phone_last4) == (
        6800,
        6800,
        shop.buyer["phone"][-4:],
    )
    assert (case.state, case.due_for, case.due_at - case.created_at) == ("open", "reply", 24 * HOUR)
    assert await desk.column() == "due"

    assert await desk.act("reply", "马上为您处理") == "done"
    case = await desk.one()
    assert (case.state, case.due_for, case.due_at - case.created_at) == ("waiting", "finish", 72 * HOUR)
    assert await desk.column() == "waiting"

    assert await desk.act("approve", days=0) == "done"
    refund_id = await shop.write(actions.refund_now, shop.staff, case.id, "")
    await shop.refund_money()
    await desk.arrive()
    case = await desk.one()
    assert (case.verdict, case.full_refunded) == ("approved", True)

    assert await desk.act("complete") == "done"
    case = await desk.one()
    assert (case.state, case.due_at, await desk.column()) == ("finished", None, "finished")
    said = await desk.words()
    assert [side for side, _ in said] == ["shopper", "merchant", "merchant", "wechat", "merchant"]
    assert ("merchant", "马上为您处理") in said
    async with shop.db.read(shop.tenant) as session:
        assert await queries.refunds(session, case.id) == [refund_id]
        assert await queries.of_refund(session, refund_id) == [case.id]
    assert await shop.balances() == {"buyers": 0, "order_money": 0}
    assert "refund_succeeded" in await shop.steps(order.id)


async def test_a_lost_callback_costs_minutes(desk, shop):
    await shop.world.fault("lost", event="COMPLAINT.CREATE")
    await desk.complain(await shop.paid(1))
    await desk.arrive()
    assert await desk.count() == 0
    assert await desk.watch() == 0  # not yet time
    await shop.world.advance(timedelta(minutes=5))
    assert await desk.watch() == 1
    assert (await desk.one()).state == "open"
    await shop.world.advance(timedelta(minutes=5))
    assert await desk.watch() == 0  # nothing new


async def test_twins_and_latecomers_leave_one_complaint_as_it_is_now(desk, shop):
    await shop.world.fault("doubled", event="COMPLAINT.CREATE")
    await shop.world.fault("reordered", event="COMPLAINT.CREATE")
    number = await desk.complain(await shop.paid(1))
    await desk.arrive()
    for _ in range(2):  # the same notice again, and one that comes when all is over
        async with shop.db.write(shop.tenant) as session:
            await actions.keep_notice(session, ComplaintNotice("EV-1", "COMPLAINT.STATE_CHANGE", number, "X"))
    await shop.tell()
    async with shop.db.connection() as connection:
        queued = await (await connection.execute(JOBS_QUEUED)).fetchone()
    assert queued == (1,)
    await run_queue(shop.db)
    assert await desk.count() == 1
    assert len(await desk.words()) == 1


async def test_an_older_answer_that_comes_later_changes_nothing(desk, shop):
    number = await desk.complain(await shop.paid(1))
    await desk.arrive()
    await desk.act("reply", "收到")
    before = await desk.one()
    async with shop.db.read(shop.tenant) as session:
        keys = await payments.pay_keys(session)
    told = await wechat.complaint(keys, number)
    stale = dataclasses.replace(told, state="PENDING", user_waits=True)
    async with shop.db.write(shop.tenant) as session:
        await asking._record(session, "pay", stale, [], before.asked_at - timedelta(seconds=1))
    assert await desk.one() == before


async def test_a_forged_callback_and_a_strangers_are_refused(desk, shop, db, world):
    await shop.world.fault("forged", event="COMPLAINT.CREATE")
    await desk.complain(await shop.paid(1))
    await world.run_due()
    (delivery,) = await world.deliveries(event="COMPLAINT.CREATE", mchid=shop.merchant["mchid"])
    assert [attempt["status"] for attempt in delivery["attempts"]] == [401]
    assert await desk.count() == 0
    # truly signed, but for another shop's address
    other = await open_shop(db, world)
    taken = await world.ask("POST", f"/deliveries/{delivery['id']}/take")
    for tenant in (other.tenant, TenantId(new_id())):
        wrong = f"{config().public_url}/callbacks/complaint/{tenant}"
        async with world.http.post(wrong, headers=taken["headers"], data=taken["body"]) as answer:
            assert answer.status == 401
    async with db.read(other.tenant) as session:
        assert await session.all(ANY) == []
    async with world.http.post(taken["url"], headers=taken["headers"], data=taken["body"]) as answer:
        assert answer.status == 204
    await desk.arrive()
    assert await desk.count() == 1


async def test_the_clocks_move_it_over_the_board(desk, shop, world):
    await desk.complain(await shop.paid(1))
    await desk.arrive()
    assert await desk.board() == {"due": 1}
    await world.advance(24 * HOUR)
    assert await desk.board() == {"overdue": 1}
    async with shop.db.read(shop.tenant) as session:
        found = await queries.alarms(session)
    assert (found.overdue, found.near) == (1, 0)
    await desk.act("reply", "抱歉让您久等")
    assert await desk.board() == {"waiting": 1}
    await world.advance(37 * HOUR)
    assert await desk.board() == {"due": 1}
    async with shop.db.read(shop.tenant) as session:
        found = await queries.alarms(session)
    assert (found.overdue, found.near) == (0, 1)
    await world.advance(11 * HOUR)
    assert await desk.board() == {"overdue": 1}
    await desk.act("complete")
    assert await desk.board() == {"finished": 1}


async def test_whoever_complains_again_starts_the_clocks_again(desk, shop, world):
    number = await desk.complain(await shop.paid(1), problem_type="OTHERS")
    await desk.arrive()
    await desk.act("reply", "好的")
    await world.ask("POST", f"/complaints/{number}/continue", json={"detail": "还没解决"})
    await desk.arrive()
    assert ((await desk.one()).state, (await desk.one()).due_for) == ("open", "finish")
    await desk.act("reply", "已补发")
    await desk.act("complete")
    await world.advance(100 * HOUR)
    await world.ask("POST", f"/complaints/{number}/continue", json={"detail": "收到的还是坏的"})
    await desk.arrive()
    case = await desk.one()
    assert (case.state, case.times, case.finished_at) == ("open", 2, None)
    assert case.due_at == shop.db.clock.now() + 24 * HOUR


async def test_what_is_taken_back_without_a_callback_is_found(desk, shop, world):
    number = await desk.complain(await shop.paid(1))
    await desk.arrive()
    await world.ask("POST", f"/complaints/{number}/withdraw")
    await world.advance(timedelta(minutes=5))
    assert await desk.watch() == 1
    assert (await desk.one()).state == "finished"
    # and one that is older than the list looks back
    other = await desk.complain(await shop.paid(1))
    await desk.arrive()
    await world.advance(timedelta(days=20))
    await world.ask("POST", f"/complaints/{other}/withdraw")
    await actions.catch_up(shop.db, shop.tenant)
    assert (await desk.board()) == {"finished": 2}


async def test_a_person_who_leaves_takes_the_phone_along(desk, shop):
    await desk.complain(await shop.paid(1))
    await desk.arrive()
    case = await desk.one()
    assert await shop.write(actions.reveal_phone, shop.staff, case.id) == shop.buyer["phone"]
    await shop.write(actions.forget_person, shop.shopper.person)
    await actions.sync(shop.db, shop.tenant, "pay", case.wechat_id)
    assert (await desk.one()).phone_last4 is None


async def test_the_address_at_wechat_follows_ours(desk, shop, world):
    async with shop.db.read(shop.tenant) as session:
        watch = await session.maybe(queries.WATCH)
    assert watch.url == f"{config().public_url}/callbacks/complaint/{shop.tenant}"
    assert (watch.error, watch.tries) == (None, 0)
    await world.fault("http_5xx", path_prefix="/v3/merchant-service/", mchid=shop.merchant["mchid"])
    await world.advance(timedelta(minutes=5))
    await desk.watch()
    async with shop.db.read(shop.tenant) as session:
        broken = await session.maybe(queries.WATCH)
    assert broken.error
    assert (broken.tries, broken.registered_at) == (1, watch.registered_at)


async def test_where_wechat_will_not_call_it_is_listed_all_the_same(shop, world):
    desk = Desk(shop)
    match = {"path_prefix": "/v3/merchant-service/complaint-notifications", "mchid": shop.merchant["mchid"]}
    await world.fault("http_5xx", times=None, **match)
    await desk.complain(await shop.paid(1))
    assert await desk.watch() == 1
    assert (await desk.one()).state == "open"
    async with shop.db.read(shop.tenant) as session:
        watch = await session.maybe(queries.WATCH)
    assert watch.registered_at is None
    assert watch.error
    assert watch.next_at == shop.db.clock.now() + timedelta(minutes=5)
    await world.ask("DELETE", "/faults")
    await world.advance(timedelta(minutes=5))
    await desk.watch()
    async with shop.db.read(shop.tenant) as session:
        watch = await session.maybe(queries.WATCH)
    assert (watch.registered_at, watch.error) == (shop.db.clock.now(), None)


async def test_what_is_never_answered_does_not_stand_before_the_others(desk, shop, world):
    await desk.complain(await shop.paid(1))
    await desk.arrive()
    await world.advance(timedelta(hours=1))
    await world.fault(
        "http_5xx", path_prefix="/v3/merchant-service/complaints-v2/", mchid=shop.merchant["mchid"]
    )
    before = await desk.one()
    assert await actions.catch_up(shop.db, shop.tenant) == 0
    after = await desk.one()
    assert after == dataclasses.replace(before, asked_at=shop.db.clock.now())


@pytest.mark.parametrize("silent", [0, 1])
async def test_one_that_is_never_answered_hides_no_other_from_the_list(shop, world, silent):
    desk = Desk(shop)
    numbers = [await desk.complain(await shop.paid(1)), await desk.complain(await shop.paid(0, 1))]
    await world.fault(
        "http_5xx", times=None, path_prefix=f"/v3/merchant-service/complaints-v2/{numbers[silent]}",
        mchid=shop.merchant["mchid"],
    )  # fmt: skip
    await desk.watch()
    async with shop.db.read(shop.tenant) as session:
        known = [await queries.by_wechat(session, "pay", number) for number in numbers]
        watch = await session.maybe(queries.WATCH)
    assert known[silent] is None
    assert known[1 - silent] is not None
    assert watch.error


async def test_a_key_that_stood_for_another_act_is_refused(desk, shop):
    await desk.complain(await shop.paid(1))
    await desk.arrive()
    await desk.act("reply", "您好", key="the-same-key-0001")
    said = await desk.words()
    with pytest.raises(IdempotencyKeyReused):
        await desk.act("reject", "不退", key="the-same-key-0001")
    assert await desk.words() == said
    assert (await desk.one()).verdict is None
