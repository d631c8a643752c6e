"""Lessons about payments: told late, never, twice, or for what was sold to somebody else meanwhile."""

import asyncio
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianyi.kit import jobs
from lianyi.kit.db import Statement
from lianyi.kit.ids import new_id
from lianyi.ledger import actions as ledger
from lianyi.ledger.errors import NotEnoughMoney
from lianyi.ledger.types import AccountRef, Purpose, Subject, Transfer
from lianyi.orders import actions as orders
from lianyi.orders import jobs as order_jobs
from lianyi.payments import actions as payments
from lianyi.payments.rules import guarantee as rules

# Refunds are asked of payments itself where shares are about: no order knows of them.
PARKED_KINDS = ("payments.refund_succeeded",)
OF_ORDER = Statement(
    """
    select coalesce(sum(case when a.id = t.target_id then t.amount_fen else -t.amount_fen end), 0)::bigint
    from ledger_transfer t
    join ledger_account a on a.tenant_id = t.tenant_id and a.id in (t.source_id, t.target_id) and a.purpose = 'buyers'
    where t.tenant_id = %(tenant)s and t.subject_id = %(order_id)s and t.stage in ('posted', 'captured')
    """,
    int,
)
FEN_COLUMNS = Statement(
    """
    select table_name || '.' || column_name || ' ' || data_type from information_schema.columns
    where table_schema = 'public' and column_name like '%%fen' and udt_name not in ('int8', 'int4', '_int8')
    """,
    str,
)
SHARES_OF_ORDER = Statement(
    "select count(*)::int from ledger_transfer where tenant_id = %(tenant)s and kind = 'share'", int
)


async def test_lesson_20_money_for_a_closed_order_finds_goods_or_goes_back(shop):
    """codingXiaxw/seckill#41: paid after the order was closed and its stock sold."""
    late, lucky = await shop.place(0, 5), await shop.place(1)
    await shop.pay_at_wechat(late.id)
    await shop.pay_at_wechat(lucky.id)
    await shop.write(_close_here, late.id)
    await shop.write(_close_here, lucky.id)
    await shop.place(0, 5)  # somebody else has all of it now
    await shop.world.run_due()
    await shop.tell()
    await shop.refund_money()
    assert (await shop.order(lucky.id)).state == "to_ship"
    order = await shop.order(late.id)
    assert (order.state, await shop.balances()) == ("closed", {"buyers": -6800, "order_money": 6800})
    assert await shop.stock(1) == (0, 5, 0)


async def _close_here(session, order_id):
    """Closed in the shop although WeChat was faster: what a crash between the two leaves behind."""
    from lianyi.inventory import actions as inventory
    from lianyi.orders import store
    from lianyi.orders.events import OrderClosed

    closed = await session.one(store.CLOSE_UNPAID, order_id=order_id, reason="deadline")
    await session.emit(OrderClosed(order_id, closed.person_id, "deadline"))
    await inventory.release(session, order_id)


async def test_lesson_21_a_lost_notice_is_found_without_anybody_asking(shop):
    """Wei-Shaw/sub2api#2569: one lost notice left the order pending until its time-out."""
    opened = await shop.place(1)
    await shop.world.fault("lost", event="TRANSACTION.SUCCESS", times=None)
    await shop.pay_at_wechat(opened.id)
    await shop.world.run_due()
    assert (await shop.order(opened.id)).state == "awaiting_payment"
    await shop.world.advance(timedelta(seconds=30))
    for item in jobs.sweeps():
        if item.name.startswith("lianyi.payments"):
            await item.sweep(shop.db, shop.tenant)
    await shop.tell()
    assert (await shop.order(opened.id)).state == "to_ship"


