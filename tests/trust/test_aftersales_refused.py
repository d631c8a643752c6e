"""What a case refuses: the wrong reason, too many, too much, strangers, acts out of turn; nothing moves."""

import pytest

from lianyi.kit.db import Statement
from lianyi.media.types import Encoded
from lianyi.orders import actions as orders
from lianyi.orders.errors import OrderInOtherState, OrderUnknown, TooManyCases
from lianyi.trust.actions import aftersales as actions
from lianyi.trust.errors.aftersales import (
    CaseAmountTooHigh,
    CaseInOtherState,
    CaseNotPossible,
    CaseNotSentBack,
    CasePicturesFull,
    CaseUnknown,
    LineHasOpenCase,
    ProposalNotForExchange,
    ProposalNotLower,
    ReturnAddressMissing,
    ReturnFreightNotOwed,
)
from lianyi.trust.types.aftersales import HandIn, Said

PICTURE = Encoded("0" * 64, 9, 9, 9, "", "", {200: b"small", 960: b"large"})
AUDIT = Statement(
    """
    select act || ' ' || coalesce(after::text, '') from identity_audit
    where tenant_id = %(tenant)s and act like 'return_address.%%' order by at, id
    """,
    str,
)


async def test_a_reason_that_does_not_go_with_the_kind_says_so(shop):
    opened = await shop.received(1)
    seen = await shop.everything(opened.id)
    with pytest.raises(CaseNotPossible) as refused:
        await shop.apply(opened, (0, 1), kind="exchange", reason="no_reason")
    assert refused.value.data["why"] == "other_reason"
    assert await shop.everything(opened.id) == seen


async def test_nobody_pays_for_a_change_of_mind(shop):
    opened = await shop.received(1)
    await shop.with_address()
    case_id = await shop.apply(opened, (0, 1))
    await shop.agree(case_id)
    seen = await shop.whole(opened, case_id)
    with pytest.raises(ReturnFreightNotOwed):
        await shop.hand_in(case_id, freight_fen=1200)
    assert await shop.whole(opened, case_id) == seen


async def test_a_corrected_number_gives_the_merchant_no_more_time(shop):
    from datetime import timedelta

    opened = await shop.received(1)
    case_id = await shop.returning(opened, (0, 1))
    was_at = (await shop.case(case_id)).deadline_at
    await shop.world.advance(timedelta(days=1))
    await shop.hand_in(case_id, "SF5555566666")
    case = await shop.case(case_id)
    assert (case.deadline_at, case.return_tracking_no) == (was_at, "SF5555566666")


async def test_one_open_case_a_line_and_ten_an_order(shop):
    opened = await shop.received(1, 1)
    case_id = await shop.apply(opened, (0, 1))
    seen = await shop.whole(opened, case_id)
    with pytest.raises(LineHasOpenCase):
        await shop.apply(opened, (1, 1), (0, 1))
    assert await shop.whole(opened, case_id) == seen
    await shop.write(actions.withdraw, shop.shopper, case_id)
    for _ in range(9):
        case_id = await shop.apply(opened, (0, 1))
        await shop.write(actions.withdraw, shop.shopper, case_id)
    seen = await shop.whole(opened, case_id)
    with pytest.raises(TooManyCases):
        await shop.apply(opened, (0, 1))
    assert await shop.whole(opened, case_id) == seen


async def test_what_has_not_left_or_is_closed_has_no_case(shop):
    unpaid, paid = await shop.place(1), await shop.paid(1)
    for opened, state in ((unpaid, "awaiting_payment"), (paid, "to_ship")):
        seen = await shop.everything(opened.id)
        with pytest.raises(OrderInOtherState) as refused:
            await shop.apply(opened, (0, 1))
        assert refused.value.data["state"] == state
        assert await shop.everything(opened.id) == seen


