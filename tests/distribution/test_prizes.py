"""Prizes in money: promised, asked for, confirmed, taxed; asked for again after a transfer that failed; or given back."""

from datetime import timedelta

import pytest
import pytest_asyncio

from lianyi.distribution.actions import prizes, real_names
from lianyi.distribution.errors.payouts import RealNameInUse
from lianyi.distribution.errors.prizes import (
    PrizeNameMissing,
    PrizeNeedsWeChat,
    PrizeNotWaiting,
    PrizeUnknown,
)
from lianyi.distribution.queries import prizes as reads
from lianyi.distribution.queries import tax as tax_reads
from lianyi.distribution.reactions import prizes as reactions
from lianyi.distribution.rules.tax import month_of
from lianyi.identity.events import PersonMerged
from lianyi.identity.types import Channel, PersonId
from lianyi.insight import queries as insight
from lianyi.kit.clock import business_day
from lianyi.kit.db import Statement
from lianyi.kit.ids import new_id
from lianyi.payments import actions as payments
from lianyi.payments.errors import MerchantInUse
from lianyi.promotions.errors import CashLimitReached
from lianyi.promotions.events import PrizeDue
from lianyi.promotions.plays.red_packet.errors import PacketWrong
from lianyi.reconciliation.rules import matching
from lianyi.wechat import transfers as wire
from tests.payout_world import open_payouts
from tests.prize_world import (
    cash_packets_run,
    collect,
    confirm,
    explained,
    prize,
    promised,
    shopper_of,
    spent,
    state,
    sweep,
)
from tests.red_packet_world import packets_run, somebody, weekly_packet
from tests.wechat_world import keys_of

CREATE = "/v3/fund-app/mch-transfer/transfer-bills"
SENT_BY = Statement(
    "update distribution_prize set mchid = %(mchid)s where tenant_id = %(tenant)s and id = %(id)s"
)


@pytest_asyncio.fixture(loop_scope="session")
async def paying(shop):
    opened = await open_payouts(shop)
    await opened.fund()
    return opened


async def test_a_prize_is_promised_asked_for_confirmed_and_taxed(paying):
    running = await cash_packets_run(paying, fen=500)
    before = await paying.wallet()
    prize_id = await promised(paying, running)
    found = await prize(paying, prize_id)
    assert (found.state.value, found.gross_fen, found.tax_fen, found.net_fen) == ("waiting", 500, 100, 400)
    await explained(paying)
    await collect(paying, prize_id)
    assert await state(paying, prize_id) == "confirming"
    await explained(paying)
    await confirm(paying, prize_id)
    await paying.arrive()
    assert await state(paying, prize_id) == "paid"
    assert await paying.wallet() - before == 400
    assert await spent(paying, running) == 500
    await explained(paying)
    [at_wechat] = await paying.at_wechat()
    assert (at_wechat["scene"], at_wechat["transfer_amount"]) == (wire.PRIZE_SCENE, 400)


async def test_the_months_file_names_prizes_apart_from_commission(paying):
    running = await cash_packets_run(paying, fen=500)
    prize_id = await promised(paying, running)
    await collect(paying, prize_id)
    await confirm(paying, prize_id)
    await paying.arrive()
    await paying.grant(300_000)
    await paying.paid(300_000)
    month = month_of(business_day(paying.db.clock.now()))
    found = {one.item: one for one in await paying.read(tax_reads.people, month)}
    assert (found["prize"].gross_fen, found["prize"].tax_fen, found["prize"].net_fen) == (500, 100, 400)
    # a prize is no part of what a month's commission is taxed by
    assert (found["labour"].gross_fen, found["labour"].tax_fen) == (300_000, 44_000)
    assert found["prize"].taxpayer == found["labour"].taxpayer
    whole = await paying.month(month)
    assert (whole.people, whole.gross_fen, whole.withheld_fen) == (1, 300_500, 44_100)


async def test_told_twice_it_is_owed_once(paying):
    running = await cash_packets_run(paying)
    prize_id = await promised(paying, running)
    known = await prize(paying, prize_id)
    fact = PrizeDue(prize_id, running, known.person_id, 500, "mini", "红包")
    await paying.write(reactions.owe_prize, fact)
    assert len(await paying.read(reads.own, known.person_id)) == 1
    await explained(paying)