async def test_lesson_22_a_notice_said_again_days_later_changes_nothing(shop):
    """code-lives/Pays#13, vendure PR#2462: repeated notices rewrote the time of payment and settled three times."""
    opened = await shop.paid(2)
    before = await shop.everything(opened.id)
    await shop.world.advance(timedelta(days=2))
    for told in await shop.world.deliveries(mchid=shop.merchant["mchid"]):
        for _ in range(3):
            await shop.world.ask("POST", f"/deliveries/{told['id']}/resend")
    await shop.world.run_due()
    await shop.tell()
    assert await shop.everything(opened.id) == before


async def test_lesson_12_a_refund_takes_back_what_was_shared_of_it(guaranteed):
    """opencart#7703, OCA/commission#652: the partner kept its part of an order that was refunded."""
    mchid, supplier = await guaranteed.partner()
    await guaranteed.pay()
    await guaranteed.claim(supplier, 2000)
    await guaranteed.released()
    refund = await guaranteed.refund(10_000)
    await guaranteed.minutes(2, rounds=4)
    assert await guaranteed.refund_state(refund) == "succeeded"
    assert await guaranteed.balances() == {}
    has = await guaranteed.world.ask("GET", f"/merchants/{mchid}/balance")
    assert has["available_fen"] == 0


async def test_lesson_12_a_refund_before_the_release_leaves_nothing_to_share(guaranteed):
    _, supplier = await guaranteed.partner()
    await guaranteed.pay()
    await guaranteed.claim(supplier, 2000)
    await guaranteed.refund(10_000)
    await guaranteed.minutes(2, rounds=2)
    assert [one.state for one in await guaranteed.claims()] == ["void"]
    assert await guaranteed.balances() == {}


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    paid_fen=st.integers(1, 10**9), share_bp=st.integers(0, 3000),
    parts=st.lists(st.integers(1, 1000), min_size=1, max_size=8),
)  # fmt: skip
def test_lesson_13_what_comes_back_in_parts_is_what_was_given_never_more(paid_fen, share_bp, parts):
    """lms-front#498 then #511, gumroad PR#6445: the claw-back first missing, then subtracted twice."""
    due_fen = paid_fen * share_bp // 10_000
    back_fen = refunded_fen = 0
    for number, part in enumerate(parts):
        left_fen = paid_fen - refunded_fen
        refunded_fen += left_fen if number == len(parts) - 1 else left_fen * part // 1001
        asked_fen = rules.returned(due_fen, paid_fen, refunded_fen) - back_fen
        assert asked_fen >= 0
        back_fen += asked_fen
        assert back_fen <= due_fen
    assert back_fen == due_fen


async def test_lesson_13_an_order_refunded_in_parts_sums_to_nothing(guaranteed):
    _, supplier = await guaranteed.partner()
    order_id = await guaranteed.pay()
    await guaranteed.claim(supplier, 3000)
    await guaranteed.released()
    for amount_fen in (1, 3333, 3333, 3333):
        await guaranteed.refund(amount_fen)
        await guaranteed.minutes(2, rounds=2)
    await guaranteed.minutes(30, rounds=6)
    async with guaranteed.db.read(guaranteed.tenant) as session:
        assert await session.one(OF_ORDER, order_id=order_id) == 0
    assert await guaranteed.balances() == {}


async def test_defect_06_the_days_of_trust_begin_at_receipt_and_a_part_refunded_is_not_earned(shop):
    """yudao: freeze days began at payment; a partial refund cancelled the whole record."""
    opened = await shop.paid(2)
    await shop.world.advance(timedelta(days=9))
    await shop.ship(opened.id)
    await shop.write(orders.receive, shop.shopper, opened.id)
    await shop.world.advance(timedelta(days=6, hours=23))
    assert await shop.write(orders.complete_due, 10) == 0
    await shop.write(_give_part, opened.id)
    await shop.tell()
    await shop.refund_money()
    await shop.world.advance(timedelta(hours=1, seconds=1))
    assert await shop.write(orders.complete_due, 10) == 1
    await shop.tell()
    assert await shop.balances() == {"buyers": -6800, "order_money": 0, "earned": 6800}


