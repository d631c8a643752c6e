"""Every planted difference is found with its likely reason, settled in its way, and the sums agree afterwards."""

import pytest

from lianyi.reconciliation.errors import ActNotPossible, DifferenceSettled, WeChatDisagrees
from lianyi.reconciliation.rules import reasons
from lianyi.reconciliation.types import Act


def told(differences):
    return sorted(
        (one.kind.value, one.what.value, one.reason.value, one.bill_fen, one.books_fen) for one in differences
    )


async def test_a_payment_whose_notice_was_lost_is_taken_in_by_asking(books):
    day = books.today
    await books.paid(2)
    opened = await books.place(1)
    await books.pay_at_wechat(opened.id)  # no callback is delivered and nobody asks
    await books.drop_callbacks()
    await books.sweep_at_ten(next_day=True)
    assert told(await books.differences()) == [
        ("funds", "unknown_here", "callback_lost", 9900, None), ("trade", "unknown_here", "callback_lost", 9900, None),
    ]  # fmt: skip
    found = (await books.differences())[0]
    assert await books.acts(found) == [Act.TAKE_IN, Act.RETRY, Act.WAIT]
    settled = await books.settle(found, Act.TAKE_IN)
    assert settled.state.value == "taken"
    await books.sweep()
    assert await books.differences() == []
    assert await books.in_books() == await books.at_wechat() == 3 * 9900
    assert [line.order_id for line in await books.lines(day)][1:] == [opened.id]
    assert {one.state.value for one in await books.differences(closed_too=True)} == {"taken", "closed"}
    with pytest.raises(DifferenceSettled):
        await books.settle(found, Act.TAKE_IN)


async def test_a_trade_of_another_system_is_booked_as_not_ours(books):
    day = books.today
    await books.paid(1)
    for bill in ("trade", "fundflow"):
        await books.plant(day, "extra_row", bill, delta_fen=250, number="POS20260302")
    await books.reconcile()
    assert told(await books.differences()) == [
        ("funds", "unknown_here", "other_system", 250, None), ("trade", "unknown_here", "other_system", 250, None),
    ]  # fmt: skip
    trade, funds = sorted(await books.differences(), key=lambda one: one.kind.value, reverse=True)
    before = await books.balances()
    with pytest.raises(ActNotPossible):
        await books.settle(trade, Act.TAKE_IN)
    assert await books.balances() == before
    settled = await books.settle(trade, Act.FOREIGN, note="门店收款码")
    assert (settled.state.value, settled.closed_by, settled.note) == ("foreign", "掌柜", "门店收款码")
    assert (await books.balances())["foreign"] == -250
    assert (await books.balances())["earned"] == 250
    assert [line.state.value for line in await books.lines(day)] == ["matched", "foreign"]
    # The two bills invent two transactions, so the fund-flow line is another one and is settled by itself.
    await books.settle(funds, Act.FOREIGN)
    await books.sweep()
    assert [one for one in await books.differences() if one.day == day] == []
    assert "difference.settled" in await books.audit()


async def test_a_row_that_the_bill_lost_is_found_and_confirmed_by_asking(books):
    day = books.today
    first, second = await books.paid(1), await books.paid(2)
    transaction = await books.transaction_of(second.id)
    await books.plant(day, "drop_row", number=transaction)
    await books.reconcile()
    assert told(await books.differences()) == [("trade", "unknown_there", "not_at_wechat", None, 19800)]
    (found,) = await books.differences()
    assert found.order_id == second.id
    settled = await books.settle(found, Act.TAKE_IN)
    assert settled.state.value == "taken"
    await books.rematch(day, "trade")
    assert await books.differences() == []
    assert first.id != second.id


async def test_a_fund_flow_row_that_is_lost_breaks_the_bills_own_balance(books):
    day = books.today
    for quantity in (1, 2, 3):
        opened = await books.paid(quantity)
        if quantity == 2:
            lost = await books.transaction_of(opened.id)
    await books.plant(day, "drop_row", "fundflow", number=lost)
    await books.reconcile()
    assert told(await books.differences()) == [
        ("funds", "chain", "row_missing", None, None), ("funds", "unknown_there", "not_at_wechat", None, 19800),
    ]  # fmt: skip
    await books.unplant(day)
    await books.fetch_anew(day)
    assert await books.differences() == []


@pytest.mark.parametrize("bill", ["trade", "fundflow"])
async def test_another_amount_is_told_with_both(books, bill):
    await books.paid(1)
    await books.reconcile()
    day = books.today
    await books.paid(1)
    await books.plant(day, "amount", bill, delta_fen=-100)
    await books.reconcile()
    found = [one for one in await books.differences() if one.what.value == "amount"]
    kind = "trade" if bill == "trade" else "funds"
    assert told(found) == [(kind, "amount", "amount_differs", 9800, 9900)]
    assert not [one for one in await books.differences() if one.what.value == "balance"]
    assert (
        await books.settle(found[0], Act.TAKE_IN)
    ).state.value == "taken"  # WeChat's own answer is the books'
    assert (await books.balances())["order_money"] == 2 * 9900


