"""A day's bills against the books: everything matches, fees and withdrawals come from the bills, nothing is booked twice."""

from datetime import timedelta

import pytest

from lianyi.kit.db import Statement
from lianyi.payments.jobs import poll_unanswered
from lianyi.payments.types import RefundState
from lianyi.reconciliation import actions, store
from lianyi.reconciliation.rules import times
from lianyi.reconciliation.types import BillState
from lianyi.wechat import bills
from tests.wechat_world import keys_of

REFUND_STATES = Statement("select state from payments_refund where tenant_id = %(tenant)s", str)


async def test_a_day_of_payments_and_fees_matches_to_the_fen(books):
    await books.fees(60)
    day = books.today
    for quantity in (1, 2, 3):
        await books.paid(quantity)
    await books.reconcile()
    assert await books.states(day) == {"trade": "matched", "funds": "matched"}
    assert await books.differences(closed_too=True) == []
    assert [line.state.value for line in await books.lines(day)] == ["matched"] * 3
    assert {line.order_id for line in await books.lines(day, "funds")} == {
        line.order_id for line in await books.lines(day)
    }
    assert await books.in_books() == await books.at_wechat()
    assert (await books.balances())["fees"] == 59 + 119 + 178


async def test_running_again_books_nothing_twice_and_keeps_every_line_once(books):
    await books.fees(60)
    day = books.today
    await books.paid(1)
    await books.reconcile()
    before, lines = await books.books(), await books.lines(day, "funds")
    for kind in ("trade", "funds"):
        await books.rematch(day, kind)
    await books.fetch_anew(day)
    assert await books.books() == before
    assert await books.lines(day, "funds") == lines
    assert await books.standing() == await books.standing()


async def test_a_pass_whose_worker_died_is_made_again(books):
    """The sweep had begun; nobody ended what it began, and the fund-flow bill waits for it."""
    day = books.today
    await books.paid(1)
    await books.to_next_morning()
    await actions.plan(books.db, books.tenant)
    await actions.fetch_due(books.db, books.tenant)
    async with books.db.write(books.tenant) as session:
        await session.one(store.BEGIN_RUN, day=day, kind="trade", again_at=session.now + times.AGAIN_AFTER)
    await books.sweep()
    assert await books.states(day) == {"trade": "downloaded", "funds": "downloaded"}
    await books.world.advance(times.AGAIN_AFTER)
    await books.sweep()
    assert await books.states(day) == {"trade": "matched", "funds": "matched"}
    assert await books.differences(closed_too=True) == []


async def test_a_withdrawal_and_a_top_up_are_booked_from_the_fund_flow(books):
    await books.paid(3)
    await books.reconcile()
    mchid = books.merchant["mchid"]
    await books.world.ask("POST", f"/merchants/{mchid}/topup", json={"amount_fen": 5000})
    await books.world.ask("POST", f"/merchants/{mchid}/withdraw", json={"amount_fen": 1500})
    day = books.today
    await books.reconcile()
    assert (await books.balances())["bank"] == 1500 - 5000
    assert await books.states(day) == {"trade": "empty", "funds": "matched"}
    assert await books.in_books() == await books.at_wechat()
    assert await books.differences() == []


async def test_a_refund_matches_with_the_fee_that_comes_back(books):
    await books.fees(60)
    opened = await books.paid(1)
    await books.reconcile()
    day = books.today
    await books.give_back(opened.id, 9900)
    await books.reconcile()
    assert await books.differences() == []
    assert await books.in_books() == await books.at_wechat() == 0
    assert (await books.balances())["fees"] == 0
    assert {line.type.value: line.amount_fen for line in await books.lines(day, "funds")} == {
        "refund": -9900,
        "fee_back": 59,
    }


async def test_paid_before_midnight_and_heard_after_it_is_no_difference(books):
    """China's day ends at 16:00 UTC: WeChat counts the payment on the first day, the books on the second."""
    await books.to_china(23, 59, 50)
    day = books.today
    opened = await books.place(1)
    await books.pay_at_wechat(opened.id)
    await books.world.advance(timedelta(seconds=30))
    await books.world.run_due()
    await books.tell()
    assert books.today == day + timedelta(days=1)
    await books.sweep_at_ten()
    assert await books.differences() == []
    await books.reconcile()
    assert await books.states(day) == {"trade": "matched", "funds": "matched"}
    assert await books.differences(closed_too=True) == []


async def test_a_first_payment_that_was_heard_of_a_day_later_has_its_bill(books):
    day = books.today
    await books.drop_callbacks()
    opened = await books.place(1)
    await books.pay_at_wechat(opened.id)
    await books.world.advance(timedelta(days=1))
    await poll_unanswered(books.db, books.tenant)
    await books.tell()
    assert (await books.order(opened.id)).state == "to_ship"
    await books.reconcile()
    assert await books.states(day) == {"trade": "matched", "funds": "matched"}
    assert await books.differences() == []


