"""What happens by itself: every clock of a case, a second before and at its time; reminders; outcomes that move money."""

from datetime import timedelta

import pytest

from lianyi.kit.errors import Refusal
from lianyi.trust.actions import aftersales as actions
from lianyi.trust.errors.aftersales import AlreadyExtended, AlreadyInspected, CaseInOtherState, ProposalsOver
from lianyi.trust.jobs import aftersales as jobs
from lianyi.trust.rules.acts import merchant_may


async def just_before(shop, **span):
    """A second before the time is over nothing happens; at it the sweep moves the case."""
    await shop.world.advance(timedelta(**span) - timedelta(seconds=1))
    assert await jobs.run_out_cases(shop.db, shop.tenant) == 0
    assert await shop.run_out(seconds=1) == 1
    assert await jobs.run_out_cases(shop.db, shop.tenant) == 0


async def test_silence_of_the_merchant_is_a_yes_to_money(shop):
    opened = await shop.shipped(1)
    case_id = await shop.apply(opened, (0, 1), kind="refund_only", reason="not_received")
    await just_before(shop, hours=48)
    await shop.refund_money()
    assert (await shop.case(case_id)).state == "refunded"
    assert (await shop.file(case_id)) == ["applied", "refunding_by_clock", "refunded"]
    assert (await shop.balances())["buyers"] == 0
    # the goods never came back: they stay sold
    assert await shop.stock(0) == (9, 0, 1)


async def test_silence_of_the_merchant_is_a_yes_to_a_return(shop):
    await shop.with_address()
    opened = await shop.received(1)
    case_id = await shop.apply(opened, (0, 1))
    await just_before(shop, hours=48)
    case = await shop.case(case_id)
    assert (case.state, case.return_to_sealed is not None) == ("agreed", True)
    assert case.deadline_at - case.updated_at == timedelta(days=7)
    assert await shop.notices() == ["aftersales_agreed"]


async def test_a_merchant_who_gives_no_address_for_fifteen_days_pays(shop):
    opened = await shop.received(1)
    case_id = await shop.apply(opened, (0, 1))
    await just_before(shop, hours=48)
    case = await shop.case(case_id)
    assert (case.state, case.return_to_sealed) == ("agreed", None)
    with pytest.raises(CaseInOtherState):
        await shop.hand_in(case_id)
    await just_before(shop, days=13)
    await shop.refund_money()
    assert (await shop.case(case_id)).state == "refunded"
    assert await shop.stock(0) == (9, 0, 1)


async def test_an_address_given_late_starts_the_shoppers_days(shop):
    opened = await shop.received(1)
    case_id = await shop.apply(opened, (0, 1))
    await just_before(shop, hours=48)
    address = await shop.with_address()
    await shop.world.advance(timedelta(days=3))
    await shop.write(actions.give_address, shop.staff, case_id, address.id)
    case = await shop.case(case_id)
    assert case.deadline_at == shop.db.clock.now() + timedelta(days=7)
    await shop.hand_in(case_id)


async def test_goods_that_are_not_sent_close_the_case(shop):
    await shop.with_address()
    opened = await shop.received(1)
    case_id = await shop.apply(opened, (0, 1))
    await shop.agree(case_id)
    await just_before(shop, days=7)
    order = await shop.order(opened.id)
    assert ((await shop.case(case_id)).state, order.open_cases, order.granted_fen) == ("closed", 0, 0)


async def test_goods_that_nobody_confirms_are_refunded_and_booked_later(shop):
    await shop.with_address()
    opened = await shop.received(1)
    case_id = await shop.apply(opened, (0, 1), reason="quality")
    await shop.agree(case_id)
    await shop.hand_in(case_id, freight_fen=1000)
    await just_before(shop, days=10)
    case = await shop.case(case_id)
    assert (case.state, case.return_freight, case.restocked) == ("refunding", "accepted", None)
    assert await shop.stock(0) == (9, 0, 1)
    await shop.write(actions.restock, shop.staff, case_id, back=True)
    assert await shop.stock(0) == (10, 0, 0)
    with pytest.raises(AlreadyInspected):
        await shop.write(actions.restock, shop.staff, case_id, back=False)
    assert await shop.stock(0) == (10, 0, 0)
    await shop.refund_money()
    assert (await shop.case(case_id)).state == "refunded"


async def test_an_exchange_that_is_never_sent_is_refunded(shop):
    opened = await shop.received(1)
    case_id = await shop.returning(opened, (0, 1), kind="exchange", reason="damaged")
    await just_before(shop, days=10)
    assert (await shop.case(case_id)).state == "received"
    await just_before(shop, days=7)
    await shop.refund_money()
    case = await shop.case(case_id)
    assert (case.state, case.refunded_fen) == ("refunded", 6800)