async def test_asked_for_twice_it_is_sent_once(paying):
    running = await cash_packets_run(paying)
    prize_id = await promised(paying, running)
    await collect(paying, prize_id)
    with pytest.raises(PrizeNotWaiting):
        await collect(paying, prize_id)
    assert len(await paying.at_wechat()) == 1


async def test_whoever_is_not_named_or_not_in_wechat_or_not_the_winner_gets_nothing(paying):
    running = await cash_packets_run(paying)
    prize_id = await promised(paying, running)
    await paying.write(real_names.withdraw_real_name, paying.payee.person_id, "mini")
    with pytest.raises(PrizeNameMissing):
        await collect(paying, prize_id)
    stranger = somebody(paying)
    with pytest.raises(PrizeUnknown):
        await paying.write(prizes.collect, stranger.person, prize_id, Channel.MINI)
    await weekly_packet(paying, running, stranger)
    await paying.settle()
    [theirs] = await paying.read(reads.own, stranger.person)
    await paying.write(real_names.give_real_name, stranger.person, "李晓晓", "440524188001010014", 2, "mini")
    with pytest.raises(PrizeNeedsWeChat):
        await paying.write(prizes.collect, stranger.person, theirs.id, Channel.MINI)
    assert await paying.at_wechat() == []
    await explained(paying)


async def test_a_name_stays_while_a_prize_is_under_way(paying):
    running = await cash_packets_run(paying)
    prize_id = await promised(paying, running)
    await collect(paying, prize_id)
    with pytest.raises(RealNameInUse):
        await paying.write(real_names.withdraw_real_name, paying.payee.person_id, "mini")


async def test_not_confirmed_within_a_day_it_waits_again_and_another_transfer_pays_it(paying):
    running = await cash_packets_run(paying)
    prize_id = await promised(paying, running)
    await collect(paying, prize_id)
    first = (await prize(paying, prize_id)).transfer_id
    await paying.world.advance(timedelta(hours=25))
    await paying.world.run_due()
    await sweep(paying)
    found = await prize(paying, prize_id)
    assert (found.state.value, found.reason) == ("waiting", "OVERDUE_CLOSE")
    await explained(paying)
    await collect(paying, prize_id)
    assert (await prize(paying, prize_id)).transfer_id != first
    await confirm(paying, prize_id)
    await paying.arrive()
    assert await state(paying, prize_id) == "paid"
    await explained(paying)


async def test_what_nobody_takes_in_thirty_days_goes_back_to_the_budget(paying):
    running = await cash_packets_run(paying)
    prize_id = await promised(paying, running)
    assert await spent(paying, running) == 500
    await paying.world.advance(timedelta(days=30))
    with pytest.raises(PrizeNotWaiting):
        await collect(paying, prize_id)
    await sweep(paying)
    assert (await state(paying, prize_id), await spent(paying, running)) == ("lapsed", 0)
    await explained(paying)
    await sweep(paying)
    assert await spent(paying, running) == 0


@pytest.mark.parametrize("kind", ["answer_lost", "lost", "http_5xx", "forged"])
async def test_an_answer_that_is_lost_costs_seconds_not_money(paying, kind):
    await paying.world.fault(kind, path_prefix=CREATE)
    running = await cash_packets_run(paying)
    prize_id = await promised(paying, running)
    await collect(paying, prize_id)
    found = await prize(paying, prize_id)
    assert (found.state.value, found.package_info, found.tries) == ("sending", None, 1)
    await sweep(paying)
    found = await prize(paying, prize_id)
    assert (found.state.value, found.error) == ("confirming", None)
    assert len(await paying.at_wechat()) == 1
    await confirm(paying, prize_id)
    await paying.arrive()
    assert await state(paying, prize_id) == "paid"
    await explained(paying)


