"""Complaints at WeChat Pay, over the sandbox: told by callback, answered by API, refunded through the order."""

import dataclasses
from datetime import timedelta
from uuid import uuid4

import pytest
import pytest_asyncio

from lianyi.kit.config import config
from lianyi.kit.db import Statement
from lianyi.kit.idempotency import IdempotencyKeyReused
from lianyi.kit.ids import TenantId, new_id
from lianyi.orders import actions as orders
from lianyi.orders import queries as order_reads
from lianyi.orders.types import Portion
from lianyi.payments import queries as payments
from lianyi.trust.actions import complaints as actions
from lianyi.trust.actions.complaints import asking
from lianyi.trust.actions.complaints.acting import Wanted
from lianyi.trust.errors.complaints import (
    ComplaintActNotPossible,
    ComplaintActUnderWay,
    ComplaintCaseOpen,
    ComplaintNothingToRefund,
    ComplaintRefused,
    ComplaintUnknown,
    ComplaintWordsMissing,
)
from lianyi.trust.jobs.complaints import send_acts_again
from lianyi.trust.queries import complaints as queries
from lianyi.trust.rules.complaints import column_of
from lianyi.trust.types.complaints import COLUMNS
from lianyi.wechat import complaints as wechat
from lianyi.wechat.complaints import ComplaintNotice
from tests.conftest import run_queue
from tests.order_world import open_shop

HOUR = timedelta(hours=1)
ANY = Statement("select id from trust_complaint where tenant_id = %(tenant)s order by created_at limit 10")
JOBS_QUEUED = "select count(*) from procrastinate_jobs where args->>'name' = 'trust.sync_complaint'"


class Desk:
    """The shop's complaints as its staff handle them."""

    def __init__(self, shop):
        self.shop, self.db, self.world, self.tenant = shop, shop.db, shop.world, shop.tenant

    async def watch(self):
        return await actions.keep_watch(self.db, self.tenant)

    async def complain(self, order, **more):
        """The shopper complains about a paid order; WeChat's number."""
        transaction_id = (await self.shop.order(order.id)).transaction_id
        body = {"transaction_id": transaction_id, "detail": "茶叶受潮了", "problem_type": "REFUND"} | more
        return (await self.world.ask("POST", "/complaints", json=body))["complaint_id"]

    async def arrive(self):
        """What WeChat has to tell is told, and what it means is asked for."""
        await self.world.run_due()
        await self.shop.tell()
        await run_queue(self.db)

    async def one(self):
        async with self.db.read(self.tenant) as session:
            (row,) = await session.all(ANY)
            return await queries.complaint(session, row[0])

    async def count(self):
        async with self.db.read(self.tenant) as session:
            return len(await session.all(ANY))

    async def words(self):
        async with self.db.read(self.tenant) as session:
            return [(word.side, word.words) for word in await queries.words(session, (await self.one()).id)]

    async def act(self, kind, words="", days=None, key=None):
        known = await self.one()
        return await actions.act(
            self.db, self.shop.staff, known.id, Wanted(kind, words, days), key or uuid4().hex
        )

    async def column(self):
        return column_of(await self.one(), self.db.clock.now())

    async def board(self):
        """Numbers by column, as the pages give them; the counts must agree, and so must the rule."""
        async with self.db.read(self.tenant) as session:
            pages = {column: await queries.board_page(session, column, None, 50) for column in COLUMNS}
            counts = await queries.board_counts(session)
        for column, page in pages.items():
            assert getattr(counts, column) == len(page)
            assert {column_of(one, self.db.clock.now()) for one in page} <= {column}
        return {column: len(page) for column, page in pages.items() if page}


@pytest_asyncio.fixture(loop_scope="session")
async def desk(shop):
    desk = Desk(shop)
    assert await desk.watch() == 0
    return desk


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


async def test_wechats_no_is_told_in_its_words_and_moves_nothing(desk, shop, world):
    await desk.complain(await shop.paid(1))
    await desk.arrive()
    before = await desk.one()
    with pytest.raises(ComplaintActNotPossible):
        await desk.act("complete")
    with pytest.raises(ComplaintWordsMissing):
        await desk.act("reply")
    with pytest.raises(ComplaintUnknown):
        await actions.act(shop.db, shop.staff, new_id(), Wanted("reply", "好"), uuid4().hex)
    assert await desk.one() == before
    # it ended at WeChat meanwhile
    await world.ask("POST", f"/complaints/{before.wechat_id}/withdraw")
    with pytest.raises(ComplaintRefused) as refused:
        await desk.act("reply", "好的", key="the-same-key")
    assert "不能再回复" in refused.value.words("zh")
    assert (await desk.one()).state == "finished"
    with pytest.raises(ComplaintRefused):
        await desk.act("reply", "好的", key="the-same-key")
    assert [side for side, _ in await desk.words()] == ["shopper", "shopper"]


