"""A commission from the order to the pay-out's door: snapped, promised, frozen, released, taken back."""

from datetime import timedelta
from functools import partial

import psycopg
import pytest

from lianyi.distribution.actions import commissions as actions
from lianyi.distribution.jobs import commissions as jobs
from lianyi.distribution.queries import commissions as reads
from lianyi.distribution.types.plans import Grade, Rule
from lianyi.kit.db import Statement
from lianyi.kit.ids import new_id
from lianyi.orders import actions as orders
from lianyi.orders import jobs as order_jobs
from lianyi.orders import queries as order_reads
from lianyi.orders.types import Portion
from tests.commission_world import (
    SHOP,
    customer_of,
    explained,
    pass_days,
    receive,
    refund,
    save_plan,
    standing,
)

KINDS = Statement(
    "select kind || ' ' || amount_fen from distribution_commission_move where tenant_id = %(tenant)s order by at, id",
    str,
)
LINES_OF_RELEASES = Statement(
    "select cardinality(order_line_ids) from distribution_commission_release where tenant_id = %(tenant)s",
    int,
)
TWICE = Statement(
    """
    insert into distribution_commission (tenant_id, order_line_id, order_id, shopkeeper_id, level, scope, factor_bp, base,
      base_fen, line_paid_fen, quantity, worked_fen, amount_fen, reason, state, placed_at)
    select tenant_id, %(line)s, order_id, %(other)s, %(level)s, scope, factor_bp, base, base_fen, line_paid_fen, quantity,
      worked_fen, amount_fen, reason, 'placed', placed_at
    from distribution_commission where tenant_id = %(tenant)s
    """
)


async def entries(shop):
    async with shop.db.read(shop.tenant) as session:
        return await session.all(KINDS)


async def test_it_waits_for_payment_receipt_and_the_window(shop):
    body, keeper = await shop.keeper()
    await save_plan(shop)
    who = await customer_of(shop, body)
    order = await shop.place(2, shopper=who)
    await shop.tell()
    assert await standing(shop, keeper.id) == (0, 0, 0, 0)
    await shop.pay(order.id)
    assert await standing(shop, keeper.id) == (1360, 0, 0, 0)
    await receive(shop, order.id, who)
    assert await standing(shop, keeper.id) == (0, 1360, 0, 0)
    assert await pass_days(shop, 7) == []
    assert await standing(shop, keeper.id) == (0, 1360, 0, 0)
    (done,) = await pass_days(shop, 2)
    assert (done.shopkeeper_id, done.fen, done.lines) == (keeper.id, 1360, 1)
    assert await standing(shop, keeper.id) == (0, 0, 1360, 0)
    assert await entries(shop) == ["accrue 1360", "freeze 1360", "release 1360"]
    await explained(shop)


async def received(shop, who, pieces):
    order = await shop.place(pieces, shopper=who)
    await shop.tell()
    await shop.pay(order.id)
    await receive(shop, order.id, who)
    return order.id


async def test_a_sweep_is_one_row_a_shopkeeper_and_every_line_shows_its_part(shop):
    body, _ = await shop.keeper()
    await save_plan(shop)
    who = await customer_of(shop, body)
    order_ids = [await received(shop, who, pieces) for pieces in (1, 2, 3)]
    line_ids = [line.id for order_id in order_ids for line in await shop.lines(order_id)]
    (done,) = await pass_days(shop, 9)
    assert (done.fen, done.lines) == (4080, 3)
    async with shop.db.read(shop.tenant) as session:
        assert await session.all(LINES_OF_RELEASES) == [3]
    for order_id, fen in zip(order_ids, (680, 1360, 2040), strict=True):
        (line,) = (await shop.read(reads.why, order_id)).lines
        moves = [(one.kind, one.amount_fen, one.order_id) for one in line.entries]
        assert moves == [(kind, fen, order_id) for kind in ("accrue", "freeze", "release")]
        assert line.entries[-1].at == line.commission.released_at
    assert len(await shop.read(reads.entries_of, line_ids)) == 3 * 3
    await explained(shop)


async def test_what_is_more_than_a_sweep_takes_comes_with_the_next(shop, monkeypatch):
    monkeypatch.setattr(actions, "LINES_EACH_MAX", 2)
    await save_plan(shop)
    keepers = [await shop.keeper(name) for name in ("甲", "乙", "丙")]
    for body, _ in keepers:
        who = await customer_of(shop, body)
        for _ in range(3):
            await received(shop, who, 1)
    shop.db.clock.advance(timedelta(days=9))
    await order_jobs.complete_by_time(shop.db, shop.tenant)
    await shop.tell()
    swept = [await jobs.release_commissions(shop.db, shop.tenant) for _ in range(3)]
    assert swept == [6, 3, 0]
    for _, keeper in keepers:
        assert await standing(shop, keeper.id) == (0, 0, 2040, 0)
    await explained(shop)