async def test_what_wechat_refuses_again_and_again_waits_on_the_overview(paying):
    await paying.world.fault("http_5xx", times=3, path_prefix=CREATE)
    await collect(paying, await promised(paying, await cash_packets_run(paying)))

    async def waiting():
        async with paying.db.read(paying.tenant) as session:
            return {one.kind: one.count for one in (await insight.overview(session)).attention}

    assert "prizes_stuck" not in await waiting()
    await sweep(paying)
    await sweep(paying, 600)
    assert (await waiting())["prizes_stuck"] == 1
    await sweep(paying, 3600)
    assert "prizes_stuck" not in await waiting()


async def test_a_lost_notice_is_asked_for_and_a_doubled_one_booked_once(paying):
    await paying.world.fault("lost", event="MCHTRANSFER.BILL.FINISHED")
    running = await cash_packets_run(paying)
    prize_id = await promised(paying, running)
    await collect(paying, prize_id)
    await confirm(paying, prize_id)
    await paying.arrive()
    assert await state(paying, prize_id) == "confirming"
    await sweep(paying, 60)
    assert await state(paying, prize_id) == "paid"
    await explained(paying)


async def test_a_name_that_wechat_does_not_know_ends_the_transfer_and_says_so(paying):
    await paying.write(real_names.withdraw_real_name, paying.payee.person_id, "mini")
    await paying.name("王不对", "440524188001010014")
    await paying.world.ask("PUT", f"/people/{paying.wechat['id']}/real-name", json={"name": "张小雨"})
    running = await cash_packets_run(paying)
    prize_id = await promised(paying, running)
    await collect(paying, prize_id)
    await confirm(paying, prize_id)
    await paying.arrive()
    found = await prize(paying, prize_id)
    assert (found.state.value, found.reason) == ("waiting", "NAME_NOT_CORRECT")
    await explained(paying)


async def test_two_people_set_how_much_may_be_promised_a_day(paying):
    with pytest.raises(PacketWrong):
        await packets_run(paying, pays="cash", opens="weekly", split="own")
    running = await cash_packets_run(paying, day_limit_fen=999)
    await promised(paying, running)
    with pytest.raises(CashLimitReached):
        await weekly_packet(paying, running, somebody(paying))
    assert await spent(paying, running) == 500


async def test_keys_of_another_merchant_wait_for_prizes_under_way(paying):
    """Whoever asked WeChat with them would hear that nothing was ever sent."""
    running = await cash_packets_run(paying)
    prize_id = await promised(paying, running)
    await collect(paying, prize_id)
    other = keys_of(await paying.world.merchant("另一个商户"))
    with pytest.raises(MerchantInUse) as refused:
        await paying.write(payments.save_keys, other)
    assert refused.value.data["count"] == 1
    await confirm(paying, prize_id)
    await paying.arrive()
    assert await state(paying, prize_id) == "paid"
    await paying.write(payments.save_keys, other)


async def test_keys_of_another_merchant_pay_nobody_twice(paying):
    """A prize that was asked for at the very moment the keys were replaced."""
    running = await cash_packets_run(paying)
    prize_id = await promised(paying, running)
    await collect(paying, prize_id)
    await paying.write(_sent_by, prize_id, "1900099999")
    await confirm(paying, prize_id)
    await sweep(paying, 60)
    found = await prize(paying, prize_id)
    assert found.error.startswith("MERCHANT_CHANGED")
    assert len(await paying.at_wechat()) == 1


async def _sent_by(session, prize_id, mchid):
    await session.run(SENT_BY, id=prize_id, mchid=mchid)


async def test_a_bill_line_finds_its_prize():
    number = new_id()
    assert matching.payout_id_of(number.hex) == number
    assert "prize" in matching.KINDS_OF[matching.LineType.TRANSFER]


async def test_a_winner_who_was_two_records_has_the_prize(paying):
    running = await cash_packets_run(paying)
    other = somebody(paying)
    await weekly_packet(paying, running, other)
    await paying.settle()
    into = shopper_of(paying).person
    await paying.write(reactions.move_prizes, PersonMerged(other.person, into))
    [moved] = await paying.read(reads.own, PersonId(into))
    await collect(paying, moved.id)
    assert await state(paying, moved.id) == "confirming"