@pytest.mark.parametrize(
    ("kind", "words", "days"), [("reply", "已安排", None), ("approve", "", 2), ("reject", "已拆封", None)]
)
async def test_a_lost_answer_is_asked_for_before_the_words_are_said_again(
    desk, shop, world, kind, words, days
):
    await desk.complain(await shop.paid(1))
    await desk.arrive()
    await world.fault(
        "answer_lost", path_prefix="/v3/merchant-service/complaints-v2/", mchid=shop.merchant["mchid"]
    )
    assert await desk.act(kind, words, days) == "asked"
    await world.advance(timedelta(minutes=2))
    assert await send_acts_again(shop.db, shop.tenant) == 1
    assert await send_acts_again(shop.db, shop.tenant) == 0
    assert [side for side, _ in await desk.words()] == ["shopper", "merchant"]
    (act,) = await _acts(desk)
    assert (act.state, act.tries) == ("done", 2)


async def test_words_that_never_arrived_are_said_once_more(desk, shop, world):
    await desk.complain(await shop.paid(1))
    await desk.arrive()
    await world.fault("lost", path_prefix="/v3/merchant-service/", mchid=shop.merchant["mchid"], times=2)
    assert await desk.act("reply", "已安排", key="once-and-the-same") == "asked"
    with pytest.raises(ComplaintActUnderWay):
        await desk.act("reply", "还有一句")
    assert await desk.act("reply", "已安排", key="once-and-the-same") == "asked"
    await world.advance(timedelta(minutes=2))
    await send_acts_again(shop.db, shop.tenant)
    assert await desk.words() == [("shopper", "茶叶受潮了"), ("merchant", "已安排")]
    assert await desk.act("reply", "已安排", key="once-and-the-same") == "done"
    assert len(await desk.words()) == 2


async def _acts(desk):
    async with desk.db.read(desk.tenant) as session:
        return await queries.acts(session, (await desk.one()).id)


async def test_a_refund_given_at_the_order_is_linked_all_the_same(desk, shop):
    order = await shop.paid(2)
    await desk.complain(order)
    await desk.arrive()
    asked = await shop.write(_give_one, shop, order)
    await shop.refund_money()
    async with shop.db.read(shop.tenant) as session:
        assert await queries.refunds(session, (await desk.one()).id) == [asked.refund_id]


@pytest.mark.parametrize("life", ["shipped", "received"])
async def test_what_has_left_the_house_is_given_back_whole_without_a_return(desk, shop, life):
    order = await getattr(shop, life)(2, freight_fen=800)
    await desk.complain(order)
    await desk.arrive()
    case = await desk.one()
    refund_id = await shop.write(actions.refund_now, shop.staff, case.id, "")
    await shop.refund_money()
    await desk.arrive()
    assert (await desk.one()).full_refunded
    assert (await shop.order(order.id)).refunded_fen == 2 * 6800 + 800
    assert await shop.balances() == {"buyers": 0, "order_money": 0}
    async with shop.db.read(shop.tenant) as session:
        assert await queries.refunds(session, case.id) == [refund_id]
    before = await shop.everything(order.id)
    with pytest.raises(ComplaintNothingToRefund):
        await shop.write(actions.refund_now, shop.staff, case.id, "")
    assert await shop.everything(order.id) == before


async def test_money_that_a_case_decides_about_is_left_alone(desk, shop):
    order = await shop.shipped(2)
    await desk.complain(order)
    await desk.arrive()
    await shop.apply(order, (0, 1))
    before = await shop.everything(order.id)
    with pytest.raises(ComplaintCaseOpen):
        await shop.write(actions.refund_now, shop.staff, (await desk.one()).id, "")
    assert await shop.everything(order.id) == before


async def _give_one(session, shop, order):
    (line,) = await order_reads.lines(session, order.id)
    return await orders.refund(
        session, shop.staff, order.id, [Portion(line.id, 1)], freight_fen=None, reason="少一件"
    )


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