@pytest.mark.parametrize(("wanted", "more"), [(((0, 3),), {}), (((0, 1, 6801),), {}), (((0, 2), (1, 2)), {})])
async def test_more_than_was_bought_is_refused_and_nothing_moves(shop, wanted, more):
    opened = await shop.received(2, 1)
    seen = await shop.everything(opened.id)
    with pytest.raises(CaseAmountTooHigh):
        await shop.apply(opened, *wanted, **more)
    assert await shop.everything(opened.id) == seen


async def test_a_stranger_sees_and_moves_nothing(shop):
    opened = await shop.received(1)
    await shop.with_address()
    case_id = await shop.apply(opened, (0, 1))
    await shop.agree(case_id)
    seen = await shop.whole(opened, case_id)
    stranger = shop.stranger()
    for verb, args in (
        (actions.withdraw, ()), (actions.accept, ()), (actions.decline, ("",)), (actions.confirm, ()),
        (actions.hand_in, (HandIn("SF", "SF1111122222"), Said())),
    ):  # fmt: skip
        with pytest.raises(CaseUnknown):
            await shop.write(verb, stranger, case_id, *args)
    from lianyi.trust.types.aftersales import Application, Wanted

    (line,) = await shop.lines(opened.id)
    with pytest.raises(OrderUnknown):
        await shop.write(
            actions.apply,
            stranger,
            opened.id,
            Application("return_refund", "quality", "", (Wanted(line.id, 1),)),
        )
    assert await shop.whole(opened, case_id) == seen


async def test_every_act_is_refused_in_a_state_it_does_not_belong_to(shop):
    opened = await shop.received(1)
    await shop.with_address()
    case_id = await shop.apply(opened, (0, 1))
    staff, shopper = shop.staff, shop.shopper
    seen = await shop.whole(opened, case_id)
    wrong = (
        (actions.accept, shopper, ()), (actions.decline, shopper, ("",)), (actions.confirm, shopper, ()),
        (actions.hand_in, shopper, (HandIn("SF", "SF1111122222"), Said())),
        (actions.give_address, staff, (None,)), (actions.extend, staff, ()),
        (actions.reship, staff, ("SF", "SF1111122222")),
    )  # fmt: skip
    for verb, who, args in wrong:
        with pytest.raises(CaseInOtherState) as refused:
            await shop.write(verb, who, case_id, *args)
        assert refused.value.data["state"] == "applied"
    with pytest.raises(CaseInOtherState):
        await shop.receive(case_id)
    with pytest.raises(CaseInOtherState):
        await shop.write(actions.restock, staff, case_id, back=True)
    with pytest.raises(CaseInOtherState):
        await shop.revise(case_id, opened, (0, 1))
    with pytest.raises(ProposalNotLower):
        await shop.propose(case_id, 6800)
    assert await shop.whole(opened, case_id) == seen
    await shop.write(actions.withdraw, shopper, case_id)
    seen = await shop.whole(opened, case_id)
    for act in (shop.agree(case_id), shop.refuse(case_id), shop.propose(case_id, 100)):
        with pytest.raises(CaseInOtherState) as refused:
            await act
        assert refused.value.data["state"] == "withdrawn"
    assert await shop.whole(opened, case_id) == seen


async def test_no_yes_to_a_return_without_an_address(shop):
    opened = await shop.received(1)
    case_id = await shop.apply(opened, (0, 1))
    seen = await shop.whole(opened, case_id)
    with pytest.raises(ReturnAddressMissing):
        await shop.agree(case_id)
    assert await shop.whole(opened, case_id) == seen


async def test_an_exchange_has_no_amount_to_propose(shop):
    opened = await shop.received(1)
    case_id = await shop.apply(opened, (0, 1), kind="exchange", reason="quality")
    seen = await shop.whole(opened, case_id)
    with pytest.raises(ProposalNotForExchange):
        await shop.propose(case_id, 100)
    assert await shop.whole(opened, case_id) == seen