async def test_what_refunds_have_taken_whole_is_released_without_a_move(shop):
    body, keeper = await shop.keeper()
    await save_plan(shop)
    who = await customer_of(shop, body)
    order_id = await received(shop, who, 1)
    (line,) = await shop.lines(order_id)
    await shop.write(
        orders.refund_returned, orders_actor(), order_id, "case", [Portion(line.id, 1, 6800)], with_freight=False,
        reason="坏了",
    )  # fmt: skip
    await shop.refund_money()
    await pass_days(shop, 9)
    assert await standing(shop, keeper.id) == (0, 0, 0, 0)
    async with shop.db.read(shop.tenant) as session:
        assert await session.all(LINES_OF_RELEASES) == []
    await explained(shop)


async def test_pages_of_a_statement_divide_a_release_and_lose_nothing(shop):
    body, keeper = await shop.keeper()
    await save_plan(shop)
    who = await customer_of(shop, body)
    for pieces in (1, 2, 3):
        await received(shop, who, pieces)
    await pass_days(shop, 9)
    period = {
        "from_at": shop.db.clock.now() - timedelta(days=30),
        "to_at": shop.db.clock.now() + timedelta(days=1),
    }
    whole = await shop.read(partial(reads.statement, **period, before=None, limit=100), [keeper.id])
    assert [one.kind for one in whole] == ["release"] * 3 + ["freeze", "accrue"] * 3
    for kind in (None, "release", "freeze"):
        turned, before = [], None
        for _ in range(len(whole)):
            page = await shop.read(
                partial(reads.statement, **period, before=before, limit=2, kind=kind), [keeper.id]
            )
            turned += page
            before = (page[-1].at, page[-1].id) if page else before
        assert turned == [one for one in whole if kind in {None, one.kind}]


async def test_nobody_is_paid_for_an_order_that_nobody_brought(shop):
    await save_plan(shop)
    order = await shop.paid(1)
    assert await shop.read(reads.snapshot, order.id) is None
    assert await entries(shop) == []
    seen = await shop.read(reads.why, order.id)
    assert (seen.snapshot, seen.left_fen) == (None, 0)


async def test_what_was_true_when_it_was_placed_counts(shop):
    """Later plans, grades and owners change nothing, even when the fact of the order is told after them."""
    body, keeper = await shop.keeper()
    await save_plan(shop)
    who = await customer_of(shop, body)
    order = await shop.place(1, shopper=who)
    shop.db.clock.advance(timedelta(seconds=5))
    await save_plan(shop, Rule("tenant", None, rate_bp=100), seen=1)
    await shop.tell()
    await shop.pay(order.id)
    assert await standing(shop, keeper.id) == (680, 0, 0, 0)
    later = await shop.place(1, shopper=who)
    await shop.tell()
    await shop.pay(later.id)
    assert await standing(shop, keeper.id) == (748, 0, 0, 0)


async def test_facts_told_twice_move_nothing_twice(shop):
    body, keeper = await shop.keeper()
    await save_plan(shop)
    who = await customer_of(shop, body)
    order = await shop.place(3, shopper=who)
    await shop.tell()
    await shop.pay(order.id)
    await refund(shop, order.id, 1)
    await receive(shop, order.id, who)
    before = await entries(shop)
    for verb in (actions.accrue, actions.freeze, actions.follow_refunds):
        await shop.write(verb, order.id)
    assert await entries(shop) == before == ["accrue 2040", "reverse 680", "freeze 1360"]
    assert await standing(shop, keeper.id) == (0, 1360, 0, 0)
    await explained(shop)


@pytest.mark.parametrize("stage", ["pending", "frozen", "available"])
async def test_a_refund_takes_its_part_from_wherever_it_is(shop, stage):
    body, keeper = await shop.keeper()
    await save_plan(shop)
    who = await customer_of(shop, body)
    order = await shop.place(3, shopper=who)
    await shop.tell()
    await shop.pay(order.id)
    if stage == "pending":
        await refund(shop, order.id, 1)
    else:
        await receive(shop, order.id, who)
        if stage == "available":
            await pass_days(shop, 9)
        (line,) = await shop.lines(order.id)
        await shop.write(
            orders.refund_returned, orders_actor(), order.id, "case", [Portion(line.id, 1, 6800)],
            with_freight=False, reason="坏了",
        )  # fmt: skip
        await shop.refund_money()
    assert sum(await standing(shop, keeper.id)) == 1360
    assert "reverse 680" in await entries(shop)
    await explained(shop)


def orders_actor():
    from lianyi.orders.types import Actor

    return Actor("system", name="aftersales")


async def test_after_a_whole_refund_nothing_is_left(shop):
    body, keeper = await shop.keeper()
    await save_plan(shop, Rule("tenant", None, rate_bp=777))
    who = await customer_of(shop, body)
    order = await shop.place(3, shopper=who)
    await shop.tell()
    await shop.pay(order.id)
    await refund(shop, order.id, 1)
    await refund(shop, order.id, 2)
    assert await standing(shop, keeper.id) == (0, 0, 0, 0)
    await explained(shop)