async def test_an_exchange_completes_by_itself(shop):
    opened = await shop.received(1)
    case_id = await shop.returning(opened, (0, 1), kind="exchange", reason="damaged")
    await shop.receive(case_id)
    await shop.write(actions.reship, shop.staff, case_id, "SF", "SF1000200030")
    await just_before(shop, days=10)
    assert (await shop.case(case_id)).state == "exchanged"
    assert await shop.stock(0) == (9, 0, 1)


async def test_a_refusal_that_nobody_answers_closes(shop):
    opened = await shop.received(1)
    case_id = await shop.apply(opened, (0, 1))
    await shop.refuse(case_id)
    await just_before(shop, days=7)
    assert (await shop.case(case_id)).state == "closed"
    assert (await shop.balances())["order_money"] == 6800


async def test_a_proposal_that_nobody_answers_closes_before_the_return_and_pays_whole_after_it(shop):
    first, second = await shop.received(1), await shop.received(1)
    early = await shop.apply(first, (0, 1))
    await shop.propose(early, 5000)
    await just_before(shop, days=7)
    assert (await shop.case(early)).state == "closed"
    late = await shop.returning(second, (0, 1), reason="quality")
    await shop.receive(late, propose_fen=5000)
    await just_before(shop, days=7)
    await shop.refund_money()
    case = await shop.case(late)
    assert (case.state, case.refunded_fen) == ("refunded", 6800)


async def test_a_step_is_extended_once(shop):
    await shop.with_address()
    opened = await shop.received(1)
    case_id = await shop.apply(opened, (0, 1))
    await shop.agree(case_id)
    was_at = (await shop.case(case_id)).deadline_at
    await shop.write(actions.extend, shop.staff, case_id)
    assert (await shop.case(case_id)).deadline_at == was_at + timedelta(days=7)
    seen = await shop.whole(opened, case_id)
    with pytest.raises(AlreadyExtended):
        await shop.write(actions.extend, shop.staff, case_id)
    assert await shop.whole(opened, case_id) == seen
    await just_before(shop, days=14)


async def test_who_is_about_to_run_out_is_reminded_once_a_step(shop):
    await shop.with_address()
    opened = await shop.received(1)
    case_id = await shop.apply(opened, (0, 1))
    assert await jobs.remind_near_cases(shop.db, shop.tenant) == 0
    await shop.agree(case_id)
    await shop.world.advance(timedelta(days=6, seconds=-1))
    assert await jobs.remind_near_cases(shop.db, shop.tenant) == 0
    await shop.world.advance(timedelta(seconds=1))
    assert await jobs.remind_near_cases(shop.db, shop.tenant) == 1
    assert await jobs.remind_near_cases(shop.db, shop.tenant) == 0
    assert (await shop.notices()).count("aftersales_near") == 1


async def test_whoever_acts_before_the_sweep_is_first(shop):
    """The sweep has listed the case; the staff refuse it before the sweep comes to it."""
    opened = await shop.received(1)
    case_id = await shop.apply(opened, (0, 1))
    await shop.world.advance(timedelta(hours=48))
    await shop.refuse(case_id)
    assert await shop.write(actions.run_out, case_id) is False
    assert (await shop.case(case_id)).state == "refused"
    with pytest.raises(Refusal):
        await shop.agree(case_id)


async def test_proposals_cannot_put_the_money_off_for_ever(shop):
    opened = await shop.received(1)
    case_id = await shop.returning(opened, (0, 1), reason="quality")
    await shop.receive(case_id, propose_fen=5000)
    for amount_fen in (5100, 5200):
        await shop.world.advance(timedelta(days=5))
        await shop.write(actions.decline, shop.shopper, case_id, "")
        await shop.propose(case_id, amount_fen)
    case = await shop.case(case_id)
    assert case.deadline_at == case.received_at + timedelta(days=15)
    await shop.write(actions.decline, shop.shopper, case_id, "")
    seen = await shop.whole(opened, case_id)
    with pytest.raises(ProposalsOver):
        await shop.propose(case_id, 5300)
    assert await shop.whole(opened, case_id) == seen
    await just_before(shop, days=5)
    await shop.refund_money()
    assert (await shop.case(case_id)).refunded_fen == 6800


async def test_a_proposal_after_the_return_is_not_put_off_beyond_the_law(shop):
    opened = await shop.received(1)
    case_id = await shop.returning(opened, (0, 1))
    await shop.receive(case_id, propose_fen=100)
    seen = await shop.whole(opened, case_id)
    assert "extend" not in merchant_may(await shop.case(case_id))
    with pytest.raises(CaseInOtherState):
        await shop.write(actions.extend, shop.staff, case_id)
    assert await shop.whole(opened, case_id) == seen