async def _give_part(session, order_id):
    from lianyi.orders import queries
    from lianyi.orders.types import Actor, Portion

    (line,) = await queries.lines(session, order_id)
    await orders.refund_returned(
        session, Actor("system", name="test"), order_id, "part", [Portion(line.id, 1, 6800)], with_freight=False,
        reason="少发一件",
    )  # fmt: skip


async def test_defect_07_an_account_gives_no_more_than_it_has(shop, crowd):
    """yudao `updatePriceDecr`: no condition on the balance, so parallel withdrawals overdrew it."""
    await shop.paid(1)

    async def draw(number):
        async with crowd.write(shop.tenant) as session:
            wanted = Transfer(
                f"draw:{number}", "release", AccountRef(Purpose.ORDER_MONEY), AccountRef(Purpose.EARNED), 6800,
                Subject("bill_line", new_id()),
            )  # fmt: skip
            await ledger.transfer(session, wanted)

    results = await asyncio.gather(*(draw(number) for number in range(8)), return_exceptions=True)
    assert sorted(type(one) is NotEnoughMoney for one in results) == [False] + [True] * 7
    assert await shop.balances() == {"buyers": -6800, "order_money": 0, "earned": 6800}


async def test_defect_11_no_column_of_money_is_a_float(db):
    """lilishop: money is `Double`."""
    async with db.read(None) as session:
        assert await session.all(FEN_COLUMNS) == []


async def test_defect_12_one_order_that_cannot_be_settled_stops_nobody_else(shop):
    """likeshop settles all users in one transaction: one error rolls back everybody."""
    stuck, other = await shop.place(1), await shop.place(1)
    await shop.prepay(stuck.id)
    await shop.prepay(other.id)
    await shop.world.advance(timedelta(minutes=16))
    async with shop.db.read(shop.tenant) as session:
        number = await session.one(NUMBER, order_id=stuck.id)
    await shop.world.fault("http_5xx", path_prefix=f"/v3/pay/transactions/out-trade-no/{number}", times=None)
    await order_jobs.close_unpaid_orders(shop.db, shop.tenant)
    assert [(await shop.order(one.id)).state for one in (stuck, other)] == ["awaiting_payment", "closed"]
    assert await shop.stock() == (9, 1, 0)
    await shop.world.ask("DELETE", "/faults")
    await shop.world.advance(timedelta(hours=2))
    await order_jobs.close_unpaid_orders(shop.db, shop.tenant)
    assert (await shop.order(stuck.id)).state == "closed"


NUMBER = Statement(
    "select out_trade_no from payments_attempt where tenant_id = %(tenant)s and order_id = %(order_id)s", str
)


async def test_defect_13_a_share_is_claimed_once_and_paid_once_whoever_runs_beside_it(guaranteed):
    """fuint: no uniqueness on (order, rule, person); an overlapping job would have paid twice."""
    mchid, supplier = await guaranteed.partner()
    await guaranteed.pay()
    claims = await asyncio.gather(*(guaranteed.claim(supplier, 2000, "rule:1") for _ in range(5)))
    assert sorted(claims) == [False] * 4 + [True]
    await guaranteed.minutes(2)
    await guaranteed.write(payments.release, guaranteed.order)
    payment = await guaranteed.payment()
    for _ in range(3):
        await asyncio.gather(
            *(payments.advance_release(guaranteed.db, guaranteed.tenant, payment.id) for _ in range(4))
        )
        await guaranteed.minutes(1)
    assert await guaranteed.balances() == {"buyers": -10_000, "earned": 8000, "shared": 2000}
    async with guaranteed.db.read(guaranteed.tenant) as session:
        assert await session.one(SHARES_OF_ORDER) == 1
    assert (await guaranteed.world.ask("GET", f"/merchants/{mchid}/balance"))["available_fen"] == 2000