@pytest.mark.parametrize("bill", ["trade", "fundflow"])
async def test_a_row_that_comes_twice_is_told_once_and_booked_once(books, bill):
    await books.fees(60)
    day = books.today
    await books.paid(1)
    await books.plant(day, "duplicate_row", bill)
    await books.reconcile()
    kind = "trade" if bill == "trade" else "funds"
    doubled = [one for one in await books.differences() if one.what.value == "doubled"]
    assert told(doubled) == [(kind, "doubled", "doubled", 9900, None)]
    assert not [one for one in await books.differences() if one.what.value == "balance"]
    assert (await books.balances())["fees"] == 59
    await books.unplant(day)
    await books.fetch_anew(day)
    assert await books.differences() == []


async def test_a_fee_that_is_not_its_rate_waits_and_is_taken_from_the_money(books):
    await books.fees(60)
    day = books.today
    await books.paid(1)
    await books.plant(day, "fee", delta_fen=40)
    await books.reconcile()
    assert told(await books.differences()) == [
        ("funds", "fee", "fee_differs", -59, None), ("trade", "fee", "fee_not_its_rate", -99, None),
    ]  # fmt: skip
    assert "fees" not in await books.balances()
    trade = next(one for one in await books.differences() if one.kind.value == "trade")
    await books.settle(trade, Act.TAKE_IN)
    await books.sweep()
    assert (await books.balances())["fees"] == 59
    assert await books.in_books() == await books.at_wechat()
    assert await books.differences() == []


async def test_a_fund_flow_fee_that_differs_is_corrected_by_what_was_taken(books):
    await books.fees(60)
    day = books.today
    await books.paid(1)
    await books.plant(day, "fee", "fundflow", delta_fen=5)
    await books.reconcile()
    found = next(one for one in await books.differences() if one.what.value == "fee")
    assert told([found]) == [("funds", "fee", "fee_differs", -64, -59)]
    await books.settle(found, Act.TAKE_IN)
    assert (await books.balances())["fees"] == 64


async def test_money_from_before_is_a_gap_on_the_first_day_only(books):
    mchid = books.merchant["mchid"]
    await books.before_the_books(7777)
    day = books.today
    await books.paid(1)
    await books.reconcile()
    await books.paid(1)
    await books.reconcile()
    assert told(await books.differences()) == [("funds", "balance", "money_before", 7777, None)]
    (found,) = await books.differences()
    assert found.day == day
    await books.settle(found, Act.FOREIGN, note="开店前的余额")
    await books.sweep()
    await books.paid(1)
    await books.reconcile()
    assert await books.differences() == []
    assert await books.in_books() == await books.at_wechat()
    assert mchid


async def test_a_refund_made_on_wechats_own_platform_is_taken_in_by_asking(books):
    opened = await books.paid(1)
    await books.reconcile()
    await books.refund_at_wechat(opened.id, 4000)
    await books.reconcile()
    assert told(await books.differences()) == [
        ("funds", "unknown_here", "refund_at_wechat", -4000, None),
        ("trade", "unknown_here", "refund_at_wechat", -4000, None),
    ]  # fmt: skip
    trade = next(one for one in await books.differences() if one.kind.value == "trade")
    await books.settle(trade, Act.TAKE_IN)
    await books.sweep()
    assert await books.differences() == []
    assert await books.in_books() == await books.at_wechat() == 5900


async def test_what_wechat_does_not_confirm_is_not_booked(books):
    day = books.today
    await books.paid(2)
    opened = await books.place(1)
    await books.pay_at_wechat(opened.id)
    await books.drop_callbacks()
    await books.plant(day, "amount", delta_fen=1, number=await books.number_of(opened.id))
    await books.sweep_at_ten(next_day=True)
    found = next(one for one in await books.differences() if one.kind.value == "trade")
    before = await books.books()
    with pytest.raises(WeChatDisagrees):
        await books.settle(found, Act.TAKE_IN)
    assert await books.books() == before
    assert found in await books.differences()


async def test_waiting_is_said_and_ends_by_itself_when_the_bill_is_right(books):
    day = books.today
    await books.paid(1)
    await books.plant(day, "drop_row")
    await books.paid(2)
    await books.reconcile()
    (found,) = await books.differences()
    waiting = await books.settle(found, Act.WAIT, note="已问微信客服")
    assert (waiting.state.value, waiting.note) == ("waiting", "已问微信客服")
    await books.unplant(day)
    await books.fetch_anew(day)
    assert [one.state.value for one in await books.differences(closed_too=True)] == ["closed"]


def test_every_reason_and_kind_has_its_sentence_in_both_languages():
    from lianyi.reconciliation.types import Reason, What

    assert set(reasons.WORDS) == set(Reason)
    assert set(reasons.WHAT_WORDS) == set(What)
    assert all(zh and en for zh, en in [*reasons.WORDS.values(), *reasons.WHAT_WORDS.values()])