async def test_a_late_bill_is_late_and_never_guessed(books):
    day = books.today
    await books.paid(1)
    await books.plant(day, "late")
    await books.reconcile()
    bills = await books.bills(day)
    assert bills["trade"].state is BillState.LATE
    assert bills["trade"].next_try_at > books.db.clock.now()
    assert bills["funds"].state is BillState.DOWNLOADED  # it waits for the fees that only the trade bill says
    assert await books.differences() == []
    await books.unplant(day)
    await books.world.advance(timedelta(minutes=11))
    await books.sweep()
    assert await books.states(day) == {"trade": "matched", "funds": "matched"}
    assert await books.differences() == []


async def test_a_wrong_hash_is_not_believed_shown_and_tried_again(books):
    day = books.today
    await books.paid(1)
    await books.plant(day, "wrong_hash")
    await books.reconcile()
    damaged = (await books.bills(day))["trade"]
    assert (damaged.state, damaged.line_count) == (BillState.DAMAGED, 0)
    assert "sha1" in damaged.error
    assert await books.lines(day) == []
    await books.unplant(day)
    await books.world.advance(timedelta(minutes=31))
    await books.sweep()
    assert await books.states(day) == {"trade": "matched", "funds": "matched"}
    assert (await books.bills(day))["trade"].error is None


async def test_a_day_that_wechat_says_was_empty_is_missing_when_the_books_know_better(books):
    day = books.today
    await books.paid(1)
    await books.plant(day, "missing_day")
    await books.reconcile()
    assert (await books.bills(day))["trade"].state is BillState.MISSING
    (missing,) = [one for one in await books.differences() if one.kind.value == "trade"]
    assert (missing.what.value, missing.reason.value) == ("no_bill", "bill_missing")
    await books.unplant(day)
    await books.world.advance(timedelta(minutes=31))
    await books.sweep()
    assert await books.states(day) == {"trade": "matched", "funds": "matched"}
    assert await books.differences() == []


async def test_missing_days_are_caught_up_oldest_first(books):
    first = books.today
    await books.paid(1)
    await books.world.advance(timedelta(days=3))
    await books.paid(2)
    await books.world.advance(timedelta(days=2))
    await books.to_next_morning()
    told = await actions.catch_up(books.db, books.tenant)
    assert (told.reconciled_lines, told.differences, told.late_bills) == (4, 0, 0)
    days = [first + timedelta(days=n) for n in range(6)]
    assert [await books.states(day) for day in days] == [
        {"trade": "matched", "funds": "matched"}, {"trade": "empty", "funds": "empty"},
        {"trade": "empty", "funds": "empty"}, {"trade": "matched", "funds": "matched"},
        {"trade": "empty", "funds": "empty"}, {"trade": "empty", "funds": "empty"},
    ]  # fmt: skip
    assert await books.differences() == []


async def test_a_link_ends_after_five_minutes_and_a_new_one_is_asked_for(books):
    day, keys = books.today, keys_of(books.merchant)
    await books.paid(1)
    await books.to_next_morning()
    url, _sha1 = await bills._address(keys, bills.BillKind.TRADE, day)
    assert "4200" in (await bills.fetch(keys, bills.BillKind.TRADE, day)).data.decode()
    await books.world.advance(timedelta(minutes=6))
    with pytest.raises(bills.BillLinkExpired):
        await bills._file(keys, url)


async def test_an_unanswered_download_is_tried_again_later(books):
    day = books.today
    await books.paid(1)
    await books.to_next_morning()
    await books.world.fault("http_5xx", times=2, path_prefix="/v3/billdownload")
    await books.sweep()
    assert (await books.bills(day))["trade"].state is BillState.LATE
    await books.world.advance(timedelta(minutes=11))
    await books.sweep()
    assert await books.states(day) == {"trade": "matched", "funds": "matched"}


async def test_another_shop_sees_nothing_of_it(books, db, world):
    from tests.order_world import open_shop
    from tests.reconciliation.conftest import Books

    day = books.today
    await books.paid(1)
    other = Books(await open_shop(db, world))
    await books.reconcile()
    await other.sweep()
    assert await other.bills(day) == {}
    assert await other.lines(day) == []
    assert (await other.standing()).reconciled_lines == 0
    assert (await books.standing()).reconciled_lines == 2


async def test_a_refund_under_way_waits_and_matches_when_it_has_arrived(books):
    opened = await books.paid(1)
    await books.reconcile()
    await books.give_back(opened.id, 9900, arrive=False)
    async with books.db.read(books.tenant) as session:
        assert await session.all(REFUND_STATES) == [RefundState.PROCESSING]
    await books.reconcile()
    await books.refund_money()
    await books.reconcile()
    assert await books.differences() == []
    assert await books.in_books() == await books.at_wechat() == 0