async def test_the_seven_days_hold_for_every_door(shop):
    opened = await shop.completed(1)
    seen = await shop.everything(opened.id)
    await shop.world.advance(_day())
    with pytest.raises(CaseNotPossible) as refused:
        await shop.apply(opened, (0, 1))
    assert refused.value.data["why"] == "window_over"
    assert await shop.everything(opened.id) == seen
    await shop.apply(opened, (0, 1), reason="quality")


def _day():
    from datetime import timedelta

    return timedelta(days=1)


async def test_a_refund_that_wechat_refuses_is_tried_again_and_the_case_ends_once(shop):
    from lianyi.payments.events import RefundFailed

    opened = await shop.received(1)
    case_id = await shop.apply(opened, (0, 1), kind="refund_only", reason="quality")
    await shop.agree(case_id)
    refund_id = (await shop.case(case_id)).refund_id
    async with shop.db.write(shop.tenant) as session:
        await session.emit(RefundFailed(opened.id, refund_id, "NOT_ENOUGH", final=False))
    await shop.tell()
    assert (await shop.refunds(opened.id))[0].state == "failed"
    assert (await shop.case(case_id)).state == "refunding"
    await shop.write(orders.retry_refund, shop.staff, refund_id)
    await shop.refund_money()
    assert (await shop.case(case_id)).state == "refunded"
    await shop.write(actions.refund_arrived, refund_id)
    assert (await shop.file(case_id)).count("refunded") == 1
    assert (await shop.order(opened.id)).open_cases == 0


async def test_return_freight_that_is_decided_is_not_declared_anew(shop):
    opened = await shop.received(1)
    case_id = await shop.returning(opened, (0, 1), reason="quality")
    await shop.hand_in(case_id, "SF1112223334", freight_fen=1000)
    for decision in ("accepted", "paid"):
        await shop.write(actions.decide_return_freight, shop.staff, case_id, decision, "微信转账")
    await shop.hand_in(case_id, "SF1112223335", freight_fen=5000)
    case = await shop.case(case_id)
    assert (case.return_tracking_no, case.return_freight, case.return_freight_fen) == (
        "SF1112223335", "paid", 1000,
    )  # fmt: skip


@pytest.mark.parametrize("wanted", [((1, 1),), ((0, 1), (1, 1)), ((0, 2),)])
async def test_once_goods_were_sent_back_no_other_goods_are_asked_money_for(shop, wanted):
    opened = await shop.received(2, 1)
    case_id = await shop.returning(opened, (0, 1))
    await shop.refuse(case_id, "寄回的是空盒")
    seen = await shop.whole(opened, case_id)
    with pytest.raises(CaseNotSentBack):
        await shop.revise(case_id, opened, *wanted, reason="agreed")
    assert await shop.whole(opened, case_id) == seen
    await shop.revise(case_id, opened, (0, 1, 100), reason="agreed")
    assert (await shop.case(case_id)).amount_fen == 100


async def test_who_moves_the_return_address_is_written_down_without_the_street(shop):
    kept = await shop.with_address()
    await shop.write(actions.drop_return_address, shop.staff, kept.id)
    async with shop.db.read(shop.tenant) as session:
        acts = await session.all(AUDIT)
    assert [act.split(" ")[0] for act in acts] == ["return_address.put", "return_address.dropped"]
    assert "文三路" not in "".join(acts)


async def test_a_case_takes_so_many_pictures_however_often_a_number_is_corrected(shop):
    opened = await shop.received(1)
    case_id = await shop.returning(opened, (0, 1))

    async def hand_in(number):
        async with shop.db.write(shop.tenant) as session:
            kept = [await actions.keep_picture(session, shop.shopper, PICTURE) for _ in range(9)]
            said = Said("", tuple(one.id for one in kept))
            await actions.hand_in(
                session, shop.shopper, case_id, HandIn("SF", f"SF99887766{number}", 0), said
            )

    for number in range(10, 20):
        await hand_in(number)
    with pytest.raises(CasePicturesFull):
        await hand_in(20)
    assert (await shop.case(case_id)).return_tracking_no == "SF9988776619"