async def test_an_open_case_holds_the_release(shop):
    body, _ = await shop.keeper()
    await save_plan(shop)
    who = await customer_of(shop, body)
    order = await shop.place(1, shopper=who)
    await shop.tell()
    await shop.pay(order.id)
    await receive(shop, order.id, who)
    await shop.write(orders.open_case, who.person, order.id)
    await shop.tell()
    assert await pass_days(shop, 30) == []
    await shop.write(orders.end_case, order.id)
    await shop.tell()
    assert [one.fen for one in await pass_days(shop, 0)] == [680]


async def test_shares_of_others_come_first(shop):
    """All shares of an order together are at most 30 % of what was paid; the commission gives way, and says so."""
    from lianyi.payments.actions.receivers import NewReceiver, add_receiver
    from lianyi.wechat.profitsharing import ReceiverKind

    await shop.settings(guarantee=True)
    other = await shop.world.merchant("供应商有限公司")
    wanted = NewReceiver(
        ReceiverKind.MERCHANT, other["mchid"], "SUPPLIER", name="供应商有限公司", standing_bp=2500
    )
    await shop.write(add_receiver, shop.staff, wanted)
    body, keeper = await shop.keeper()
    await save_plan(shop)
    who = await customer_of(shop, body)
    order = await shop.place(1, shopper=who)
    await shop.tell()
    await shop.pay(order.id)
    assert await standing(shop, keeper.id) == (340, 0, 0, 0)
    (one,) = await shop.read(reads.of_order, order.id)
    assert (one.worked_fen, one.amount_fen, one.reason) == (680, 340, "order_share")


async def test_a_suspended_shopkeeper_keeps_the_customer_and_earns_nothing(shop):
    from lianyi.distribution.actions import shopkeepers

    body, keeper = await shop.keeper()
    await save_plan(shop)
    who = await customer_of(shop, body)
    await shop.write(shopkeepers.suspend, shop.staff, keeper.id, "虚假宣传", None)
    await shop.tell()
    shop.db.clock.advance(timedelta(seconds=1))
    order = await shop.place(1, shopper=who)
    await shop.tell()
    await shop.pay(order.id)
    (one,) = await shop.read(reads.of_order, order.id)
    assert (one.amount_fen, one.reason, one.state) == (0, "not_selling", "void")
    assert await entries(shop) == []


async def test_a_grade_is_paid_by_its_factor(shop):
    body, keeper = await shop.keeper()
    await save_plan(shop, SHOP, grades=(Grade(1, 15_000),))
    who = await customer_of(shop, body)
    order = await shop.place(1, shopper=who)
    await shop.tell()
    await shop.pay(order.id)
    assert await standing(shop, keeper.id) == (1020, 0, 0, 0)


@pytest.mark.parametrize(
    ("same_line", "level"), [(True, 1), (False, 2)], ids=["a second payee of a line", "a second level"]
)
async def test_the_schema_holds_one_payee_a_line_and_one_level(shop, same_line, level):
    body, _ = await shop.keeper()
    await save_plan(shop)
    who = await customer_of(shop, body)
    order = await shop.place(1, shopper=who)
    await shop.tell()
    line = (await shop.read(order_reads.lines, order.id))[0].id
    with pytest.raises((psycopg.errors.UniqueViolation, psycopg.errors.CheckViolation)):
        async with shop.db.write(shop.tenant) as session:
            await session.run(TWICE, line=line if same_line else new_id(), other=new_id(), level=level)


async def test_history_is_not_edited(shop):
    body, _ = await shop.keeper()
    await save_plan(shop)
    who = await customer_of(shop, body)
    order = await shop.place(1, shopper=who)
    await shop.tell()
    await shop.pay(order.id)
    await receive(shop, order.id, who)
    await pass_days(shop, 9)
    kept = ("commission_entry", "commission_release", "plan", "plan_rule")
    for table in [f"distribution_{name}" for name in kept]:
        with pytest.raises(psycopg.Error, match="append-only"):
            async with shop.db.connection() as bare, bare.transaction():
                await bare.execute("select set_config('lianyi.tenant', %s, true)", (str(shop.tenant),))
                await bare.execute(f"delete from {table}")


async def test_the_shopkeeper_is_told_once_of_each_step(shop):
    from lianyi.messages.queries import notices

    body, _ = await shop.keeper()
    await save_plan(shop)
    who = await customer_of(shop, body)
    order = await shop.place(2, shopper=who)
    await shop.tell()
    await shop.pay(order.id)
    await refund(shop, order.id, 1)
    await receive(shop, order.id, who)
    await pass_days(shop, 9)
    await shop.write(actions.follow_refunds, order.id)
    await shop.tell()
    async with shop.db.read(shop.tenant) as session:
        found = await notices.inbox(session, shop.shopper_of(body), before=None, limit=20)
    told = [notices.title_and_text(one, "zh")[1] for one in found if one.kind.startswith("commission")]
    assert told == [
        "退货期已过,¥6.80 佣金可以提现了。", "订单退款,¥6.80 佣金已按比例冲回。",
        "你带来的订单已付款,佣金 ¥13.60 在买家收货、退货期过后可以提现。",
    ]  # fmt: skip
